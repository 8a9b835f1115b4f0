import { badInput, connection, type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { HazardState, Resolvers } from '../generated/graphql.ts';
import {
  countAtSite,
  duplicatesQuery,
  findPassedRechecks,
  hazardQuery,
  narrowHazards,
  restrictionQuery,
} from './hazard.repository.ts';
import { type HazardSourceType, isOverdue, isRegulatorReportLate, restrictsSite } from './hazard.ts';
import { belowOrg, boardOf } from './hazard-board.ts';
import { hazardReading } from './hazard-ledger.ts';

const visible = ({ office, viewer }: Context) => office.visible(viewer, { alias: 'h', roles: hazardReading.roles });

/** A changed hazard as the payload of its mutation; who may act may see. */
const payload = async (context: Context, id: Promise<string>) => {
  const hazard = await context.loaders.hazards.clearAll().load(await id);
  if (!hazard) throw new Error('the hazard went out of sight of who changed it');
  return { hazard };
};

const seen = (context: Context) => {
  const rule = visible(context);
  return hazardQuery(context.kit.db.read).where(rule.sql, rule.params);
};

/** What figures may count. */
const countable = ({ kit, office, viewer }: Context) => {
  const rule = office.countable(viewer, { alias: 'h', roles: hazardReading.roles });
  return hazardQuery(kit.db.read).where(rule.sql, rule.params);
};

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

const newestFirst = { alias: 'h', orderBy: { column: 'h.reportedAt', direction: 'DESC' } } as const;

export const hazardResolvers = {
  Query: {
    hazard: (_, { id }, { loaders }) => loaders.hazards.load(id),
    hazardByCode: async (_, { orgId, code }, { kit, office, loaders }) => {
      const upward = [orgId, ...office.orgs.ancestors(orgId)];
      const found = await hazardQuery(kit.db.read)
        .where('h.ownerOrgId IN (:...upward) AND h.code = :code', { upward, code })
        .getMany();
      const nearest = upward.flatMap((id) => found.filter(({ ownerOrgId }) => ownerOrgId === id)).at(0);
      return nearest ? loaders.hazards.load(nearest.id) : null;
    },
    hazards: (_, { where, ...page }, context) =>
      connection(narrowHazards(seen(context), where ?? {}, context.kit.clock.now()), page, newestFirst),
    hazardBoard: (_, { orgId, asOf }, context) =>
      boardOf(() => belowOrg(countable(context), orgId), asOf ?? context.kit.clock.now()),
    passedRechecks: async (_, { orgId, hazardCodes }, context) => {
      if (hazardCodes.length > mostAsked)
        throw badInput('hazardCodes', { en: `at most ${mostAsked}`, zh: `最多${mostAsked}个` });
      return findPassedRechecks(belowOrg(countable(context), orgId), hazardCodes);
    },
    siteRestrictions: (_, { orgId, ...page }, context) => {
      const rule = visible(context);
      const query = restrictionQuery(context.kit.db.read, orgId).andWhere(rule.sql, rule.params);
      return connection(query, page, newestFirst);
    },
    siteSafety: async (_, { siteId }, context) => {
      const { db, clock } = context.kit;
      if (!(await context.office.sites.find(db.read, siteId))) return null;
      return countAtSite(seen(context), siteId, clock.now());
    },
  },
  Mutation: {
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
    duplicateCandidates: ({ hazard }, _, context) => {
      const rule = visible(context);
      return duplicatesQuery(context.kit.db.read, hazard).andWhere(rule.sql, rule.params).getMany();
    },
  },
  Hazard: {
    __resolveReference: ({ id }, { loaders }) => loaders.hazards.load(id),
    state: ({ status }) => status,
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
    rechecks: ({ id }, _, { loaders }) => loaders.rechecks.load(id),
    recurrenceOf: ({ recurrenceOfId }, _, { loaders }) =>
      recurrenceOfId === null ? null : loaders.hazards.load(recurrenceOfId),
    regulatorReportLate: (hazard, _, { kit }) => isRegulatorReportLate(hazard, kit.clock.now()),
    restrictsSite,
    imported: ({ importedAt }) => importedAt !== null,
    allowedActions: (hazard, _, context) => context.ledger.allowedActions(context, context.actor, hazard),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  HazardOrigin: { __resolveType: ({ __typename }) => __typename },
  ServiceCase: {
    __resolveReference: (known) => known,
    hazard: ({ id }, _, { loaders }) => loaders.hazardsOfSource.load(id),
  },
  Org: {
    hazards: ({ id }, { state, ...page }: HazardPage, context) =>
      connection(narrowHazards(belowOrg(seen(context), id), { state }, context.kit.clock.now()), page, newestFirst),
  },
  Site: {
    __resolveReference: (known) => known,
    hazards: ({ id: siteId }, { state, ...page }: HazardPage, context) =>
      connection(narrowHazards(seen(context), { siteId, state }, context.kit.clock.now()), page, newestFirst),
  },
  RectificationPlan: {
    responsible: ({ responsibleId }) => reference('Person', responsibleId),
    submittedBy: ({ submittedById }) => reference('Person', submittedById),
    approvedBy: ({ approvedById }) => reference('Person', approvedById),
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
