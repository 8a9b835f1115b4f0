import { useId, useRef, useState } from 'react';
import { useClient } from 'urql';
import { enumWord } from '../codes.ts';
import { codesOf } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';
import { type Act, type Attempt, attemptOf, type Given, inputOf } from './act.ts';
import { ActForm, type Known } from './act-form.tsx';
import { lookAgain } from './live.ts';
import { type Going, Outcome } from './outcome.tsx';

interface Blocked {
  readonly action: string;
  readonly message: string;
}

/** What acts are done on, as it was read last. */
export interface Subject {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly allowedActions: readonly string[];
  readonly blockedActions: readonly Blocked[];
}

interface ActsProps {
  readonly names: 'SupervisionItemAction' | 'MeetingAction' | 'AttendeeAction';
  readonly acts: Readonly<Partial<Record<string, Act>>>;
  readonly subject: Subject;
  /** Where it stands, in words. */
  readonly state: string;
  /** Who brought it there, where that is known. */
  readonly by?: string | null;
  readonly known: Known;
  /** For those who do not see beside what the buttons stand; what the page says above them when left out. */
  readonly title?: string;
  /** What the heading is among those of the page. */
  readonly heading: 'h2' | 'h3';
}

/** As `crypto.randomUUID`, which browsers lend to pages of https and of this machine alone. */
const newKey = () =>
  `console-${[...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('')}`;

/** A button for whatever the viewer may do now, and the reason beside what a rule of the office forbids. */
export function Acts({ names, acts, subject, state, by = null, known, title, heading: Heading }: ActsProps) {
  const { words, language } = useSpeech();
  const client = useClient();
  const [opened, open] = useState<string | null>(null);
  const [going, setGoing] = useState<Going | null>(null);
  const attempt = useRef<Attempt | null>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const headingId = useId();
  const said = words.console.acts;
  const wordOf = (action: string) => enumWord(names, action, language);
  const here = subject.allowedActions.filter((action) => acts[action]);
  const elsewhere = subject.allowedActions.filter((action) => !acts[action]);
  const form = opened !== null && here.includes(opened) ? acts[opened] : undefined;
  const busy = going?.is === 'busy';

  async function run(action: string, act: Act, given: Given) {
    const input = inputOf(act, subject, given);
    attempt.current = attemptOf(attempt.current, act, input, newKey);
    setGoing({ is: 'busy', action });
    const variables = { input: { ...input, idempotencyKey: attempt.current.key } as never };
    const { error } = await client.mutation(act.document, variables).toPromise();
    if (error) {
      setGoing({ is: 'refused', action, error });
      if (codesOf(error).includes('CONFLICT_VERSION')) lookAgain();
      return;
    }
    attempt.current = null;
    open(null);
    setGoing({ is: 'done', action });
    lookAgain();
    // The button that was pressed may be gone.
    outcome.current?.focus();
  }

  return (
    <section className="acts" aria-labelledby={headingId} aria-busy={busy}>
      <Heading id={headingId} className={title === undefined ? undefined : 'unseen'}>
        {title ?? said.title}
      </Heading>
      {here.length + elsewhere.length + subject.blockedActions.length === 0 && <p className="note">{said.nothing}</p>}
      <div className="buttons">
        {here.map((action) => {
          const act = acts[action];
          if (!act) return null;
          const asks = act.fields.length > 0;
          return (
            <button
              key={action}
              type="button"
              disabled={busy}
              aria-expanded={asks ? opened === action : undefined}
              onClick={() => {
                if (!asks) return void run(action, act, {});
                setGoing(null);
                open(opened === action ? null : action);
              }}
            >
              {wordOf(action)}
            </button>
          );
        })}
      </div>
      {form && opened && (
        <ActForm
          key={opened}
          act={form}
          action={wordOf(opened)}
          known={known}
          busy={busy}
          send={(given) => void run(opened, form, given)}
          close={() => open(null)}
        />
      )}
      <div ref={outcome} tabIndex={-1} className="outcome">
        {going && <Outcome going={going} action={wordOf(going.action)} state={state} at={subject.updatedAt} by={by} />}
      </div>
      {subject.blockedActions.length > 0 && (
        <ul className="blocked" aria-label={said.blocked}>
          {subject.blockedActions.map(({ action, message }) => (
            <li key={action}>
              <button type="button" disabled>
                {wordOf(action)}
              </button>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
      {elsewhere.length > 0 && <p className="note">{said.elsewhere(elsewhere.map(wordOf).join(said.joined))}</p>}
    </section>
  );
}
