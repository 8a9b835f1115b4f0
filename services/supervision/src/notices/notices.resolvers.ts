import { orgStub, personStub } from '@chengqi/office-kernel';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const noticeResolvers = {
  Mutation: {
    issueNotice: (_, { input }, context) => changed(context, context.notices.issueNotice(context, input)),
    answerNotice: (_, { input }, context) => changed(context, context.notices.answerNotice(context, input)),
  },
  SupervisionItem: { notices: ({ id }, _, { loaders }) => loaders.notices.load(id) },
  UrgeNotice: {
    toOrg: ({ toOrgId }) => orgStub(toOrgId),
    issuedBy: ({ issuedById }) => personStub(issuedById),
    answeredBy: ({ answeredById }) => personStub(answeredById),
  },
} satisfies Resolvers;
