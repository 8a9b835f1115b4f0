import { type ReactNode, useState } from 'react';
import type { CombinedError } from 'urql';
import { Refusal } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';

interface ShownProps {
  readonly ready: boolean;
  readonly fetching: boolean;
  readonly error: CombinedError | undefined;
  readonly refresh: () => void;
  readonly children: ReactNode;
}

/** What is known, said to be old where it could not be read anew; until it is known, why not. */
export function Shown({ ready, fetching, error, refresh, children }: ShownProps) {
  const { words } = useSpeech();
  if (!ready) {
    if (error && !fetching) return <Refusal error={error} retry={refresh} />;
    return (
      <p className="waiting" role="status">
        {words.console.loading}
      </p>
    );
  }
  return (
    <>
      {error && !fetching && (
        <p className="stale" role="status">
          {error.graphQLErrors[0]?.message ?? words.console.stale}
        </p>
      )}
      {children}
    </>
  );
}

/** Pages gone through: the cursor of the one that is shown, and the ways before and after. */
export function usePages() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors.at(-1) ?? null,
    /** The buttons; nothing where all stands on one page. */
    pager: (info: { readonly hasNextPage: boolean; readonly endCursor?: string | null } | undefined) => (
      <Pager
        back={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : null}
        on={info?.hasNextPage && info.endCursor ? () => setCursors([...cursors, info.endCursor ?? '']) : null}
      />
    ),
  };
}

function Pager({ back, on }: { readonly back: (() => void) | null; readonly on: (() => void) | null }) {
  const { words } = useSpeech();
  if (!back && !on) return null;
  return (
    <nav className="pager" aria-label={words.console.pages}>
      <button type="button" disabled={!back} onClick={() => back?.()}>
        {words.console.previous}
      </button>
      <button type="button" disabled={!on} onClick={() => on?.()}>
        {words.console.next}
      </button>
    </nav>
  );
}

/** A signal with its word, for colour alone says nothing to some. */
export function Light({ light, children }: { readonly light: string; readonly children: ReactNode }) {
  return (
    <span className="light" data-light={light}>
      {children}
    </span>
  );
}

interface FactProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A fact and its name; nothing where there is no such fact. */
export function Fact({ label, children }: FactProps) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
