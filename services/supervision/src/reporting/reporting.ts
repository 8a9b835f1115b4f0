import type { SecrecyLevel } from '@chengqi/schemas';
import type { DueRule } from './periods.ts';

export interface ReportField {
  readonly key: string;
  readonly label: string;
}

/** What units report regularly to the collector, who owns the duty. */
export interface ReportingDuty extends DueRule {
  readonly id: string;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly name: string;
  readonly fields: ReportField[];
  readonly graceHours: number;
  readonly active: boolean;
}

/** A unit that owes the reports of a duty. */
export interface DutyReporter {
  readonly dutyId: string;
  readonly orgId: string;
}

export type ReportState = 'SUBMITTED' | 'ACCEPTED' | 'RETURNED';

/** One unit's report of one period (SUP-9: there is one); the unit owns it. */
export interface ReportSubmission {
  readonly id: string;
  readonly status: ReportState;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly dutyId: string;
  readonly period: string;
  readonly dueAt: Date;
}

/** One hand-in; imported ones do not tell when they were decided and count as decided when handed in. */
export interface ReportAttempt {
  readonly id: string;
  readonly submissionId: string;
  readonly attempt: number;
  readonly submittedById: string | null;
  readonly submittedAt: Date;
  readonly state: ReportState;
  readonly decidedAt: Date | null;
  readonly returnReason: string | null;
  readonly values: Readonly<Record<string, number>>;
  readonly summary: string | null;
  readonly nextPlan: string | null;
}

export const usualGraceHours = 4;
