/** What the import noticed in one cell; `changed` when the stored value differs from the written one. */
export interface Note {
  readonly reason: string;
  readonly changed: boolean;
}

/** A cell that may not be stored as it is: refused, or kept aside for a person to decide. */
export interface Fault {
  readonly outcome: 'REJECTED' | 'QUARANTINED';
  readonly reason: string;
}

/** A readable cell: its value, the same as text, and what was noticed. */
export interface Clean<V> {
  readonly value: V;
  readonly text: string;
  readonly notes: readonly Note[];
}

export type Cleaned<V> = Clean<V> | Fault;

export const isFault = (cleaned: Cleaned<unknown>): cleaned is Fault => 'outcome' in cleaned;

export const reject = (reason: string): Fault => ({ outcome: 'REJECTED', reason: `BAD_USER_INPUT: ${reason}` });
export const quarantine = (reason: string): Fault => ({ outcome: 'QUARANTINED', reason });

/** The value with a note when its canonical text is not what was written. */
export const clean = <V>(
  value: V,
  written: string,
  text: string,
  reason: string,
  notes: readonly Note[] = [],
): Clean<V> => ({
  value,
  text,
  notes: written === text ? notes : [{ reason, changed: true }, ...notes],
});
