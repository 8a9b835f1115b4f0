import { reportDue, reportExempted, reportOverdue, reportSubmitted } from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** A report that a unit owes for a period (SUP-9). */
export interface ReportFact extends Fact {
  readonly orgId: string | null;
  /** WEEKLY, MONTHLY, QUARTERLY, ANNUAL or AD_HOC. */
  readonly category: string | null;
  readonly dueAt: Moment | null;
  /** Until when it is in time. */
  readonly graceUntilAt: Moment | null;
  readonly exemptedAt: Moment | null;
}

/** How often is reported shows in what a period is called. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-W\d{2}$/, 'WEEKLY'],
  [/^\d{4}-\d{2}$/, 'MONTHLY'],
  [/^\d{4}-Q\d$/, 'QUARTERLY'],
  [/^\d{4}$/, 'ANNUAL'],
  [/^\d{4}-\d{2}-\d{2}$/, 'AD_HOC'],
];
const kindOf = (period: string): string | null => kinds.find(([form]) => form.test(period))?.[1] ?? null;

interface Owed {
  readonly orgId: string;
  readonly period: string;
  readonly dueAt?: string | null | undefined;
  readonly graceUntil?: string | null | undefined;
}

/** A limit that the event leaves open stays as it was. */
const owed = ({ orgId, period, dueAt, graceUntil }: Owed): Partial<ReportFact> => ({
  orgId,
  category: kindOf(period),
  ...(dueAt != null && { dueAt: momentOf(dueAt), graceUntilAt: momentOf(graceUntil ?? dueAt) }),
});

const ofReport = revising<ReportFact>();

export const reports: Projection<ReportFact> = {
  entity: new EntitySchema<ReportFact>({
    name: 'ReportFact',
    tableName: 'report_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      dueAt: column.moment('due_at'),
      graceUntilAt: column.moment('grace_until_at'),
      exemptedAt: column.moment('exempted_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, dueAt: null, graceUntilAt: null, exemptedAt: null }),
  clocks: [],
  reactions: [
    ...[reportDue, reportOverdue].map((contract) =>
      ofReport.when(
        contract,
        ({ submissionId }) => submissionId,
        ({ data }) => owed(data),
      ),
    ),
    ofReport.when(
      reportSubmitted,
      ({ submissionId }) => submissionId,
      ({ data }) => owed(data),
    ),
    ofReport.when(
      reportExempted,
      ({ submissionId }) => submissionId,
      ({ data, time }) => ({ ...owed(data), exemptedAt: momentOf(time) }),
    ),
  ],
};

/** One hand-in of a report; a correction is one more. */
export interface HandInFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly reportId: string | null;
  readonly attempt: number | null;
  readonly submittedAt: Moment | null;
  readonly returnedAt: Moment | null;
}

const ofHandIn = revising<HandInFact>();

export const handIns: Projection<HandInFact> = {
  entity: new EntitySchema<HandInFact>({
    name: 'HandInFact',
    tableName: 'hand_in_fact',
    columns: {
      id: column.key('id', 64),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      reportId: column.ref('report_id', { nullable: true }),
      attempt: column.integer('attempt', { nullable: true }),
      submittedAt: column.moment('submitted_at'),
      returnedAt: column.moment('returned_at'),
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    category: null,
    reportId: null,
    attempt: null,
    submittedAt: null,
    returnedAt: null,
  }),
  clocks: ['submittedAt'],
  reactions: [
    ofHandIn.when(
      reportSubmitted,
      ({ submissionId, attempt }) => `${submissionId}:${attempt}`,
      ({ data, time }) => ({
        orgId: data.orgId,
        category: kindOf(data.period),
        reportId: data.submissionId,
        attempt: data.attempt,
        submittedAt: momentOf(data.submittedAt),
        returnedAt: data.state === 'RETURNED' ? (optionalMoment(data.decidedAt) ?? momentOf(time)) : null,
      }),
    ),
  ],
};
