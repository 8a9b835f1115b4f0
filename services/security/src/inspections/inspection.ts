import type { SecrecyLevel } from '@chengqi/schemas';
import type { HazardLevel } from '../hazards/hazard.ts';

export const inspectionKinds = ['ROUTINE', 'SPECIAL', 'PRE_HOLIDAY', 'PATROL', 'UNANNOUNCED'] as const;
export const inspectionStates = ['PLANNED', 'STARTED', 'SUBMITTED', 'CLOSED', 'MISSED'] as const;
export type InspectionKind = (typeof inspectionKinds)[number];
export type InspectionStatus = (typeof inspectionStates)[number];

export interface InspectionTask {
  readonly id: string;
  readonly taskNo: string;
  readonly status: InspectionStatus;
  readonly version: number;
  /** The organisation of the place. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly siteId: string;
  readonly kind: InspectionKind;
  readonly template: string | null;
  readonly inspectorIds: readonly string[];
  readonly dueOn: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly score: number | null;
}

/** Something wrong; once for each item of the task's checklist (INS-1). */
export interface Finding {
  readonly id: string;
  readonly findingNo: string;
  readonly taskId: string;
  readonly itemKey: string;
  readonly text: string | null;
  readonly level: HazardLevel;
  readonly fixedOnSpot: boolean;
}

/** The roles that look at inspections by their office; nothing is done to them here yet. */
export const inspectionReading = { type: 'InspectionTask', roles: ['SAFETY_OFFICER', 'INSPECTOR'] };
