import { useMemo, useSyncExternalStore } from 'react';
import { type Question, questionOf, searchOf } from './question.ts';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

/** The question in the address, and how to ask another: each is a step of the browser's history. */
export function useQuestion(): readonly [Question, (change: Partial<Question>) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const question = useMemo(() => questionOf(search), [search]);
  return [
    question,
    (change) => {
      const next = searchOf({ ...question, ...change });
      if (next === searchOf(question)) return;
      history.pushState(null, '', location.pathname + next);
      for (const listener of listeners) listener();
    },
  ];
}
