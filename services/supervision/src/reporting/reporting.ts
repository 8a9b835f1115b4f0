import type { SecrecyLevel } from '@chengqi/schemas';
import type { DueRule } from './periods.ts';

export type ReportAggregate = 'SUM' | 'AVG' | 'LIST' | 'NONE';

export interface ReportField {
  readonly key: string;
  readonly label: string;
  /** What a consolidation makes of it; the sum when nothing is said. */
  readonly aggregate?: ReportAggregate;
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
  /** What begins next; null when nothing does, and while only an export tells of the duty. */
  readonly nextPeriod: string | null;
  readonly opensAt: Date | null;
}

/** A unit that owes the reports of a duty. */
export interface DutyReporter {
  readonly dutyId: string;
  readonly orgId: string;
}

/** A period of a duty that has begun. */
export interface ReportPeriod {
  readonly id: string;
  readonly dutyId: string;
  readonly period: string;
  readonly dueAt: Date;
  readonly openedAt: Date;
  /** Whether a report is expected of every unit by now. */
  readonly complete: boolean;
  /** Which of the moments to urge comes next, and when; null after the last. */
  readonly turn: number;
  readonly nextAt: Date | null;
}

export const urgeMoments = ['BEFORE_DUE', 'AT_DUE', 'AFTER_GRACE'] as const;

/** A unit was reminded of a report that it had not handed in. */
export interface ReportUrge {
  readonly id: string;
  readonly submissionId: string;
  readonly moment: (typeof urgeMoments)[number];
  readonly at: Date;
}

export type ReportState = 'EXPECTED' | 'EXEMPTED' | 'SUBMITTED' | 'ACCEPTED' | 'RETURNED';

/** What became of a hand-in that nothing has replaced. */
export type LastState = 'SUBMITTED' | 'ACCEPTED' | 'RETURNED';

/** What became of a hand-in. */
export type TurnState = LastState | 'CORRECTED';

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
  /** From when on the unit does not owe it, by whom and why. */
  readonly exemptedAt: Date | null;
  readonly exemptedById: string | null;
  readonly exemptReason: string | null;
}

/** One hand-in; imported ones do not tell when they were decided and count as decided when handed in. */
export interface ReportAttempt {
  readonly id: string;
  readonly submissionId: string;
  readonly attempt: number;
  readonly submittedById: string | null;
  readonly submittedAt: Date;
  readonly state: TurnState;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly returnReason: string | null;
  readonly values: Readonly<Record<string, number>>;
  readonly summary: string | null;
  readonly nextPlan: string | null;
}

export type ReportAction = 'SUBMIT' | 'CORRECT' | 'ACCEPT' | 'RETURN' | 'EXEMPT';

export const usualGraceHours = 4;
