import { loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loadChanged(loaders.items, id) });

export const noticeResolvers = {
  Mutation: {
    issueNotice: (_, { input }, context) => changed(context, context.notices.issueNotice(context, input)),
    answerNotice: (_, { input }, context) => changed(context, context.notices.answerNotice(context, input)),
  },
  SupervisionItem: { notices: ({ id }, _, { loaders }) => loaders.notices.load(id) },
  UrgeNotice: {
    answerDueOn: ({ answerDueAt }, _, { office }) => office.calendar.lastDayOf(answerDueAt),
    toOrg: ({ toOrgId }) => reference('Org', toOrgId),
    issuedBy: ({ issuedById }) => reference('Person', issuedById),
    answeredBy: ({ answeredById }) => reference('Person', answeredById),
  },
} satisfies Resolvers;
