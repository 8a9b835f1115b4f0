import type { SecrecyLevel } from '@chengqi/schemas';

export type HazardState = 'REPORTED' | 'CONFIRMED' | 'RECTIFYING' | 'RECHECK' | 'CLOSED' | 'DISMISSED';

/** What supervision knows of a hazard, from security's events. */
export interface HazardReplica {
  readonly id: string;
  readonly code: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly siteId: string;
  readonly responsibleOrgId: string | null;
  readonly level: 'GENERAL' | 'MAJOR' | null;
  readonly state: HazardState;
  readonly listed: boolean;
  readonly sourceType: string;
  readonly sourceId: string | null;
  readonly title: string | null;
  readonly dueAt: Date | null;
}

/** PENDING until security answers; it counts as open for SUP-5. */
export interface HazardLink {
  readonly id: string;
  readonly itemId: string;
  readonly role: 'CAUSE' | 'EFFECT';
  readonly state: HazardState | 'PENDING';
  readonly hazardId: string | null;
  /** The known hazard that was asked for; null for a draft. */
  readonly requestedHazardId: string | null;
  readonly draftDescription: string | null;
  readonly createdAt: Date;
}

/** Neither pending nor on its way to be put right. */
export const isSettled = ({ state }: HazardLink): boolean => state === 'CLOSED' || state === 'DISMISSED';
