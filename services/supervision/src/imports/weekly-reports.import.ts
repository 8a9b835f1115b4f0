import { cell, defineImport, type Foundation, type ImportContext } from '@chengqi/office-kernel';
import { duplicate, type Transaction } from '@chengqi/service-kit';
import { blankDuty } from '../reporting/duties.commands.ts';
import { dueAtOf, weekly } from '../reporting/periods.ts';
import { addReporters, isReporter } from '../reporting/reporters.repository.ts';
import { ReportAttemptEntity, ReportingDutyEntity, ReportSubmissionEntity } from '../reporting/reporting.entity.ts';
import { type LastState, type ReportingDuty, type ReportSubmission, usualGraceHours } from '../reporting/reporting.ts';
import { createSchedule, expected } from '../reporting/schedule.commands.ts';
import { handedIn } from '../reporting/submissions.commands.ts';

const name = '周报';
const fields = [
  { key: 'cases_handled', label: '办理事项（件）' },
  { key: 'hazards_found', label: '排查隐患（处）' },
  { key: 'funds_wan', label: '落实资金（万元）' },
];

/** Duties that rows of the batch told of. */
const toldOf = (memo: ImportContext['memo']): Promise<Map<string, ReportingDuty>> =>
  memo('duties', async () => new Map());

/** weekly_reports.csv: hand-ins to the head of the unit's line; who ever handed in is one of its reporters, and owed each week. */
export function createWeeklyReportImport(foundation: Foundation) {
  const { kit, office } = foundation;
  const schedule = createSchedule(foundation);

  async function dutyOf(tx: Transaction, orgId: string): Promise<ReportingDuty> {
    const ownerOrgId = office.orgs.tree.rootOf(orgId);
    const known = await tx.manager.getRepository(ReportingDutyEntity).findOneBy({ ownerOrgId, name });
    const laid = { ...weekly, ownerOrgId, name, graceHours: usualGraceHours, active: true };
    const duty =
      known ?? (await tx.insert(ReportingDutyEntity, blankDuty(foundation, tx, { ...laid, fields: [...fields] })));
    if (!(await isReporter(tx.manager, duty.id, orgId))) await addReporters(foundation, tx, duty.id, [orgId]);
    return duty;
  }

  /** Its state is that of the last hand-in, in whichever order they come. */
  async function submissionOf(
    tx: Transaction,
    duty: ReportingDuty,
    cellOf: { readonly orgId: string; readonly period: string; readonly dueAt: Date },
    { attempt, state }: { readonly attempt: number; readonly state: LastState },
  ): Promise<ReportSubmission> {
    const { orgId, period, dueAt } = cellOf;
    const submissions = tx.manager.getRepository(ReportSubmissionEntity);
    const known = await submissions.findOneBy({ dutyId: duty.id, period, ownerOrgId: orgId });
    if (!known) {
      const first = expected(kit.ids.next('rps'), tx, duty, orgId, period, dueAt);
      return tx.insert(ReportSubmissionEntity, { ...first, status: state });
    }
    const turns = await tx.manager.getRepository(ReportAttemptEntity).findBy({ submissionId: known.id });
    const same = turns.find((turn) => turn.attempt === attempt);
    if (same) throw duplicate(same.id, { en: 'This hand-in is stored already.', zh: '该次报送已存在。' });
    const isLast = turns.every((turn) => turn.attempt < attempt);
    return isLast ? tx.update(ReportSubmissionEntity, known, { status: state }) : known;
  }

  return defineImport({
    act: 'importWeeklyReports',
    kind: 'fact',
    key: 'submission_no',
    cells: {
      submission_no: cell.key(),
      org_code: cell.org({ required: true }),
      period: cell.code({ required: true, max: 8 }),
      attempt: cell.int({ required: true, min: 1, max: 100 }),
      submitted_by: cell.person(),
      submitted_at: cell.instant({ required: true }),
      state: cell.enumeration(['SUBMITTED', 'ACCEPTED', 'RETURNED'], { required: true }),
      return_reason: cell.text(),
      cases_handled: cell.int({ min: 0 }),
      hazards_found: cell.int({ min: 0 }),
      funds_wan: cell.number({ min: 0 }),
      summary: cell.text({ max: 10_000 }),
      next_plan: cell.text({ max: 10_000 }),
    },
    async apply(tx, row, { memo }) {
      const dueAt = dueAtOf(weekly, row.period, await office.calendar.days());
      const duty = await dutyOf(tx, row.org_code);
      const submission = await submissionOf(tx, duty, { orgId: row.org_code, period: row.period, dueAt }, row);
      const { cases_handled, hazards_found, funds_wan } = row;
      const attempt = {
        id: kit.ids.next('rpa'),
        submissionId: submission.id,
        attempt: row.attempt,
        submittedById: row.submitted_by,
        submittedAt: row.submitted_at,
        state: row.state,
        decidedAt: row.state === 'SUBMITTED' ? null : row.submitted_at,
        decidedById: null,
        returnReason: row.return_reason,
        values: withoutBlanks({ cases_handled, hazards_found, funds_wan }),
        summary: row.summary,
        nextPlan: row.next_plan,
      };
      await tx.insert(ReportAttemptEntity, attempt);
      await tx.append(handedIn(submission, duty, attempt));
      (await toldOf(memo)).set(duty.id, duty);
      return undefined;
    },
    async finish(tx, { memo }) {
      for (const duty of (await toldOf(memo)).values()) await schedule.expectOfAll(tx, duty);
    },
  });
}

/** A blank figure was not reported; it is no 0. */
const withoutBlanks = (values: Record<string, number | null>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
