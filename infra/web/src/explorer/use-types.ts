import { buildClientSchema, type GraphQLSchema } from 'graphql';
import { useEffect, useState } from 'react';
import type { Language } from '../language.ts';
import { tokenRefused } from '../session.ts';

/** The types of the graph: on their way, shown, or kept from this person. */
export type Types =
  | { readonly state: 'loading' | 'failed' | 'withheld' }
  | { readonly state: 'known'; readonly schema: GraphQLSchema };

/** Reads the types, as whoever the token names; they are described in the language of the page. */
export function useTypes(token: string, language: Language): Types {
  const [types, setTypes] = useState<Types>({ state: 'loading' });
  useEffect(() => {
    const left = new AbortController();
    fetch(`/schema.json?language=${language}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: left.signal,
    })
      .then(async (answer): Promise<Types> => {
        if (answer.status === 401) tokenRefused(token);
        if (answer.status === 403) return { state: 'withheld' };
        if (!answer.ok) return { state: 'failed' };
        return { state: 'known', schema: buildClientSchema((await answer.json()).data) };
      })
      .then(setTypes, () => {
        if (!left.signal.aborted) setTypes({ state: 'failed' });
      });
    return () => left.abort();
  }, [token, language]);
  return types;
}
