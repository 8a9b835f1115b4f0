import type { Evidence } from '@chengqi/office-kernel';

/** Feedback of a unit, or a note of the system (without unit, reporter and percentage), which fills no feedback period. */
export interface ProgressReport {
  readonly id: string;
  readonly itemId: string;
  readonly kind: 'FEEDBACK' | 'NOTE';
  readonly orgId: string | null;
  readonly reporterId: string | null;
  readonly at: Date;
  readonly percent: number | null;
  readonly text: string;
  readonly fallReason: string | null;
  readonly problems: string | null;
  readonly evidence: Evidence[];
  /** Whether the unit led when it reported; null on reports of before leads were transferred. */
  readonly ofLead: boolean | null;
  /** Number of an imported report. */
  readonly reportNo: string | null;
}

export type ObstacleKind =
  | 'POLICY'
  | 'FUNDS'
  | 'APPROVAL'
  | 'LAND'
  | 'STAFF'
  | 'CROSS_DEPT'
  | 'TECHNICAL'
  | 'EXTERNAL'
  | 'INACTION';

/** What stands for an obstacle though nobody raised one (DOMAIN 4.4, 梗阻点). */
export type ObstacleRule =
  | 'NO_PROGRESS'
  | 'EXTENDED_TWICE'
  | 'FAILED_TWICE'
  | 'DISPUTED_TWICE'
  | 'NOT_AGREED'
  | 'RED_FOR_LONG';

/** Proposed on the way; the instant travels as text inside the row. */
export interface WayOut {
  readonly text: string;
  readonly by: string | null;
  readonly at: string;
}

export const mostWayOuts = 20;

export type ObstacleState = 'OPEN' | 'ANALYSED' | 'ESCALATED' | 'RESOLVED' | 'ACCEPTED_RISK';

/** In the way still; an accepted risk stays in the world and out of the way. */
export const openObstacleStates = ['OPEN', 'ANALYSED', 'ESCALATED'] as const satisfies ObstacleState[];
export const isInTheWay = ({ state }: Pick<Obstacle, 'state'>): boolean =>
  openObstacleStates.some((open) => open === state);

/** A unit that an obstacle waits for, with the item that it blocks. */
export interface ObstacleOrg {
  readonly obstacleId: string;
  readonly orgId: string;
  readonly itemId: string;
}

export interface Obstacle {
  readonly id: string;
  readonly itemId: string;
  readonly kind: ObstacleKind;
  readonly description: string;
  readonly proposal: string;
  readonly affectedOrgIds: string[];
  readonly raisedById: string | null;
  readonly raisedAt: Date;
  readonly state: ObstacleState;
  /** By which rule it was found; null when a person raised it. */
  readonly rule: ObstacleRule | null;
  /** What of the rule's kind it is; each is found once an item. */
  readonly occurrence: string | null;
  readonly rootCause: string | null;
  /** Further ways out, in the order they were proposed. Null on obstacles of before there were any. */
  readonly wayOuts: readonly WayOut[] | null;
  /** Who brought it before the leader of the item, when and why; null on one that was not. */
  readonly escalatedById: string | null;
  readonly escalatedAt: Date | null;
  readonly escalationReason: string | null;
  /** Who ended it, removed or accepted; lights and limits know it by the moment. */
  readonly resolvedById: string | null;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
}
