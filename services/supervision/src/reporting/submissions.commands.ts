import type { Foundation } from '@chengqi/office-kernel';
import { reportExempted, reportSubmitted } from '@chengqi/schemas/events/supervision';
import {
  type Actor,
  badInput,
  fieldsOf,
  forbidden,
  guardFailed,
  notFound,
  optionalText,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { fillGaps } from '../gaps/gaps.repository.ts';
import type {
  AcceptReportInput,
  CorrectReportInput,
  ExemptReportInput,
  ReturnReportInput,
  SubmitReportInput,
} from '../generated/graphql.ts';
import { dueAtOf, withGrace } from './periods.ts';
import { isReporter } from './reporters.repository.ts';
import { ReportAttemptEntity, ReportingDutyEntity, ReportSubmissionEntity } from './reporting.entity.ts';
import { dutyById } from './reporting.repository.ts';
import type { LastState, ReportAction, ReportAttempt, ReportingDuty, ReportSubmission } from './reporting.ts';
import { createSchedule, expected, owedFacts } from './schedule.commands.ts';
import {
  type CollectedReport,
  dutyAccess,
  reporterRoles,
  submissionAccess,
  submissionWorkflow,
} from './submission.workflow.ts';

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

  /** Read without holding it: on Fridays all units hand in to one duty at once. */
  async function dutyOf(request: Request, id: string): Promise<ReportingDuty> {
    const duty = (await office.readByIds(request, ReportingDutyEntity, [id], dutyAccess)).get(id);
    if (!duty) throw notFound('ReportingDuty');
    return duty;
  }

  async function assertOwed(tx: Transaction, actor: Actor, duty: ReportingDuty, { orgId, period }: SubmitReportInput) {
    if (!reporterRoles.some((name) => actor.holds(name, orgId))) throw forbidden();
    if (!duty.active || !(await isReporter(tx.manager, duty.id, orgId))) {
      throw guardFailed('SUP-9', { en: 'This unit does not owe this report.', zh: '该单位无此报送任务。' });
    }
    await schedule.assertBegun(tx, duty, period);
  }

  const onReport = (request: Request, name: string, input: ReportActInput, action: ReportAction) => ({
    ...{ request, name, input, action, id: input.submissionId },
    ...{ entity: ReportSubmissionEntity, access: submissionAccess },
    subject: async (row: ReportSubmission, tx: Transaction): Promise<CollectedReport> => {
      const duty = await dutyById(tx.manager, row.dutyId);
      return collected(row, duty);
    },
  });

  /** One more hand-in; what was handed in before stays. */
  async function handIn(
    tx: Transaction,
    { id: submissionId }: ReportSubmission,
    { duty, input, by, attempt }: HandIn,
  ): Promise<HandedIn> {
    const fields = fieldsOf({
      values: () => valuesOf(duty, input.values),
      summary: () => optionalText('summary', input.summary, 10_000),
      nextPlan: () => optionalText('nextPlan', input.nextPlan, 10_000),
    });
    return tx.insert<HandedIn>(ReportAttemptEntity, {
      ...{ ...fields, id: kit.ids.next('rpa'), submissionId, attempt, submittedById: by, submittedAt: tx.now },
      ...{ state: 'SUBMITTED', decidedAt: null, decidedById: null, returnReason: null },
    });
  }

  /** The collector's word on the last hand-in. */
  const decide = (
    request: Request,
    name: string,
    input: AcceptReportInput,
    action: 'ACCEPT' | 'RETURN',
    reasonOf: () => string | null,
  ) =>
    office.act(onReport(request, name, input, action), async (found, { to: status, by: decidedById }, tx) => {
      const state = action === 'ACCEPT' ? 'ACCEPTED' : 'RETURNED';
      const last = await lastTurn(tx, found.id);
      const decision = { state, decidedAt: tx.now, decidedById, returnReason: reasonOf() } as const;
      await tx.manager.getRepository(ReportAttemptEntity).update({ id: last.id }, decision);
      return { changes: { status }, events: [handedIn(found, found, { ...last, ...decision })] };
    });

  return {
    submitReport: async (request: Request, input: SubmitReportInput): Promise<string> => {
      const duty = await dutyOf(request, input.dutyId);
      return office.execute(request, 'submitReport', input, async (tx) => {
        await assertOwed(tx, request.actor, duty, input);
        const known = await submissionOf(tx, duty, input);
        const subject = collected(known, duty);
        const expectedVersion = input.expectedVersion ?? null;
        const { to, role } = submissionWorkflow.permit(request.actor, subject, 'SUBMIT', { expectedVersion });
        const submission = await tx.update(ReportSubmissionEntity, known, { status: to });
        const before = await tx.manager.getRepository(ReportAttemptEntity).countBy({ submissionId: submission.id });
        const by = request.actor.personId;
        const handed = await handIn(tx, submission, { duty, input, by, attempt: before + 1 });
        await tx.append(handedIn(submission, duty, handed), { role });
        // What is in time leaves no gap that it could fill.
        if (tx.now > submission.dueAt)
          await fillGaps(foundation, tx, reported(submission), [{ sourceId: submission.id, at: tx.now }]);
        return { id: submission.id, role };
      });
    },

    correctReport: (request: Request, input: CorrectReportInput): Promise<string> =>
      office.act(onReport(request, 'correctReport', input, 'CORRECT'), async (found, { to: status, by }, tx) => {
        const duty = await dutyById(tx.manager, found.dutyId);
        const last = await lastTurn(tx, found.id);
        const handed = await handIn(tx, found, { duty, input, by, attempt: last.attempt + 1 });
        await tx.manager.getRepository(ReportAttemptEntity).update({ id: last.id }, { state: 'CORRECTED' });
        const was = { values: last.values, summary: last.summary, nextPlan: last.nextPlan };
        return { changes: { status }, events: [handedIn(found, duty, handed)], was };
      }),

    exemptReport: (request: Request, input: ExemptReportInput): Promise<string> =>
      office.act(onReport(request, 'exemptReport', input, 'EXEMPT'), (found, { to: status, by, at }) => {
        const exemptReason = textOf('reason', input.reason, 2000);
        const changes = { status, exemptedAt: at, exemptedById: by, exemptReason };
        return { changes, events: [reportExempted.create(found, owedFacts(found, found))], reason: exemptReason };
      }),

    acceptReport: (request: Request, input: AcceptReportInput) =>
      decide(request, 'acceptReport', input, 'ACCEPT', () => null),

    returnReport: (request: Request, input: ReturnReportInput) =>
      decide(request, 'returnReport', input, 'RETURN', () => textOf('reason', input.reason, 2000)),
  };
}

interface ReportActInput {
  readonly submissionId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface HandIn {
  readonly duty: ReportingDuty;
  readonly input: Pick<SubmitReportInput, 'values' | 'summary' | 'nextPlan'>;
  readonly by: string | null;
  readonly attempt: number;
}

const collected = (row: ReportSubmission, { ownerOrgId, graceHours }: ReportingDuty): CollectedReport => ({
  ...row,
  collectorOrgId: ownerOrgId,
  graceHours,
});

const lastTurn = ({ manager }: Transaction, submissionId: string): Promise<ReportAttempt> =>
  manager
    .getRepository<ReportAttempt>(ReportAttemptEntity)
    .findOneOrFail({ where: { submissionId }, order: { attempt: 'DESC' } });

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

const reported = ({ dutyId, ownerOrgId: cellId, period }: ReportSubmission) => ({
  ...{ kind: 'REPORT' as const, cellId },
  report: { dutyId, period },
});

/** A hand-in as it is told of; that it replaced another one is told by its number. */
type HandedIn = ReportAttempt & { readonly state: LastState };

export const handedIn = (
  submission: ReportSubmission,
  duty: Pick<ReportingDuty, 'graceHours'>,
  { attempt, state, submittedAt, decidedAt, values }: HandedIn,
) =>
  reportSubmitted.create(submission, {
    submissionId: submission.id,
    orgId: submission.ownerOrgId,
    period: submission.period,
    attempt,
    state,
    submittedAt: submittedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    dueAt: submission.dueAt.toISOString(),
    graceUntil: withGrace(submission.dueAt, duty.graceHours).toISOString(),
    values,
  });
