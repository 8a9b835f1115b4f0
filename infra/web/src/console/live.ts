import { useEffect, useEffectEvent } from 'react';

/** What somebody looks at. */
export type Watched =
  | { readonly on: 'work' }
  | { readonly on: 'items' }
  | { readonly on: 'item' | 'meeting'; readonly id: string };

const everyMilliseconds = 10_000;

/** Calls back whenever what is looked at may have changed, as long as the page is in sight; at once when it comes back. */
export function useLive(_watched: Watched, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') changed();
    };
    const timer = setInterval(look, everyMilliseconds);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
}
