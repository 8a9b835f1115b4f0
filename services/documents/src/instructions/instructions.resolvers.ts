import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { instructionAccess } from './instruction.entity.ts';
import { instructionsWhere } from './instruction.repository.ts';

export const instructionResolvers = {
  Query: {
    instruction: (_, { id }, { loaders }) => loaders.instructions.load(id),
    instructions: (_, { where, ...page }, context) =>
      context.office.page(context, instructionsWhere(context.kit.db.read, where ?? {}), instructionAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      }),
  },
  Instruction: {
    __resolveReference: ({ id }, { loaders }) => loaders.instructions.load(id),
    document: ({ documentId }, _, { loaders }) => loaders.incoming.load(documentId),
    leader: ({ leaderId }) => reference('Person', leaderId),
    givenAt: ({ createdAt }) => createdAt,
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id) => reference('Org', id)),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  InstructionConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
