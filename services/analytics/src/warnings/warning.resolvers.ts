import { actionFields, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { entityNames } from '../lineage/lineage.ts';
import { warningWorkflow } from './warning.workflow.ts';

const changed = async (context: Context, id: Promise<string>) => ({
  warning: await context.earlyWarning(context, await id),
});

export const warningResolvers = {
  Query: { earlyWarnings: (_, args, context) => context.earlyWarnings(context, args) },
  Mutation: {
    acknowledgeWarning: (_, { input }, context) =>
      changed(context, context.warnings.acknowledgeWarning(context, input)),
    answerWarning: (_, { input }, context) => changed(context, context.warnings.answerWarning(context, input)),
    dismissWarning: (_, { input }, context) => changed(context, context.warnings.dismissWarning(context, input)),
  },
  EarlyWarning: {
    reason: ({ reason }, _, { language }) => reason[language],
    org: ({ orgId }) => reference('Org', orgId),
    subject: ({ subject }) => subject && { __typename: entityNames[subject.type], id: subject.id },
    dueAt: ({ dueAt }) => (dueAt === null ? null : new Date(dueAt)),
    state: ({ status }) => status,
    stateBy: ({ stateById }) => reference('Person', stateById),
    ...actionFields(warningWorkflow),
  },
} satisfies Resolvers;
