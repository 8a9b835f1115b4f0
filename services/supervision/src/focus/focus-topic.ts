import type { SecrecyLevel } from '@chengqi/schemas';

export type FocusState = 'WATCHING' | 'FOCUS' | 'SUPERVISED' | 'COOLED';
export type FocusAction = 'CHANGE';
export type FocusGroup = 'LEADER' | 'STAFF' | 'PUBLIC';
export type FocusKind = 'INSTRUCTION' | 'DISPUTE' | 'STAFF_APPEAL' | 'REDONE' | 'CASE' | 'BAD_RATING';

/** What leaders, staff and the public come back to (关注点, DOMAIN 4.4). */
export interface FocusTopic {
  readonly id: string;
  readonly status: FocusState;
  readonly version: number;
  /** Whose matters are watched, those of the units below included. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly name: string;
  readonly keywords: string[];
  /** Its heat in a form that does not change with time, so that lists go by it: see `heat.workflow.ts`. */
  readonly heatRank: number;
  readonly stateSince: Date;
  /** When its state may change though nothing is heard of it; null when it does not. */
  readonly nextAt: Date | null;
  readonly createdById: string | null;
}

/** Something that was said somewhere, kept for a while so that a topic of tomorrow finds what was said today. */
export interface FocusSignal {
  readonly sourceId: string;
  readonly kind: FocusKind;
  /** Tells apart what one source says several times. */
  readonly ordinal: number;
  readonly orgId: string;
  readonly at: Date;
  /** Folded; never above INTERNAL. */
  readonly text: string;
}

/** A signal that names a topic. */
export interface FocusMention {
  readonly topicId: string;
  readonly sourceId: string;
  readonly kind: FocusKind;
  readonly ordinal: number;
  readonly at: Date;
}

/** Weight of one signal and whose it is (DOMAIN 4.4). Media and incidents have no owner in this graph yet. */
export const signalKinds: Readonly<Record<FocusKind, { readonly weight: number; readonly group: FocusGroup }>> = {
  INSTRUCTION: { weight: 5, group: 'LEADER' },
  DISPUTE: { weight: 3, group: 'STAFF' },
  STAFF_APPEAL: { weight: 3, group: 'STAFF' },
  REDONE: { weight: 2, group: 'PUBLIC' },
  CASE: { weight: 1, group: 'PUBLIC' },
  BAD_RATING: { weight: 1, group: 'PUBLIC' },
};

/** Fewer disputes and appeals of staff are neither told nor counted, so that a heat gives nobody away. */
export const fewestStaff = 5;
export const mostKeywords = 10;
/** After 90 days a signal has lost 99 % of its weight. */
export const daysKept = 90;
