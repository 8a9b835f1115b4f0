import type { Foundation } from '@chengqi/office-kernel';
import { reportSubmitted } from '@chengqi/schemas/events/supervision';
import {
  type Actor,
  badInput,
  fieldsOf,
  forbidden,
  guardFailed,
  optionalText,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { AcceptReportInput, ReturnReportInput, SubmitReportInput } from '../generated/graphql.ts';
import { dueAtOf, firstDayOf } from './periods.ts';
import { isReporter } from './reporters.repository.ts';
import { ReportAttemptEntity, ReportingDutyEntity, ReportSubmissionEntity } from './reporting.entity.ts';
import type { ReportAttempt, ReportingDuty, ReportSubmission } from './reporting.ts';
import { createSchedule, expected } from './schedule.commands.ts';
import { dutyAccess, reporterRoles, submissionAccess, submissionWorkflow } from './submission.workflow.ts';

/** Reports handed in, taken or given back. */
export function createSubmissionCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const schedule = createSchedule(foundation);

  /** The unit's only report of the period (SUP-9), which a hand-in may bring before the clock does. */
  async function submissionOf(tx: Transaction, duty: ReportingDuty, { period, orgId }: SubmitReportInput) {
    const known = await tx.manager
      .getRepository(ReportSubmissionEntity)
      .findOneBy({ dutyId: duty.id, period, ownerOrgId: orgId });
    if (known) return known;
    const dueAt = dueAtOf(duty, period, await office.calendar.days());
    const row = expected(kit.ids.next('rps'), tx, duty, orgId, period, dueAt);
    await schedule.openToCollector(tx, duty, [row]);
    return tx.insert(ReportSubmissionEntity, row);
  }

  async function assertOwed(tx: Transaction, actor: Actor, duty: ReportingDuty, { orgId, period }: SubmitReportInput) {
    if (!reporterRoles.some((name) => actor.holds(name, orgId))) throw forbidden();
    if (!duty.active || !(await isReporter(tx.manager, duty.id, orgId))) {
      throw guardFailed('SUP-9', { en: 'This unit does not owe this report.', zh: '该单位无此报送任务。' });
    }
    const first = firstDayOf(duty.kind, period, await office.calendar.days());
    if (duty.kind === 'AD_HOC' ? first !== duty.dueOn : first > kit.clock.today(tx.now))
      throw badInput('period', { en: 'The period has not begun.', zh: '该期尚未开始。' });
  }

  /** The collector's word on the last hand-in. */
  const onReport = (
    request: Request,
    name: string,
    input: AcceptReportInput,
    action: 'ACCEPT' | 'RETURN',
    reasonOf: () => string | null,
  ) =>
    office.act(
      {
        ...{ request, name, input, action, id: input.submissionId },
        ...{ entity: ReportSubmissionEntity, access: submissionAccess },
        subject: async (row, tx) => {
          const duty = await tx.manager.getRepository(ReportingDutyEntity).findOneByOrFail({ id: row.dutyId });
          return { ...row, collectorOrgId: duty.ownerOrgId };
        },
      },
      async (found, { to: status }, tx) => {
        const state = action === 'ACCEPT' ? 'ACCEPTED' : 'RETURNED';
        const attempts = tx.manager.getRepository(ReportAttemptEntity);
        const last = await attempts.findOneOrFail({ where: { submissionId: found.id }, order: { attempt: 'DESC' } });
        await attempts.update({ id: last.id }, { state, decidedAt: tx.now, returnReason: reasonOf() });
        return { changes: { status }, events: [handedIn(found, { ...last, state })] };
      },
    );

  return {
    submitReport: (request: Request, input: SubmitReportInput): Promise<string> =>
      office.execute(request, 'submitReport', input, async (tx) => {
        const duty = await office.require(tx, request, ReportingDutyEntity, input.dutyId, dutyAccess);
        await assertOwed(tx, request.actor, duty, input);
        const known = await submissionOf(tx, duty, input);
        const subject = { ...known, collectorOrgId: duty.ownerOrgId };
        const expectedVersion = input.expectedVersion ?? null;
        const { to, role } = submissionWorkflow.permit(request.actor, subject, 'SUBMIT', { expectedVersion });
        const submission = await tx.update(ReportSubmissionEntity, known, { status: to });
        const fields = fieldsOf({
          values: () => valuesOf(duty, input.values),
          summary: () => optionalText('summary', input.summary, 10_000),
          nextPlan: () => optionalText('nextPlan', input.nextPlan, 10_000),
        });
        const before = await tx.manager.getRepository(ReportAttemptEntity).countBy({ submissionId: submission.id });
        const attempt: ReportAttempt = {
          ...fields,
          id: kit.ids.next('rpa'),
          submissionId: submission.id,
          attempt: before + 1,
          submittedById: request.actor.personId,
          submittedAt: tx.now,
          state: 'SUBMITTED',
          decidedAt: null,
          returnReason: null,
        };
        await tx.insert(ReportAttemptEntity, attempt);
        await tx.append(handedIn(submission, attempt), { role });
        return { id: submission.id, role };
      }),

    acceptReport: (request: Request, input: AcceptReportInput) =>
      onReport(request, 'acceptReport', input, 'ACCEPT', () => null),

    returnReport: (request: Request, input: ReturnReportInput) =>
      onReport(request, 'returnReport', input, 'RETURN', () => textOf('reason', input.reason, 2000)),
  };
}

/** Exactly the figures of the duty, none below 0. */
function valuesOf(
  { fields }: ReportingDuty,
  given: readonly { readonly key: string; readonly value: number }[],
): Record<string, number> {
  const values = new Map(given.map(({ key, value }) => [key, value]));
  const complete =
    values.size === given.length && values.size === fields.length && fields.every(({ key }) => values.has(key));
  if (!complete || given.some(({ value }) => !(value >= 0) || value > 1e12))
    throw badInput('values', { en: 'Give every figure once, none below 0.', zh: '每项数据须且仅填一次，且不得为负。' });
  return Object.fromEntries(values);
}

export const handedIn = (submission: ReportSubmission, { attempt, state, submittedAt, values }: ReportAttempt) =>
  reportSubmitted.create(submission, {
    submissionId: submission.id,
    orgId: submission.ownerOrgId,
    period: submission.period,
    attempt,
    state,
    submittedAt: submittedAt.toISOString(),
    values,
  });
