import { useMemo, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

/** How what a page shows is read from its address and written to it; `read` understands all that `write` writes. */
export interface AddressForm<T> {
  readonly read: (search: string) => T;
  readonly write: (shown: T) => string;
}

/** What the address says, and how to go elsewhere: each is a step of the browser's history. */
export function useAddress<T extends object>({
  read,
  write,
}: AddressForm<T>): readonly [T, (change: Partial<T>) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const shown = useMemo(() => read(search), [search, read]);
  return [
    shown,
    (change) => {
      const next = write({ ...shown, ...change });
      if (next === write(shown)) return;
      history.pushState(null, '', location.pathname + next);
      for (const listener of listeners) listener();
    },
  ];
}
