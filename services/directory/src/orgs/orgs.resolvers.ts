import { actionFields, badInput, connection, emptyConnection, loadChanged, optionalLine } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { readOneOf } from '../input.ts';
import { selectPeople } from '../people/person.repository.ts';
import { findOrgByCode, selectOrgs, selectTree } from './org.repository.ts';
import type { Org } from './org.ts';
import { classifyingRightOf, lineOf, orgSubject, orgWorkflow } from './org.workflow.ts';

const byCode = { alias: 'o', orderBy: { column: 'o.code', direction: 'ASC' } } as const;
const byPath = { alias: 'o', orderBy: { column: 'o.path', direction: 'ASC' } } as const;
const byStaffNo = { alias: 'p', orderBy: { column: 'p.staffNo', direction: 'ASC' } } as const;

export const orgResolvers = {
  Query: {
    org: (_, { id, code }, { loaders, kit }) => {
      readOneOf(['id', 'code'], [id, code]);
      return id == null ? findOrgByCode(kit.db.read, code ?? '') : loaders.orgs.load(id);
    },
    orgTree: async (_, { root, depth, ...page }, { loaders, kit }) => {
      const beginning = root == null ? null : await loaders.orgs.load(root);
      if (root != null && !beginning) return emptyConnection;
      return connection(selectTree(kit.db.read, beginning, readDepth(depth ?? 3)), page, byPath);
    },
    orgs: (_, { where, search, ...page }, { kit }) =>
      connection(
        selectOrgs(kit.db.read, { where: where ?? null, search: optionalLine('search', search, 50) }),
        page,
        byCode,
      ),
  },
  Mutation: {
    createOrg: (_, { input }, context) => changed(context.orgs.create(context, input), context),
    moveOrg: (_, { input }, context) => changed(context.orgs.move(context, input), context),
    deactivateOrg: (_, { input }, context) => changed(context.orgs.deactivate(context, input), context),
  },
  Org: {
    __resolveReference: ({ id }, { loaders }) => loaders.orgs.load(id),
    parent: ({ parentId }, _, { loaders }) => (parentId ? loaders.orgs.load(parentId) : null),
    children: ({ id }, _, { loaders }) => loaders.childrenOfOrg.load(id),
    classifyingRight: async (org, _, { loaders }) =>
      classifyingRightOf((await loaders.orgs.loadMany(lineOf(org))).filter((above): above is Org => isOrg(above))),
    active: ({ status }) => status === 'ACTIVE',
    mergedInto: ({ mergedIntoId }, _, { loaders }) => (mergedIntoId ? loaders.orgs.load(mergedIntoId) : null),
    head: async ({ id }, _, { loaders }) => {
      const post = await loaders.principalOfOrg.load(id);
      return post && loaders.people.load(post.personId);
    },
    people: ({ id }, page, { kit }) => connection(selectPeople(kit.db.read, { orgId: id }), page, byStaffNo),
    sites: ({ id }, _, { loaders }) => loaders.sitesOfOrg.load(id),
    ...actionFields(orgWorkflow, async (org: Org, { loaders }: Context) =>
      orgSubject(org, (await loaders.obligationsOfOrg.load(org.id)) ?? { activeChildren: 0, openPosts: 0 }),
    ),
  },
} satisfies Resolvers;

const isOrg = (value: Org | Error | null): value is Org => value !== null && !(value instanceof Error);

const changed = async (id: Promise<string>, { loaders }: Context) => ({ org: await loadChanged(loaders.orgs, id) });

function readDepth(depth: number): number {
  if (depth >= 0 && depth <= 10) return depth;
  throw badInput('depth', { en: 'A tree is read 0 to 10 levels deep.', zh: '层数应为 0 至 10。' });
}
