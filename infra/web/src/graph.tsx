import { type ReactNode, useMemo } from 'react';
import { Client, type CombinedError, type Exchange, fetchExchange, mapExchange, Provider } from 'urql';
import type { Language } from './language.ts';
import { tokenRefused } from './session.ts';
import { useSpeech } from './speech.tsx';

/** The codes of what was refused. */
export const codesOf = ({ graphQLErrors }: CombinedError): unknown[] =>
  graphQLErrors.map(({ extensions }) => extensions.code);

interface Exchanges {
  /** What keeps the answers; without one nothing is kept, and what is shown is asked anew. */
  readonly cache?: () => Exchange;
  /** How subscriptions are heard, with these headers; without one there are none. */
  readonly lines?: (headers: Record<string, string>) => Exchange;
}

function createClient(token: string, language: Language, client: string, { cache, lines }: Exchanges): Client {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language, 'graphql-client-name': client };
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      // Before what keeps answers: a part of a thing that was told must not stand beside parts that were read earlier.
      ...(lines ? [lines(headers)] : []),
      ...(cache ? [cache()] : []),
      mapExchange({
        onError(error) {
          if (error.response?.status === 401 || codesOf(error).includes('UNAUTHENTICATED')) tokenRefused(token);
        },
      }),
      fetchExchange,
    ],
  });
}

interface GraphProps extends Exchanges {
  readonly token: string;
  /** Under which name the page has registered what it asks. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Asks the graph as whoever the token names, in the language of the page. */
export function Graph({ token, name, cache, lines, children }: GraphProps) {
  const { language } = useSpeech();
  const client = useMemo(
    () => createClient(token, language, name, { ...(cache && { cache }), ...(lines && { lines }) }),
    [token, language, name, cache, lines],
  );
  return <Provider value={client}>{children}</Provider>;
}

/** What the graph refused, in its own words; a way to ask again where it did not answer. */
export function Refusal({ error, retry }: { readonly error: CombinedError; readonly retry: () => void }) {
  const { words } = useSpeech();
  const messages = [...new Set(error.graphQLErrors.map(({ message }) => message))];
  return (
    <div className="refusal" role="alert">
      {messages.length > 0 ? messages.map((message) => <p key={message}>{message}</p>) : <p>{words.errors.network}</p>}
      <button type="button" onClick={retry}>
        {words.errors.again}
      </button>
    </div>
  );
}
