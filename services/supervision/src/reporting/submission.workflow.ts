import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { type Doer, defineWorkflow, role } from '@chengqi/service-kit';
import { withGrace } from './periods.ts';
import type { ReportAction, ReportAttempt, ReportState, ReportSubmission } from './reporting.ts';

/** A report with the organisation that collects it. */
export interface CollectedReport extends ReportSubmission {
  readonly collectorOrgId: string;
  readonly graceHours: number;
}

type Who = Doer<CollectedReport>;
const ofCollector = { of: ({ collectorOrgId }: CollectedReport) => collectorOrgId };
const director: Who = role('OFFICE_DIRECTOR', ofCollector);
const collectors: Who[] = [role('SUPERVISOR', ofCollector), director];
const units: Who[] = [role('ORG_HEAD'), role('HANDLER')];

const wording = { states: words.values.ReportState, actions: words.values.ReportAction };

export const submissionWorkflow = defineWorkflow<CollectedReport, ReportState, ReportAction>(wording, [
  { from: 'EXPECTED', action: 'SUBMIT', to: 'SUBMITTED', roles: units },
  { from: 'RETURNED', action: 'SUBMIT', to: 'SUBMITTED', roles: units },
  { from: 'SUBMITTED', action: 'CORRECT', to: 'SUBMITTED', roles: units },
  { from: 'SUBMITTED', action: 'ACCEPT', to: 'ACCEPTED', roles: collectors },
  { from: 'SUBMITTED', action: 'RETURN', to: 'RETURNED', roles: collectors },
  { from: 'EXPECTED', action: 'EXEMPT', to: 'EXEMPTED', roles: [director] },
]);

/** Roles that may hand in for a unit. */
export const reporterRoles = ['ORG_HEAD', 'HANDLER'] as const;
export const submissionAccess: Access<CollectedReport, ReportState, ReportAction> = {
  type: 'ReportSubmission',
  roles: submissionWorkflow.roles,
  workflow: submissionWorkflow,
};
export const dutyAccess = { type: 'ReportingDuty', roles: ['OFFICE_DIRECTOR', 'SUPERVISOR'] } as const;

export type SubmissionState = 'EXPECTED' | 'EXEMPTED' | 'ON_TIME' | 'LATE' | 'RETURNED' | 'MISSING';

interface Owed extends Pick<ReportSubmission, 'dueAt' | 'exemptedAt'> {
  readonly graceHours: number;
}

/** How a unit stood at a moment: punctual by its first hand-in, unless the last one was given back. */
export function standingOf(
  attempts: readonly Pick<ReportAttempt, 'submittedAt' | 'attempt' | 'state' | 'decidedAt'>[],
  { dueAt, exemptedAt, graceHours }: Owed,
  asOf: Date,
): SubmissionState {
  if (exemptedAt !== null && exemptedAt <= asOf) return 'EXEMPTED';
  const limit = withGrace(dueAt, graceHours);
  const known = attempts.filter(({ submittedAt }) => submittedAt <= asOf).toSorted((a, b) => a.attempt - b.attempt);
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return asOf > limit ? 'MISSING' : 'EXPECTED';
  if (last.state === 'RETURNED' && (last.decidedAt ?? last.submittedAt) <= asOf) return 'RETURNED';
  return first.submittedAt <= limit ? 'ON_TIME' : 'LATE';
}
