import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { entityNames } from '../lineage/lineage.ts';

export const warningResolvers = {
  Query: { earlyWarnings: (_, args, context) => context.earlyWarnings(context, args) },
  EarlyWarning: {
    reason: ({ reason }, _, { language }) => reason[language],
    org: ({ orgId }) => reference('Org', orgId),
    subject: ({ subject }) => subject && { __typename: entityNames[subject.type], id: subject.id },
    dueAt: ({ dueAt }) => (dueAt === null ? null : new Date(dueAt)),
  },
} satisfies Resolvers;
