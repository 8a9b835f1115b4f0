import { foldedCode, optionalCode } from '@chengqi/office-kernel';
import { fieldsOf, mapConnection, optionalLine, type PageArguments } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { ServiceCaseFilter } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { asksOf, type Match } from '../routing/matching.ts';
import { answeredForBy, type CaseConditions, casesLike, casesWhere, findByCode, receiptOf } from './case.repository.ts';
import { type CaseReceipt, type CaseStatus, caseStatuses, type ServiceCase } from './case.ts';

/** The case as its mutation left it; null where who acted may not read it any more. */
const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  serviceCase: await loaders.cases.load(await id),
});

/** The receipt of a registration tells number and state even where the case itself is closed to the window. */
async function receipt(context: Context, opened: Promise<string>): Promise<CaseReceipt> {
  const id = await opened;
  const { code, status, routingRuleId } = await receiptOf(context.kit.db.read, id);
  return { ...(await changed(context, opened)), code, state: status, routingRuleId };
}

/** What the rule asked is on what the case was placed. */
async function routingOf({ loaders }: Context, { routingRuleId }: CaseReceipt): Promise<Match | null> {
  const rule = routingRuleId === null ? null : await loaders.routingRules.load(routingRuleId);
  return rule && { rule, matchedOn: asksOf(rule) };
}

const listed = (context: Context, where: CaseConditions, page: PageArguments) =>
  context.caseRegister.page(context, casesWhere(context.kit.db.read, where, context.kit.clock.now()), page);

/** What a filter means for this viewer. */
function conditionsOf({ office, viewer }: Context, filter: ServiceCaseFilter): CaseConditions {
  const { orgId, dueOn, code, title, ...where } = filter;
  return {
    ...where,
    ...fieldsOf({
      code: () => optionalCode('where.code', code, 40),
      title: () => optionalLine('where.title', title, 100),
    }),
    ownerId: viewer.personId,
    owner: orgId == null ? null : under(office.orgs, orgId),
    dueOn: dueOn && office.calendar.endsOn(dueOn),
  };
}

const under = (orgs: Context['office']['orgs'], orgId: string): NonNullable<CaseConditions['owner']> => ({
  condition: orgs.within('c.owner_org_id', orgId),
  orgIds: orgs.tree.below(orgId),
});

interface CasePage extends PageArguments {
  readonly states?: readonly CaseStatus[] | null | undefined;
}

const responsibleFor = (context: Context, personId: string, { states, ...page }: CasePage) =>
  context.caseRegister.page(context, answeredForBy(context.kit.db.read, personId, states), page, { openedAt: 'ASC' });

/** The same applicant or the same title, as far as the viewer may see. */
async function candidates(context: Context, caseId: string): Promise<ServiceCase[]> {
  const { caseRegister, kit, loaders } = context;
  const found = await loaders.cases.load(caseId);
  if (!found) return [];
  const [applicant] = await loaders.contacts.load(caseId);
  const alike = casesLike(kit.db.read, found, applicant?.phoneHash ?? null);
  return (await caseRegister.page(context, alike, { first: 20 })).nodes;
}

export const caseResolvers = {
  Query: {
    serviceCase: (_, { id }, { loaders }) => loaders.cases.load(id),
    /** Nearest of those the viewer may read: a hidden one of the same number stands before none. */
    serviceCaseByCode: async (_, { orgId, code }, { kit, office, loaders }) => {
      const upward = [orgId, ...office.orgs.ancestors(orgId)];
      const found = await findByCode(kit.db.read, upward, foldedCode(code));
      const readable = await Promise.all(found.map(({ id }) => loaders.cases.load(id)));
      return upward.flatMap((id) => readable.filter((each) => each?.ledgerOrgId === id)).at(0) ?? null;
    },
    serviceCases: (_, { where, ...page }, context) => listed(context, conditionsOf(context, where ?? {}), page),
    serviceCaseCounts: async (_, { where }, context) => {
      const counts = await context.caseRegister.countsByState(context, conditionsOf(context, where ?? {}));
      return counts.toSorted((a, b) => caseStatuses.indexOf(a.state) - caseStatuses.indexOf(b.state));
    },
    myCases: (_, page, context) => responsibleFor(context, context.viewer.personId ?? '', page),
    caseBoard: (_, { orgId, asOf }, context) => context.caseBoards.board(context, orgId, asOf),
    petitionClocks: async (_, { orgId, asOf, ...page }, context) => {
      const at = asOf ?? context.kit.clock.now();
      const found = await context.caseBoards.petitions(context, orgId, page);
      return mapConnection(found, (each) => ({ found: each, asOf: at }));
    },
    duplicateCandidates: (_, { caseId }, context) => candidates(context, caseId),
  },
  Mutation: {
    openCase: (_, { input }, context) => receipt(context, context.cases.openCase(context, input)),
    issueOneTimeNotice: (_, { input }, context) => changed(context, context.cases.issueOneTimeNotice(context, input)),
    supplementCase: (_, { input }, context) => changed(context, context.cases.supplementCase(context, input)),
    demandSupplementAgain: (_, { input }, context) =>
      changed(context, context.cases.demandSupplementAgain(context, input)),
    acceptCase: (_, { input }, context) => changed(context, context.cases.acceptCase(context, input)),
    refuseCase: (_, { input }, context) => changed(context, context.cases.refuseCase(context, input)),
    transferCase: (_, { input }, context) => changed(context, context.cases.transferCase(context, input)),
    arbitrateCaseResponsibility: (_, { input }, context) =>
      changed(context, context.cases.arbitrateCaseResponsibility(context, input)),
    startHandling: (_, { input }, context) => changed(context, context.cases.startHandling(context, input)),
    extendCase: (_, { input }, context) => changed(context, context.cases.extendCase(context, input)),
    answerCase: (_, { input }, context) => changed(context, context.cases.answerCase(context, input)),
    signCaseAnswer: (_, { input }, context) => changed(context, context.cases.signCaseAnswer(context, input)),
    callBackCase: (_, { input }, context) => changed(context, context.cases.callBackCase(context, input)),
    closeCase: async (_, { input }, context) => {
      const { id, ratingCode } = await context.cases.closeCase(context, input);
      return { ...(await changed(context, Promise.resolve(id))), ratingCode };
    },
    redoCase: (_, { input }, context) => changed(context, context.cases.redoCase(context, input)),
    handCaseToSupervision: (_, { input }, context) =>
      changed(context, context.cases.handCaseToSupervision(context, input)),
    withdrawCase: (_, { input }, context) => changed(context, context.cases.withdrawCase(context, input)),
    requestCaseReview: (_, { input }, context) => changed(context, context.cases.requestCaseReview(context, input)),
    requestCaseRecheck: (_, { input }, context) => changed(context, context.cases.requestCaseRecheck(context, input)),
    recordCaseHearing: (_, { input }, context) => changed(context, context.cases.recordCaseHearing(context, input)),
    decideCaseReview: (_, { input }, context) => changed(context, context.cases.decideCaseReview(context, input)),
    handFirstAsk: (_, { input }, context) => changed(context, context.cases.handFirstAsk(context, input)),
    acceptFirstAsk: (_, { input }, context) => changed(context, context.cases.acceptFirstAsk(context, input)),
  },
  OpenCasePayload: {
    duplicateCandidates: ({ serviceCase }, _, context) =>
      serviceCase === null ? [] : candidates(context, serviceCase.id),
    routing: (opened, _, context) => routingOf(context, opened),
  },
  Org: {
    __resolveReference: (known) => known,
    cases: ({ id }, { state, ...page }, context) => listed(context, { state, unitId: id }, page),
  },
  Person: {
    __resolveReference: (known) => known,
    cases: ({ id }, page, context) => responsibleFor(context, id, page),
  },
} satisfies Resolvers;
