import words from '@chengqi/schemas/words.json' with { type: 'json' };
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { useEffect, useMemo, useState } from 'react';
import type { Language } from '../language.ts';
import { tokenRefused } from '../session.ts';
import { inChinese } from './documented.ts';

/** The types of the graph: on their way, shown, or kept from this person. */
export type Types =
  | { readonly state: 'loading' | 'failed' | 'withheld' }
  | { readonly state: 'known'; readonly schema: GraphQLSchema };

/** Reads the types once, as whoever the token names; they are described in the language of the page. */
export function useTypes(token: string, language: Language): Types {
  const [told, setTold] = useState<IntrospectionQuery | 'loading' | 'failed' | 'withheld'>('loading');
  useEffect(() => {
    const left = new AbortController();
    fetch('/schema.json', { headers: { authorization: `Bearer ${token}` }, signal: left.signal })
      .then(async (answer) => {
        if (answer.status === 401) tokenRefused(token);
        if (answer.status === 403) return 'withheld';
        return answer.ok ? ((await answer.json()).data as IntrospectionQuery) : 'failed';
      })
      .then(setTold, () => {
        if (!left.signal.aborted) setTold('failed');
      });
    return () => left.abort();
  }, [token]);
  return useMemo(() => {
    if (typeof told === 'string') return { state: told };
    return { state: 'known', schema: buildClientSchema(language === 'zh' ? inChinese(told, words.types) : told) };
  }, [told, language]);
}
