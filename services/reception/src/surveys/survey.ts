import type { SecrecyLevel } from '@chengqi/schemas';

export const surveyGroups = ['PUBLIC', 'LEADER', 'STAFF'] as const;
export type SurveyGroup = (typeof surveyGroups)[number];

/** One unit's part of a closed survey; answers of persons never come here. */
export interface SurveyResult {
  readonly id: string;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly surveyNo: string;
  readonly group: SurveyGroup;
  readonly period: string;
  readonly n: number;
  /** Null under five answers. */
  readonly index: number | null;
  readonly closedOn: string;
}

/** It has no transition table, so no role opens a classified one. */
export const surveyReading = { type: 'SurveyResult', roles: [] };
