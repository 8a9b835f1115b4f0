import { connection } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { countAtSite, duplicatesQuery, hazardQuery, narrowHazards, restrictionQuery } from './hazard.repository.ts';
import { isOverdue, isRegulatorReportLate, restrictsSite } from './hazard.ts';
import { hazardReading } from './hazard-ledger.ts';

/** Another service's entity; it answers the fields itself. */
const stub = (id: string | null) => (id === null ? null : { id });

const visible = ({ office, viewer }: Context) => office.visible(viewer, { alias: 'h', roles: hazardReading.roles });

/** A changed hazard as the payload of its mutation; who may act may see. */
const payload = async (context: Context, id: Promise<string>) => {
  const hazard = await context.loaders.hazards.clearAll().load(await id);
  if (!hazard) throw new Error('the hazard went out of sight of who changed it');
  return { hazard };
};

const newestFirst = { alias: 'h', orderBy: { column: 'h.reportedAt', direction: 'DESC' } } as const;

export const hazardResolvers: Resolvers = {
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
    hazards: (_, { where, ...page }, context) => {
      const rule = visible(context);
      const query = hazardQuery(context.kit.db.read).where(rule.sql, rule.params);
      return connection(narrowHazards(query, where ?? {}, context.kit.clock.now()), page, newestFirst);
    },
    siteRestrictions: (_, { orgId, ...page }, context) => {
      const rule = visible(context);
      const query = restrictionQuery(context.kit.db.read, orgId).andWhere(rule.sql, rule.params);
      return connection(query, page, newestFirst);
    },
    siteSafety: async (_, { siteId }, context) => {
      const { db, clock } = context.kit;
      if (!(await context.office.sites.find(db.read, siteId))) return null;
      const rule = visible(context);
      return countAtSite(hazardQuery(db.read).where(rule.sql, rule.params), siteId, clock.now());
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
    site: ({ siteId }) => ({ id: siteId }),
    sourceType: ({ sourceType }) => (sourceType === 'SupervisionItem' ? 'SUPERVISION_ITEM' : 'STAFF_REPORT'),
    sourceItem: ({ sourceType, sourceId }) => (sourceType === 'SupervisionItem' ? stub(sourceId) : null),
    reportedBy: ({ anonymous, reporterId }) => (anonymous ? null : stub(reporterId)),
    confirmedBy: ({ confirmedById }) => stub(confirmedById),
    responsibleOrg: ({ responsibleOrgId }) => stub(responsibleOrgId),
    overdue: (hazard, _, { kit }) => isOverdue(hazard, kit.clock.now()),
    listedBy: ({ listedById }) => stub(listedById),
    rechecker: ({ recheckerId }) => stub(recheckerId),
    rechecks: ({ id }, _, { loaders }) => loaders.rechecks.load(id),
    recurrenceOf: ({ recurrenceOfId }, _, { loaders }) =>
      recurrenceOfId === null ? null : loaders.hazards.load(recurrenceOfId),
    regulatorReportLate: (hazard, _, { kit }) => isRegulatorReportLate(hazard, kit.clock.now()),
    restrictsSite,
    allowedActions: (hazard, _, context) => context.ledger.allowedActions(context, context.actor, hazard),
    ownerOrg: ({ ownerOrgId }) => ({ id: ownerOrgId }),
  },
  RectificationPlan: {
    responsible: ({ responsibleId }) => ({ id: responsibleId }),
    measures: ({ measures }) => [...measures],
    submittedBy: ({ submittedById }) => ({ id: submittedById }),
    approvedBy: ({ approvedById }) => stub(approvedById),
  },
  Recheck: {
    by: ({ byId }) => ({ id: byId }),
    evidence: ({ evidence }) => [...evidence],
  },
  SiteRestriction: {
    site: ({ siteId }) => ({ id: siteId }),
    hazard: (hazard) => hazard,
    interimControls: ({ plan, earlierPlans }) => (plan ?? earlierPlans.at(-1))?.interimControls ?? null,
    since: ({ stoppedAt, updatedAt }) => stoppedAt ?? updatedAt,
  },
  SiteSafety: {
    site: ({ siteId }) => ({ id: siteId }),
  },
};
