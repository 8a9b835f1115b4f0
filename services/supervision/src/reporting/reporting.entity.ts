import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type {
  DutyReporter,
  ReportAttempt,
  ReportingDuty,
  ReportPeriod,
  ReportSubmission,
  ReportUrge,
} from './reporting.ts';

const optional = { nullable: true };

const life = () => ({
  id: column.id(),
  version: column.integer('version'),
  ownerOrgId: column.ref('owner_org_id'),
  secrecyLevel: column.code('secrecy_level', 16),
  createdAt: column.instant('created_at'),
  updatedAt: column.instant('updated_at'),
});

export const ReportingDutyEntity = new EntitySchema<ReportingDuty>({
  name: 'ReportingDuty',
  tableName: 'reporting_duties',
  columns: {
    ...life(),
    name: column.text('name', 100),
    kind: column.code('kind', 16),
    dueDay: column.integer('due_day', optional),
    dueOn: column.day('due_on', optional),
    dueTime: column.code('due_time', 5),
    fields: column.json('fields'),
    graceHours: column.integer('grace_hours'),
    active: column.bool('active'),
    nextPeriod: column.code('next_period', 16, optional),
    opensAt: column.instant('opens_at', optional),
  },
  indices: [
    { name: 'reporting_duties_name', columns: ['ownerOrgId', 'name'], unique: true },
    { name: 'reporting_duties_opening', columns: ['opensAt', 'id'] },
  ],
});

export const ReportPeriodEntity = new EntitySchema<ReportPeriod>({
  name: 'ReportPeriod',
  tableName: 'report_periods',
  columns: {
    id: column.id(),
    dutyId: column.ref('duty_id'),
    period: column.code('period', 16),
    dueAt: column.instant('due_at'),
    openedAt: column.instant('opened_at'),
    complete: column.bool('complete'),
    turn: column.integer('turn'),
    nextAt: column.instant('next_at', optional),
  },
  indices: [
    { name: 'report_periods_period', columns: ['dutyId', 'period'], unique: true },
    { name: 'report_periods_incomplete', columns: ['complete', 'id'] },
    { name: 'report_periods_next', columns: ['nextAt', 'id'] },
  ],
});

export const ReportUrgeEntity = new EntitySchema<ReportUrge>({
  name: 'ReportUrge',
  tableName: 'report_urges',
  columns: {
    id: column.id(),
    submissionId: column.ref('submission_id'),
    moment: column.code('moment', 16),
    at: column.instant('at'),
  },
  indices: [{ name: 'report_urges_moment', columns: ['submissionId', 'moment'], unique: true }],
});

export const DutyReporterEntity = new EntitySchema<DutyReporter>({
  name: 'DutyReporter',
  tableName: 'duty_reporters',
  columns: { dutyId: column.key('duty_id'), orgId: column.key('org_id') },
});

export const ReportSubmissionEntity = new EntitySchema<ReportSubmission>({
  name: 'ReportSubmission',
  tableName: 'report_submissions',
  columns: {
    ...life(),
    status: column.code('status', 16),
    dutyId: column.ref('duty_id'),
    period: column.code('period', 16),
    dueAt: column.instant('due_at'),
    exemptedAt: column.instant('exempted_at', optional),
    exemptedById: column.ref('exempted_by_id', optional),
    exemptReason: column.longText('exempt_reason', optional),
  },
  indices: [
    { name: 'report_submissions_cell', columns: ['dutyId', 'period', 'ownerOrgId'], unique: true },
    { name: 'report_submissions_owed', columns: ['ownerOrgId', 'status', 'dueAt', 'id'] },
    { name: 'report_submissions_due', columns: ['dueAt', 'ownerOrgId'] },
  ],
});

export const ReportAttemptEntity = new EntitySchema<ReportAttempt>({
  name: 'ReportAttempt',
  tableName: 'report_attempts',
  columns: {
    id: column.id(),
    submissionId: column.ref('submission_id'),
    attempt: column.integer('attempt'),
    submittedById: column.ref('submitted_by_id', optional),
    submittedAt: column.instant('submitted_at'),
    state: column.code('state', 16),
    decidedAt: column.instant('decided_at', optional),
    decidedById: column.ref('decided_by_id', optional),
    returnReason: column.longText('return_reason', optional),
    values: column.json('values_given'),
    summary: column.longText('summary', optional),
    nextPlan: column.longText('next_plan', optional),
  },
  indices: [
    { name: 'report_attempts_turn', columns: ['submissionId', 'attempt'], unique: true },
    { name: 'report_attempts_submitted', columns: ['submittedAt'] },
  ],
});
