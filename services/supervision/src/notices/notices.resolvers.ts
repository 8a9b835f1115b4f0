import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const stub = (id: string | null) => (id === null ? null : { id });
const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const noticeResolvers: Resolvers = {
  Mutation: {
    issueNotice: (_, { input }, context) => changed(context, context.notices.issueNotice(context, input)),
    answerNotice: (_, { input }, context) => changed(context, context.notices.answerNotice(context, input)),
  },
  SupervisionItem: { notices: ({ id }, _, { loaders }) => loaders.notices.load(id) },
  UrgeNotice: {
    toOrg: ({ toOrgId }) => stub(toOrgId),
    issuedBy: ({ issuedById }) => stub(issuedById),
    answeredBy: ({ answeredById }) => stub(answeredById),
  },
};
