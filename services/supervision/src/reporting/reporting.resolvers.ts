import { actionFields, mapConnection, notFound, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { submissionMatrix } from './matrix.repository.ts';
import { unitsPage } from './reporters.repository.ts';
import { ReportSubmissionEntity } from './reporting.entity.ts';
import { dueOf, dutyById, owedBy, submissionOfCell, visibleDuties } from './reporting.repository.ts';
import type { ReportingDuty, ReportSubmission } from './reporting.ts';
import { standingOf, submissionAccess, submissionWorkflow } from './submission.workflow.ts';
import { reportSums } from './sums.repository.ts';

/** The report when the viewer may see it. */
async function submission({ office, ...context }: Context, id: string) {
  return (await office.readByIds(context, ReportSubmissionEntity, [id], submissionAccess)).get(id) ?? null;
}

async function changed(context: Context, id: Promise<string>) {
  const found = await submission(context, await id);
  if (!found) throw notFound('ReportSubmission');
  return { submission: found };
}

const laidDown = async ({ kit }: Context, id: Promise<string>) => ({ duty: await dutyById(kit.db.read, await id) });

async function loadedDuty({ reportDuties }: Context['loaders'], id: string): Promise<ReportingDuty> {
  const duty = await reportDuties.load(id);
  if (!duty) throw notFound('ReportingDuty');
  return duty;
}

export const reportingResolvers = {
  Query: {
    reportingDuties: (_, __, context) => visibleDuties(context, context).getMany(),
    submissionMatrix: (_, args, context) => submissionMatrix(context, context, args),
    reportSums: (_, args, context) => reportSums(context, context, args),
    reportSubmission: async (_, { dutyId, orgId, period }, context) => {
      const cell = { dutyId, ownerOrgId: orgId, period };
      const found = await submissionOfCell(context.kit.db.read, cell);
      return found && submission(context, found.id);
    },
  },
  Mutation: {
    defineReportingDuty: (_, { input }, context) =>
      laidDown(context, context.duties.defineReportingDuty(context, input)),
    addDutyReporters: (_, { input }, context) => laidDown(context, context.duties.addDutyReporters(context, input)),
    removeDutyReporters: (_, { input }, context) =>
      laidDown(context, context.duties.removeDutyReporters(context, input)),
    submitReport: (_, { input }, context) => changed(context, context.submissions.submitReport(context, input)),
    correctReport: (_, { input }, context) => changed(context, context.submissions.correctReport(context, input)),
    exemptReport: (_, { input }, context) => changed(context, context.submissions.exemptReport(context, input)),
    acceptReport: (_, { input }, context) => changed(context, context.submissions.acceptReport(context, input)),
    returnReport: (_, { input }, context) => changed(context, context.submissions.returnReport(context, input)),
  },
  ReportingDuty: {
    __resolveReference: ({ id }, { loaders }) => loaders.duties.load(id),
    collector: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    reporters: async (duty, page, context) =>
      mapConnection(await unitsPage(context, context, { duty }, page), ({ id }) => reference('Org', id)),
    dueRule: ({ kind, dueDay, dueOn, dueTime }) => ({
      weekday: kind === 'WEEKLY' ? dueDay : null,
      dayOfMonth: kind === 'WEEKLY' ? null : dueDay,
      on: dueOn,
      time: dueTime,
    }),
    dueAt: (duty, { period }, context) => dueOf(context, duty, period),
  },
  Org: {
    reportsDue: ({ id }, page, context) =>
      context.office.page(context, owedBy(context, id), submissionAccess, { ...page, orderBy: { dueAt: 'ASC' } }),
  },
  ReportField: { aggregate: ({ aggregate = 'SUM' }) => aggregate },
  SubmissionRow: { org: ({ orgId }) => reference('Org', orgId) },
  ReportSubmission: {
    duty: ({ dutyId }, _, { loaders }) => loadedDuty(loaders, dutyId),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    state: ({ status }) => status,
    standing: async ({ id, dutyId, dueAt, exemptedAt }, _, { loaders, kit }) => {
      const [turns, { graceHours }] = await Promise.all([loaders.reportTurns.load(id), loadedDuty(loaders, dutyId)]);
      return standingOf(turns, { dueAt, exemptedAt, graceHours }, kit.clock.now());
    },
    attempts: ({ id }, _, { loaders }) => loaders.reportTurns.load(id),
    urges: ({ id }, _, { loaders }) => loaders.reportUrges.load(id),
    exemptedBy: ({ exemptedById }) => reference('Person', exemptedById),
    ...actionFields(submissionWorkflow, async (report: ReportSubmission, { loaders }: Context) => {
      const { ownerOrgId: collectorOrgId, graceHours } = await loadedDuty(loaders, report.dutyId);
      return { ...report, collectorOrgId, graceHours };
    }),
  },
  ReportAttempt: {
    submittedBy: ({ submittedById }) => reference('Person', submittedById),
    decidedBy: ({ decidedById }) => reference('Person', decidedById),
    values: ({ values }) => Object.entries(values).map(([key, value]) => ({ key, value })),
  },
} satisfies Resolvers;
