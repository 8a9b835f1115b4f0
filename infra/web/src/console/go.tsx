import type { MouseEvent, ReactNode } from 'react';
import { useAddress } from '../address.ts';
import { addressOf, type Place, placeOf } from './place.ts';

const inAddress = { read: placeOf, write: addressOf };

/** Where somebody is in the console, and how to go elsewhere. */
export const usePlace = () => useAddress<Place>(inAddress);

interface GoProps {
  readonly to: Place;
  readonly id?: string | undefined;
  readonly current?: 'page' | 'true' | undefined;
  readonly children: ReactNode;
}

/** A link within the page; opened in another tab it leads to the same place. */
export function Go({ to, id, current, children }: GoProps) {
  const [, go] = usePlace();
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a id={id} href={addressOf(to)} aria-current={current} onClick={follow}>
      {children}
    </a>
  );
}
