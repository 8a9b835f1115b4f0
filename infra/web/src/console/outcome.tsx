import { useMemo } from 'react';
import type { CombinedError } from 'urql';
import { codesOf } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';
import { createTexts } from './texts.ts';

/** How the last act went, or that it is on its way. */
export type Going =
  | { readonly is: 'busy' | 'done'; readonly action: string }
  | { readonly is: 'refused'; readonly action: string; readonly error: CombinedError };

interface OutcomeProps {
  readonly going: Going;
  readonly action: string;
  /** Where the subject stands now, in words; since when; and who brought it there, where that is known. */
  readonly state: string;
  readonly at: string;
  readonly by: string | null;
}

/** How an act went, in the words of the house; where somebody else was faster, what came of that. */
export function Outcome({ going, action, state, at, by }: OutcomeProps) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const said = words.console.acts;
  if (going.is !== 'refused') return <p role="status">{going.is === 'busy' ? said.busy : said.done(action, state)}</p>;
  const { graphQLErrors } = going.error;
  const messages = [
    ...new Set(graphQLErrors.flatMap(({ message, extensions }) => [message, ...problemsOf(extensions)])),
  ];
  return (
    <div className="refusal" role="alert">
      {messages.length > 0 ? messages.map((message) => <p key={message}>{message}</p>) : <p>{words.errors.network}</p>}
      {codesOf(going.error).includes('CONFLICT_VERSION') && (
        <>
          <p>{by === null ? said.faster(state, texts.moment(at)) : said.fasterBy(by, state, texts.moment(at))}</p>
          <p>{said.fresh}</p>
        </>
      )}
    </div>
  );
}

/** All that is wrong with an input, where more than the first is told. */
function problemsOf({ problems }: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(problems)) return [];
  return problems.flatMap(({ message }: { message?: unknown }) => (typeof message === 'string' ? [message] : []));
}
