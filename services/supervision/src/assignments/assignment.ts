/** States of an item in which its units owe something. */
export const openPartStates = ['ASSIGNED', 'IN_PROGRESS', 'SUSPENDED', 'VERIFYING'] as const;
export const mostOpenParts = 200;

export type AssignmentState = 'SENT' | 'DISPUTED' | 'WORKING' | 'DONE' | 'RETURNED' | 'TRANSFERRED';

/** Parts that are no longer the unit's: given back, or given to another one. */
export const goneStates = ['RETURNED', 'TRANSFERRED'] as const satisfies readonly AssignmentState[];
export const isOn = ({ state }: Pick<Assignment, 'state'>): boolean => !goneStates.some((gone) => gone === state);

/** A unit's statement that the part is not its own (异议), and what was decided. Instants travel as text inside the row. */
export interface Dispute {
  readonly reason: string;
  readonly raisedById: string | null;
  readonly raisedAt: string;
  readonly decision: 'PENDING' | 'UPHELD' | 'DISMISSED';
  readonly answer: string | null;
  readonly decidedById: string | null;
  readonly decidedAt: string | null;
}

/** One unit's part of an item. Its changes go with a change of the item's row, which is the lock of all parts. */
export interface Assignment {
  readonly id: string;
  readonly itemId: string;
  readonly orgId: string;
  readonly lead: boolean;
  readonly responsibleLeaderId: string | null;
  readonly handlerId: string | null;
  readonly state: AssignmentState;
  readonly progressPercent: number;
  readonly sentAt: Date;
  readonly acceptedAt: Date | null;
  readonly doneAt: Date | null;
  readonly dueAt: Date | null;
  /** At most one in the life of the part. */
  readonly dispute: Dispute | null;
}
