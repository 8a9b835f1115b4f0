import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { Minutes } from './minutes.ts';
import { joinMinutes, minutesWorkflow } from './minutes.workflow.ts';

const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  minutes: await loadChanged(loaders.minutes, id),
});

export const minutesResolvers = {
  Mutation: {
    draftMinutes: (_, { input }, context) => payload(context, context.minutes.draftMinutes(context, input)),
    submitMinutes: (_, { input }, context) => payload(context, context.minutes.submitMinutes(context, input)),
    reviewMinutes: (_, { input }, context) => payload(context, context.minutes.reviewMinutes(context, input)),
    signMinutes: (_, { input }, context) => payload(context, context.minutes.signMinutes(context, input)),
  },
  Minutes: {
    __resolveReference: ({ id }, { loaders }) => loaders.minutes.load(id),
    meeting: ({ meetingId }, _, { loaders }) => loaders.meetings.load(meetingId),
    resolutions: ({ meetingId }, _, { loaders }) => loaders.resolutionsOf.load(meetingId),
    state: ({ status }) => status,
    recipients: ({ recipientOrgIds }) => recipientOrgIds.map((id) => reference('Org', id)),
    drafter: ({ drafterId }) => reference('Person', drafterId),
    reviewer: ({ reviewerId }) => reference('Person', reviewerId),
    signer: ({ signerId }) => reference('Person', signerId),
    issuedDocument: ({ documentId }) => reference('Document', documentId),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ...actionFields(minutesWorkflow, async (minutes: Minutes, { loaders }: Context) => {
      const meeting = await loaders.meetingRows.load(minutes.meetingId);
      return meeting && joinMinutes(minutes, meeting);
    }),
  },
  Document: {
    __resolveReference: (known) => known,
    minutesOf: async ({ id }, _, { loaders }) => (await loaders.minutesOfDocument.load(id)).at(0) ?? null,
  },
} satisfies Resolvers;
