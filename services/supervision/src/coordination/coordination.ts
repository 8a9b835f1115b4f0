import type { SecrecyLevel } from '@chengqi/schemas';

export type CoordinationState =
  | 'REQUESTED'
  | 'ACCEPTED'
  | 'CONSULTING'
  | 'AGREED'
  | 'NOT_AGREED'
  | 'ESCALATED'
  | 'DECIDED'
  | 'CLOSED';
export type CoordinationAction = 'ACCEPT' | 'STATE_POSITION' | 'DECIDE' | 'ESCALATE' | 'CLOSE';
export type CoordinationResult = 'AGREED' | 'NOT_AGREED' | 'DECIDED';
export type CoordinationLevel = 'OFFICE' | 'DEPUTY_LEADER' | 'PRINCIPAL';

/** A unit asked for its position; the rest is null while it is silent. Instants travel as text inside the row. */
export interface CoordinationParty {
  readonly orgId: string;
  readonly position: string | null;
  readonly agreed: boolean | null;
  readonly statedAt: string | null;
  readonly statedById: string | null;
}

export interface CoordinationCase {
  readonly id: string;
  readonly status: CoordinationState;
  readonly version: number;
  /** The organisation that supervises the blocked item, or issues the document. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly subject: string;
  /** What is blocked, and by what; null where a document is coordinated. */
  readonly itemId: string | null;
  readonly obstacleId: string | null;
  /** The document that is coordinated; null where an obstacle is. */
  readonly documentId: string | null;
  /** The same while it is not settled: unique, so that each document has one running coordination. */
  readonly runningDocumentId: string | null;
  readonly requesterOrgId: string;
  readonly requestedById: string | null;
  readonly parties: CoordinationParty[];
  readonly coordinatorId: string | null;
  readonly level: CoordinationLevel;
  /** From here on a silent party counts as heard. */
  readonly dueAt: Date;
  readonly outcome: string | null;
  /** What was decided last; null before, and of what was closed before this was kept. */
  readonly result: CoordinationResult | null;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
}

export const settledStates: readonly CoordinationState[] = ['AGREED', 'DECIDED', 'CLOSED'];
export const mostParties = 20;
