import { useSyncExternalStore } from 'react';

/** Who is signed in at this tab. */
interface Session {
  readonly token: string | null;
  /** The graph refused the token: it ran out, or was never good. */
  readonly refused: boolean;
}

const kept = 'chengqi.token';
const listeners = new Set<() => void>();
let session: Session = { token: sessionStorage.getItem(kept), refused: false };

function become(next: Session): void {
  session = next;
  if (next.token === null) sessionStorage.removeItem(kept);
  else sessionStorage.setItem(kept, next.token);
  for (const listener of listeners) listener();
}

/** Keeps a bearer token for this tab alone; it never stands in an address. */
export const signInWith = (token: string): void => become({ token, refused: false });
let ended = 0;
/** Forgets all that this tab kept, for the next person may be another one. */
export const signOut = (): void => {
  ended += 1;
  sessionStorage.clear();
  become({ token: null, refused: false });
};
/** Forgets the token that was refused; one that came meanwhile stays. */
export const tokenRefused = (token: string): void => {
  if (session.token === token) become({ token: null, refused: true });
};

export const useSession = (): Session =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );

/** What this tab keeps, for as long as nobody signs out: GraphiQL writes half a second late, which may be after it. */
export function storageOfSession(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'> {
  const own = ended;
  return {
    getItem: (key) => sessionStorage.getItem(key),
    setItem(key, value) {
      if (ended === own) sessionStorage.setItem(key, value);
    },
    removeItem: (key) => sessionStorage.removeItem(key),
    clear: () => sessionStorage.clear(),
    get length() {
      return sessionStorage.length;
    },
  };
}
