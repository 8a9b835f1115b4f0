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

export interface Obstacle {
  readonly id: string;
  readonly itemId: string;
  readonly kind: ObstacleKind;
  readonly description: string;
  readonly proposal: string;
  readonly affectedOrgIds: string[];
  readonly raisedById: string | null;
  readonly raisedAt: Date;
  readonly state: 'OPEN' | 'RESOLVED';
  readonly resolvedById: string | null;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
}
