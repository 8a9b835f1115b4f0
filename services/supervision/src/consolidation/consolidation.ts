import type { SecrecyLevel } from '@chengqi/schemas';
import type { ReportAggregate, ReportState } from '../reporting/reporting.ts';

export type ConsolidationState = 'DRAFT' | 'FINAL';
export type ConsolidationAction = 'DRAFT' | 'FINALIZE';

/** What the collector makes of the reports of one period; the collector owns it. */
export interface Consolidation {
  readonly id: string;
  readonly status: ConsolidationState;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly dutyId: string;
  readonly period: string;
  readonly narrative: string | null;
  readonly draftedById: string | null;
  readonly finalizedAt: Date | null;
  readonly finalizedById: string | null;
  /** As they were when it became final; until then they are reckoned. */
  readonly figures: ConsolidationFigures | null;
}

export interface ConsolidationTotal {
  readonly key: string;
  readonly label: string;
  readonly aggregate: ReportAggregate;
  /** Null for what is listed unit by unit, and for the mean of nothing. */
  readonly value: number | null;
}

export interface ConsolidationFigures {
  readonly units: number;
  readonly accepted: number;
  readonly exempted: number;
  readonly missing: number;
  readonly totals: readonly ConsolidationTotal[];
}

/** A unit whose report was missing when the consolidation became final, and how far the report was. */
export interface MissingReport {
  readonly consolidationId: string;
  readonly orgId: string;
  readonly state: ReportState;
}
