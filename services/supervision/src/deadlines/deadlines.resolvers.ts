import { deadlineResolvers as shared } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemAccess } from '../items/item.workflow.ts';

/** Who may read an item may read its limits. */
const access = { ...itemAccess, type: 'Deadline', idColumn: 'subject_id' };

export const deadlineResolvers = {
  ...shared,
  Query: {
    supervisionDeadlines: (_, { where, ...page }, context) => {
      const { kit, office } = context;
      const owner = where?.orgId == null ? null : office.orgs.within('d.owner_org_id', where.orgId);
      const query = office.deadlines.where(kit.db.read, { ...where, owner });
      return office.page(context, query, access, { ...page, orderBy: { dueAt: 'ASC' } });
    },
  },
  SupervisionItem: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
