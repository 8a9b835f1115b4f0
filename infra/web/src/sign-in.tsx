import { type FormEvent, useEffect, useState } from 'react';
import { signInWith } from './session.ts';
import { useSpeech } from './speech.tsx';

/** How people sign in here, as `GET /sign-in` of the gateway tells it. */
interface Ways {
  /** Anybody may sign in by a staff number. */
  readonly development: boolean;
  /** Whom the demonstration offers for it. */
  readonly people: readonly { readonly staffNo: string; readonly name: string; readonly title: string }[];
}

/** Asks for a bearer token, or in development for a staff number that gets one. */
export function SignIn({ refused }: { readonly refused: boolean }) {
  const { words } = useSpeech();
  const [ways, setWays] = useState<Ways | null>(null);
  useEffect(() => {
    const left = new AbortController();
    fetch('/sign-in', { signal: left.signal })
      .then((answer) => (answer.ok ? answer.json() : { development: false, people: [] }))
      .then(setWays, () => {
        if (!left.signal.aborted) setWays({ development: false, people: [] });
      });
    return () => left.abort();
  }, []);
  return (
    <main className="sign-in">
      <h1>{words.signIn.title}</h1>
      {refused && <p role="alert">{words.signIn.expired}</p>}
      {ways?.development && <ByStaffNo people={ways.people} />}
      {ways && !ways.development && <ByToken />}
    </main>
  );
}

function ByStaffNo({ people }: Pick<Ways, 'people'>) {
  const { words, language } = useSpeech();
  const [failure, setFailure] = useState<string | null>(null);

  async function signIn(who: string) {
    setFailure(null);
    try {
      const answer = await fetch('/dev/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language },
        body: JSON.stringify({ who }),
      });
      if (!answer.ok) return setFailure(answer.status === 404 ? words.signIn.refused : words.errors.network);
      signInWith((await answer.json()).token);
    } catch {
      setFailure(words.errors.network);
    }
  }

  return (
    <>
      {people.length > 0 && (
        <section aria-labelledby="people">
          <h2 id="people">{words.signIn.people}</h2>
          <ul className="people">
            {people.map(({ staffNo, name, title }) => (
              <li key={staffNo}>
                <button type="button" lang="zh-CN" onClick={() => void signIn(staffNo)}>
                  <strong>{name}</strong> {title} <small>{staffNo}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form onSubmit={submitted('staffNo', (staffNo) => void signIn(staffNo))}>
        <label htmlFor="staff-no">{words.signIn.staffNo}</label>
        <div className="line">
          <input id="staff-no" name="staffNo" required maxLength={64} autoComplete="username" />
          <button type="submit">{words.signIn.byStaffNo}</button>
        </div>
      </form>
      {failure && <p role="alert">{failure}</p>}
    </>
  );
}

function ByToken() {
  const { words } = useSpeech();
  return (
    <form onSubmit={submitted('token', signInWith)}>
      <label htmlFor="token">{words.signIn.token}</label>
      <div className="line">
        <input id="token" name="token" type="password" required autoComplete="off" aria-describedby="token-note" />
        <button type="submit">{words.signIn.byToken}</button>
      </div>
      <p id="token-note">{words.signIn.tokenNote}</p>
    </form>
  );
}

const submitted = (field: string, then: (text: string) => void) => (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const text = new FormData(event.currentTarget).get(field);
  if (typeof text === 'string' && text.trim() !== '') then(text.trim());
};
