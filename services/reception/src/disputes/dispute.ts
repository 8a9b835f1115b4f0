import type { SecrecyLevel } from '@chengqi/schemas';
import type { DisputeKind, DisputeRegime } from '@chengqi/schemas/events/reception';

export const disputeStates = [
  'REGISTERED',
  'ADVISED',
  'MEDIATING',
  'AGREED',
  'PERFORMED',
  'BREACHED',
  'FAILED',
  'EXPIRED',
  'REFERRED',
  'REVIEW_ASKED',
  'APPEALED',
  'DECIDED',
  'WITHDRAWN',
  'CLOSED',
] as const;
export type DisputeStatus = (typeof disputeStates)[number];

/** Something is still to come; all other states have a day on which they were reached. */
export const openStates: readonly DisputeStatus[] = ['REGISTERED', 'ADVISED', 'MEDIATING', 'REVIEW_ASKED', 'APPEALED'];

/** Staff against their unit, known by their number only: nobody's name is in it. */
export interface Dispute {
  readonly id: string;
  readonly status: DisputeStatus;
  readonly version: number;
  /** The unit of the mediator, which keeps the record; never the respondent, which would read what is said of it. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly code: string;
  readonly kind: DisputeKind;
  readonly regime: DisputeRegime;
  readonly applicantsCount: number;
  readonly respondentOrgId: string;
  readonly openedAt: Date;
  readonly mediatorId: string;
  /** End of the statutory limit of mediation; null where nothing is mediated. */
  readonly mediationDueAt: Date | null;
  readonly closedAt: Date | null;
  readonly claim: string;
  readonly imported: boolean;
}
