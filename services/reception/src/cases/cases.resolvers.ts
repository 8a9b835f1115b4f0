import type { PageArguments } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { reload } from '../loaders.ts';
import { answeredForBy, caseQuery, findByCode, narrowCases } from './case.repository.ts';
import type { ServiceCase } from './case.ts';

/** The case as its mutation left it; null where who acted may not read it any more. */
const payload = async (context: Context, id: Promise<string>) => ({
  serviceCase: await reload(context.loaders.cases, await id),
});

/** The receipt of a registration tells number and state even where the case itself is closed to the window. */
async function receipt(context: Context, opened: Promise<string>) {
  const id = await opened;
  const { code, status } = await caseQuery(context.kit.db.read).where('c.id = :id', { id }).getOneOrFail();
  return { serviceCase: await reload(context.loaders.cases, id), code, state: status };
}

const responsibleFor = (context: Context, personId: string, page: PageArguments) =>
  context.caseRegister.page(context, (query) => answeredForBy(query, personId), page, 'ASC');

/** The same applicant or the same title, as far as the viewer may see. */
async function candidates(context: Context, caseId: string): Promise<ServiceCase[]> {
  const { caseRegister, contacts, kit } = context;
  const found = (await caseRegister.readByIds(context, [caseId])).get(caseId);
  if (!found) return [];
  const hash = (await contacts.of(kit.db.read, [caseId])).get(caseId)?.[0]?.phoneHash ?? null;
  const sharing = hash === null ? [] : await contacts.sharing(kit.db.read, 'ServiceCase', hash);
  const same = (query: ReturnType<typeof caseQuery>) =>
    query
      .andWhere('c.id <> :self AND (c.facts_key = :factsKey OR c.id IN (:...sharing))')
      .setParameters({ ...query.getParameters(), self: caseId, factsKey: found.factsKey, sharing: [...sharing, ''] });
  return (await caseRegister.page(context, same, { first: 20 })).nodes;
}

export const caseResolvers = {
  Query: {
    serviceCase: (_, { id }, { loaders }) => loaders.cases.load(id),
    serviceCaseByCode: async (_, { orgId, code }, { kit, office, loaders }) => {
      const upward = [orgId, ...office.orgs.ancestors(orgId)];
      const found = await findByCode(kit.db.read, upward, code);
      const nearest = upward.flatMap((id) => found.filter(({ ledgerOrgId }) => ledgerOrgId === id)).at(0);
      return nearest ? loaders.cases.load(nearest.id) : null;
    },
    serviceCases: (_, { where, ...page }, context) =>
      context.caseRegister.page(context, (query) => narrowCases(query, where ?? {}, context.kit.clock.now()), page),
    myCases: (_, page, context) => responsibleFor(context, context.viewer.personId ?? '', page),
    caseBoard: (_, { orgId, asOf }, context) => context.caseBoards.board(context, orgId, asOf),
    petitionClocks: async (_, { orgId, asOf, ...page }, context) => {
      const at = asOf ?? context.kit.clock.now();
      const found = await context.caseBoards.petitions(context, orgId, page);
      const edges = found.edges.map(({ cursor, node }) => ({ cursor, node: { found: node, asOf: at } }));
      return { ...found, edges, nodes: edges.map(({ node }) => node) };
    },
    duplicateCandidates: (_, { caseId }, context) => candidates(context, caseId),
  },
  Mutation: {
    openCase: (_, { input }, context) => receipt(context, context.caseOpening.open(context, input)),
    issueOneTimeNotice: (_, { input }, context) =>
      payload(context, context.caseHandling.issueOneTimeNotice(context, input)),
    supplementCase: (_, { input }, context) => payload(context, context.caseHandling.supplement(context, input)),
    demandSupplementAgain: (_, { input }, context) =>
      payload(context, context.caseHandling.demandSupplementAgain(context, input)),
    acceptCase: (_, { input }, context) => payload(context, context.caseHandling.accept(context, input)),
    refuseCase: (_, { input }, context) => payload(context, context.caseHandling.refuse(context, input)),
    transferCase: (_, { input }, context) => payload(context, context.caseHandling.transfer(context, input)),
    arbitrateCaseResponsibility: (_, { input }, context) =>
      payload(context, context.caseHandling.arbitrate(context, input)),
    startHandling: (_, { input }, context) => payload(context, context.caseHandling.startHandling(context, input)),
    extendCase: (_, { input }, context) => payload(context, context.caseHandling.extend(context, input)),
    answerCase: (_, { input }, context) => payload(context, context.caseHandling.answer(context, input)),
    signCaseAnswer: (_, { input }, context) => payload(context, context.caseHandling.signAnswer(context, input)),
    callBackCase: (_, { input }, context) => payload(context, context.caseHandling.callBack(context, input)),
    closeCase: async (_, { input }, context) => {
      const { id, ratingCode } = await context.caseHandling.close(context, input);
      return { ...(await payload(context, Promise.resolve(id))), ratingCode };
    },
    redoCase: (_, { input }, context) => payload(context, context.caseHandling.redo(context, input)),
    withdrawCase: (_, { input }, context) => payload(context, context.petitions.withdraw(context, input)),
    requestCaseReview: (_, { input }, context) => payload(context, context.petitions.requestReview(context, input)),
    requestCaseRecheck: (_, { input }, context) => payload(context, context.petitions.requestRecheck(context, input)),
    recordCaseHearing: (_, { input }, context) => payload(context, context.petitions.recordHearing(context, input)),
    decideCaseReview: (_, { input }, context) => payload(context, context.petitions.decideReview(context, input)),
    handFirstAsk: (_, { input }, context) => payload(context, context.petitions.handFirstAsk(context, input)),
    acceptFirstAsk: (_, { input }, context) => payload(context, context.petitions.acceptFirstAsk(context, input)),
  },
  Org: {
    __resolveReference: (known) => known,
    cases: ({ id }, { state, ...page }, context) =>
      context.caseRegister.page(
        context,
        (query) =>
          narrowCases(query, { state }, context.kit.clock.now()).andWhere('c.ownerOrgId = :unit', { unit: id }),
        page,
      ),
  },
  Person: {
    __resolveReference: (known) => known,
    cases: ({ id }, page, context) => responsibleFor(context, id, page),
  },
} satisfies Resolvers;
