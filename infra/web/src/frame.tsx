import { Component, type ReactNode } from 'react';
import { signOut, useSession } from './session.ts';
import { LanguageSwitch, useSpeech } from './speech.tsx';

/** The head of every page, and a sentence in place of a page that failed. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { words, title } = useSpeech();
  const { token } = useSession();
  return (
    <>
      {token !== null && (
        <a className="skip" href="#answer">
          {words.skip}
        </a>
      )}
      <header className="head">
        <p>
          <strong>{words.office}</strong> {title}
        </p>
        <LanguageSwitch />
        {token !== null && (
          <button type="button" onClick={signOut}>
            {words.signIn.out}
          </button>
        )}
      </header>
      <Fault sentence={words.errors.fault} again={words.errors.again}>
        {children}
      </Fault>
    </>
  );
}

interface FaultProps {
  readonly sentence: string;
  readonly again: string;
  readonly children: ReactNode;
}

/** React tells of faults while rendering to classes alone. */
class Fault extends Component<FaultProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="refusal" role="alert">
        <p>{this.props.sentence}</p>
        <button type="button" onClick={() => location.reload()}>
          {this.props.again}
        </button>
      </main>
    );
  }
}
