import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { loadVisible, reload } from '../loaders.ts';
import { ref } from '../page.ts';
import { joinMinutes } from './minutes.commands.ts';
import type { Minutes } from './minutes.ts';
import { minutesWorkflow } from './minutes.workflow.ts';

export const minutesResolvers = {
  Mutation: {
    draftMinutes: async (_, { input }, context) => changed(context, await context.minutes.draftMinutes(context, input)),
    submitMinutes: async (_, { input }, context) =>
      changed(context, await context.minutes.submitMinutes(context, input)),
    reviewMinutes: async (_, { input }, context) =>
      changed(context, await context.minutes.reviewMinutes(context, input)),
    signMinutes: async (_, { input }, context) => changed(context, await context.minutes.signMinutes(context, input)),
  },
  Minutes: {
    __resolveReference: ({ id }, { loaders }) => loaders.minutes.load(id),
    meeting: ({ meetingId }, _, { loaders }) => loaders.meetings.load(meetingId),
    resolutions: async ({ meetingId }, _, { loaders }) =>
      loadVisible(loaders.resolutions, await loaders.resolutionIdsOf.load(meetingId)),
    state: ({ status }) => status,
    recipients: ({ recipientOrgIds }) => recipientOrgIds.map((id) => ref('Org', id)),
    drafter: ({ drafterId }) => ref('Person', drafterId),
    reviewer: ({ reviewerId }) => ref('Person', reviewerId),
    signer: ({ signerId }) => ref('Person', signerId),
    issuedDocument: ({ documentId }) => ref('Document', documentId),
    ownerOrg: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    allowedActions,
  },
  Document: {
    __resolveReference: (known) => known,
    minutesOf: async ({ id }, _, { loaders }) =>
      (await loadVisible(loaders.minutes, await loaders.minutesIdsOfDocument.load(id))).at(0) ?? null,
  },
} satisfies Resolvers;

async function changed({ loaders }: Context, id: string) {
  const minutes = await reload(loaders.minutes, id);
  loaders.minutesIdsOf.clear(minutes.meetingId);
  return { minutes };
}

async function allowedActions(minutes: Minutes, _: unknown, { loaders, actor }: Context) {
  const meeting = await loaders.meetingRows.load(minutes.meetingId);
  return meeting ? minutesWorkflow.allowedActions(actor, joinMinutes(minutes, meeting)) : [];
}
