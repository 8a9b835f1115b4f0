import { type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { findUninspected, type InspectionConditions, inspectionQuery } from './inspection.repository.ts';
import { inspectionReading } from './inspection.ts';

const inspections = (context: Context, where: InspectionConditions, page: PageArguments) =>
  context.office.page(context, inspectionQuery(context.kit.db.read, where), inspectionReading, {
    ...page,
    orderBy: { dueOn: 'DESC' },
  });

export const inspectionResolvers = {
  Query: {
    inspectionTask: (_, { id }, { loaders }) => loaders.inspections.load(id),
    inspectionTasks: (_, { where, ...page }, context) => {
      const { orgId, ...conditions } = where ?? {};
      const owner = orgId == null ? null : context.office.orgs.within('i.owner_org_id', orgId);
      return inspections(context, { ...conditions, owner }, page);
    },
    uninspectedKeySites: async (_, { orgId, period, asOf }, { kit, office, viewer }) => {
      // A place is public; that nobody looked at it concerns those whose posts reach it.
      const columns = { alias: 's', roles: inspectionReading.roles, ownerColumn: 'org_id', levelColumn: null };
      const by = asOf ?? kit.clock.now();
      const unit = office.orgs.within('s.org_id', orgId);
      const ids = await findUninspected(kit.db.read, office.countable(viewer, columns), { unit, period, by });
      return ids.map((id) => reference('Site', id));
    },
  },
  Site: {
    inspections: ({ id }, page, context) => inspections(context, { siteId: id }, page),
  },
  InspectionTask: {
    __resolveReference: ({ id }, { loaders }) => loaders.inspections.load(id),
    site: ({ siteId }) => reference('Site', siteId),
    inspectors: ({ inspectorIds }) => inspectorIds.map((id) => reference('Person', id)),
    state: ({ status }) => status,
    findings: ({ id }, _, { loaders }) => loaders.findingsOfTask.load(id),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  InspectionFinding: {
    task: ({ taskId }, _, { loaders }) => loaders.inspections.load(taskId),
    hazard: ({ id }, _, { loaders }) => loaders.hazardsOfSource.load(id),
  },
} satisfies Resolvers;
