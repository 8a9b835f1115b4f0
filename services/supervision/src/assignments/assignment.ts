/** States of an item in which its units owe something. */
export const openPartStates = ['ASSIGNED', 'IN_PROGRESS', 'SUSPENDED', 'VERIFYING'] as const;
export const mostOpenParts = 200;

export type AssignmentState = 'SENT' | 'WORKING' | 'DONE';

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
}
