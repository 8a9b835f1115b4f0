import { foldedCode } from '@chengqi/office-kernel';
import { actionFields, badInput, loadChanged, type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { HazardDimension, HazardFilter, HazardOrder, HazardState } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import {
  amongHazards,
  countAtSite,
  duplicatesQuery,
  findPassedRechecks,
  type HazardConditions,
  hazardDimensions,
  hazardQuery,
  narrowHazards,
  restrictionQuery,
} from './hazard.repository.ts';
import {
  type Hazard,
  type HazardCategory,
  type HazardLevel,
  type HazardPartCount,
  type HazardSourceType,
  type HazardStatus,
  isOverdue,
  isRegulatorReportLate,
  restrictsSite,
} from './hazard.ts';
import { hazardAccess, hazardWorkflow } from './hazard.workflow.ts';
import { belowOrg, boardOf } from './hazard-board.repository.ts';

/** A changed hazard as the payload of its mutation. */
const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  hazard: await loadChanged(loaders.hazards, id),
});

/** Hazards for a figure of what the viewer may see. */
const seen = (context: Context) =>
  context.office.counted(context, hazardQuery(context.kit.db.read), hazardAccess, 'visible');

/** What figures may count. */
const countable = (context: Context) => context.office.counted(context, hazardQuery(context.kit.db.read), hazardAccess);

const mostAsked = 200;

const sourceTypes = {
  SupervisionItem: 'SUPERVISION_ITEM',
  StaffReport: 'STAFF_REPORT',
  ServiceCase: 'SERVICE_CASE',
  Call: 'CALL',
  Finding: 'FINDING',
} as const satisfies Record<HazardSourceType, string>;

interface HazardPage extends PageArguments {
  readonly state?: HazardState | null | undefined;
}

/** One page of the hazards that the conditions leave, newest first. */
const pageOf = (context: Context, query: ReturnType<typeof hazardQuery>, page: PageArguments) =>
  context.office.page(context, query, hazardAccess, { ...page, orderBy: { reportedAt: 'DESC' } });

const orders = {
  REPORTED_DESC: { reportedAt: 'DESC' },
  REPORTED_ASC: { reportedAt: 'ASC' },
  DUE_ASC: { dueAt: 'ASC' },
  DUE_DESC: { dueAt: 'DESC' },
} as const satisfies Record<HazardOrder, object>;

/** What a filter means here. */
function conditionsOf({ office, viewer }: Context, filter: HazardFilter): HazardConditions {
  const { dueOn, responsibleOrgId, mine, search: _, ...conditions } = filter;
  const responsible = responsibleOrgId == null ? null : office.orgs.within('h.responsible_org_id', responsibleOrgId);
  const partOf = mine ? (viewer.personId ?? '') : null;
  const byUnit = responsible?.few;
  return { ...conditions, responsible, byUnit, partOf, dueOn: dueOn && office.calendar.endsOn(dueOn) };
}

const queryOf = (context: Context, filter: HazardFilter) =>
  narrowHazards(hazardQuery(context.kit.db.read), conditionsOf(context, filter), context.kit.clock.now());

const uncounted = { state: null, level: null, category: null, orgId: null };

async function counts(context: Context, by: HazardDimension, where: HazardFilter): Promise<HazardPartCount[]> {
  const among = amongHazards(conditionsOf(context, where));
  const rows = await context.office.countBy(context, queryOf(context, where), hazardAccess, {
    ...{ by: hazardDimensions[by], among, search: where.search },
  });
  return rows.map(({ value, count }) => {
    const part = { ...uncounted, count };
    if (by === 'STATE') return { ...part, state: value as HazardStatus };
    if (by === 'LEVEL') return { ...part, level: value as HazardLevel | null };
    return by === 'ORG' ? { ...part, orgId: value as string | null } : { ...part, category: value as HazardCategory };
  });
}

export const hazardResolvers = {
  Query: {
    hazard: (_, { id }, { loaders }) => loaders.hazards.load(id),
    /** Nearest of those the viewer may read: a hidden one of the same number stands before none. */
    hazardByCode: async (_, { orgId, code }, context) => {
      const upward = [orgId, ...context.office.orgs.ancestors(orgId)];
      const query = hazardQuery(context.kit.db.read);
      query.where('h.ownerOrgId IN (:...upward) AND h.code = :code', { upward, code: foldedCode(code) });
      const found = await context.office.list(context, query, hazardAccess);
      return upward.flatMap((id) => found.filter(({ ownerOrgId }) => ownerOrgId === id)).at(0) ?? null;
    },
    hazards: (_, { where, orderBy, ...page }, context) =>
      context.office.page(context, queryOf(context, where ?? {}), hazardAccess, {
        ...page,
        search: where?.search,
        orderBy: orders[orderBy ?? 'REPORTED_DESC'],
      }),
    hazardCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
    hazardBoard: async (_, { orgId, asOf }, context) =>
      boardOf(belowOrg(context.office, await countable(context), orgId), asOf ?? context.kit.clock.now()),
    passedRechecks: async (_, { orgId, hazardCodes }, context) => {
      if (hazardCodes.length > mostAsked)
        throw badInput('hazardCodes', { en: `at most ${mostAsked}`, zh: `最多${mostAsked}个` });
      return findPassedRechecks(belowOrg(context.office, await countable(context), orgId), hazardCodes.map(foldedCode));
    },
    siteRestrictions: (_, { orgId, ...page }, context) =>
      pageOf(
        context,
        restrictionQuery(
          context.kit.db.read,
          orgId == null ? null : context.office.orgs.within('h.site_org_id', orgId),
        ),
        page,
      ),
    siteSafety: async (_, { siteId }, context) => {
      const { db, clock } = context.kit;
      if (!(await context.office.sites.find(db.read, siteId))) return null;
      return countAtSite(await seen(context), siteId, clock.now());
    },
  },
  Mutation: {
    startHazardSequence: async (_, { input }, context) => ({
      nextSerial: await context.reporting.startHazardSequence(context, input),
    }),
    reportHazard: (_, { input }, context) => payload(context, context.reporting.report(context, input)),
    confirmHazard: (_, { input }, context) => payload(context, context.reporting.confirm(context, input)),
    dismissHazard: (_, { input }, context) => payload(context, context.reporting.dismiss(context, input)),
    listHazard: (_, { input }, context) => payload(context, context.reporting.list(context, input)),
    extendDeadline: (_, { input }, context) => payload(context, context.reporting.extendDeadline(context, input)),
    recordHazardNotices: (_, { input }, context) => payload(context, context.reporting.recordNotices(context, input)),
    fixOnSpot: (_, { input }, context) => payload(context, context.rectification.fixOnSpot(context, input)),
    submitPlan: (_, { input }, context) => payload(context, context.rectification.submitPlan(context, input)),
    approvePlan: (_, { input }, context) => payload(context, context.rectification.approvePlan(context, input)),
    submitRectification: (_, { input }, context) =>
      payload(context, context.rectification.submitRectification(context, input)),
    recheckHazard: (_, { input }, context) => payload(context, context.rectification.recheck(context, input)),
    reopenHazard: (_, { input }, context) => payload(context, context.rectification.reopen(context, input)),
  },
  ReportHazardPayload: {
    duplicateCandidates: ({ hazard }, _, context) =>
      context.office.list(context, duplicatesQuery(context.kit.db.read, hazard), hazardAccess),
  },
  Hazard: {
    __resolveReference: ({ id }, { loaders }) => loaders.hazards.load(id),
    state: ({ status }) => status,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }, _, { office }) => office.calendar.lastDayOf(originalDueAt),
    site: ({ siteId }) => reference('Site', siteId),
    sourceType: ({ sourceType }) => sourceTypes[sourceType],
    sourceItem: ({ sourceType, sourceId }) =>
      sourceType === 'SupervisionItem' ? reference('SupervisionItem', sourceId) : null,
    reportedIn: ({ sourceType, sourceId }) =>
      sourceId !== null && (sourceType === 'ServiceCase' || sourceType === 'Call')
        ? { __typename: sourceType, id: sourceId }
        : null,
    finding: async ({ sourceType, sourceId }, _, { loaders }) =>
      sourceType === 'Finding' && sourceId !== null ? loaders.visibleFindings.load(sourceId) : null,
    reportedBy: ({ anonymous, reporterId }) => (anonymous ? null : reference('Person', reporterId)),
    confirmedBy: ({ confirmedById }) => reference('Person', confirmedById),
    responsibleOrg: ({ responsibleOrgId }) => reference('Org', responsibleOrgId),
    overdue: (hazard, _, { kit }) => isOverdue(hazard, kit.clock.now()),
    listedBy: ({ listedById }) => reference('Person', listedById),
    rechecker: ({ recheckerId }) => reference('Person', recheckerId),
    rectifications: ({ id }, _, { loaders }) => loaders.rectifications.load(id),
    rechecks: ({ id }, _, { loaders }) => loaders.rechecks.load(id),
    recurrenceOf: ({ recurrenceOfId }, _, { loaders }) =>
      recurrenceOfId === null ? null : loaders.hazards.load(recurrenceOfId),
    regulatorReportLate: (hazard, _, { kit }) => isRegulatorReportLate(hazard, kit.clock.now()),
    restrictsSite,
    imported: ({ importedAt }) => importedAt !== null,
    ...actionFields(hazardWorkflow, (hazard: Hazard, { kit }: Context) => ({ ...hazard, at: kit.clock.now() })),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  HazardPartCount: { org: ({ orgId }) => reference('Org', orgId) },
  HazardOrigin: { __resolveType: ({ __typename }) => __typename },
  ServiceCase: {
    __resolveReference: (known) => known,
    hazard: ({ id }, _, { loaders }) => loaders.hazardsOfSource.load(id),
  },
  Org: {
    hazards: ({ id }, { state, ...page }: HazardPage, context) =>
      pageOf(
        context,
        narrowHazards(
          belowOrg(context.office, hazardQuery(context.kit.db.read), id),
          { state, byUnit: context.office.orgs.within('h.owner_org_id', id).few },
          context.kit.clock.now(),
        ),
        page,
      ),
  },
  Site: {
    __resolveReference: (known) => known,
    hazards: ({ id: siteId }, { state, ...page }: HazardPage, context) =>
      pageOf(
        context,
        narrowHazards(hazardQuery(context.kit.db.read), { siteId, state }, context.kit.clock.now()),
        page,
      ),
  },
  RectificationPlan: {
    responsible: ({ responsibleId }) => reference('Person', responsibleId),
    submittedBy: ({ submittedById }) => reference('Person', submittedById),
    approvedBy: ({ approvedById }) => reference('Person', approvedById),
  },
  Rectification: {
    by: ({ byId }) => reference('Person', byId),
  },
  Recheck: {
    by: ({ byId }) => reference('Person', byId),
  },
  SiteRestriction: {
    site: ({ siteId }) => reference('Site', siteId),
    hazard: (hazard) => hazard,
    interimControls: ({ plan, earlierPlans }) => (plan ?? earlierPlans.at(-1))?.interimControls ?? null,
    since: ({ stoppedAt, updatedAt }) => stoppedAt ?? updatedAt,
  },
  SiteSafety: {
    site: ({ siteId }) => reference('Site', siteId),
  },
} satisfies Resolvers;
