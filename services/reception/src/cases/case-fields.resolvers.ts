import type { Office } from '@chengqi/office-kernel';
import { actionFields, reference } from '@chengqi/service-kit';
import { noticeState } from '../clocks/clocks.ts';
import { coverContacts, maskName, maskPhone } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { isOverdue, isPetition, oneTrip, responsiblePersonId, type ServiceCase } from './case.ts';
import { caseWorkflow } from './case.workflow.ts';
import type { CaseEvent } from './case-journal.ts';

const dayOf = (office: Office, at: Date | null): string | null => (at === null ? null : office.calendar.dayOf(at));

/** A confidential applicant is named, and be it masked, only to who handles the case. */
const namesApplicant = ({ viewer }: Context, { anonymous, confidential, officerId, firstResponderId }: ServiceCase) =>
  !anonymous &&
  (!confidential || (viewer.personId !== null && [officerId, firstResponderId].includes(viewer.personId)));

/** An answer that waits for its signature concerns the unit only. */
const showsAnswer = ({ actor }: Context, found: ServiceCase): boolean =>
  !isPetition(found) ||
  found.status !== 'HANDLING' ||
  actor.holds('CASE_OFFICER', found.ownerOrgId) ||
  actor.holds('ORG_HEAD', found.ownerOrgId);

const extendedFinish = ({ finishDueAt, dueAt }: ServiceCase): Date | null =>
  finishDueAt !== null && dueAt !== null && dueAt > finishDueAt ? dueAt : null;

const noticeStateOf = (found: ServiceCase, asOf: Date) =>
  noticeState({ ...found, noticeDueAt: found.noticeDueAt ?? found.openedAt }, asOf);

const contactsOf = async ({ loaders }: Context, { id }: ServiceCase) => loaders.contacts.load(id);

/** What people write about a case does not name who asks. */
async function covered(context: Context, found: ServiceCase, text: string): Promise<string> {
  return coverContacts(text, await contactsOf(context, found), { named: namesApplicant(context, found) });
}

const coveredOrNull = async (context: Context, found: ServiceCase, text: string | null) =>
  text === null ? null : covered(context, found, text);

/** The journal's texts are free text too; its case is loaded with it. */
async function coveredEntry(context: Context, { caseId, text }: CaseEvent): Promise<string | null> {
  const found = text === null ? null : await context.loaders.cases.load(caseId);
  return found && coveredOrNull(context, found, text);
}

export const caseFieldResolvers = {
  ServiceCase: {
    __resolveReference: ({ id }, { loaders }) => loaders.cases.load(id),
    title: (found, _, context) => covered(context, found, found.title),
    text: (found, _, context) => coveredOrNull(context, found, found.text),
    refusal: (found, _, context) => coveredOrNull(context, found, found.refusal),
    state: ({ status }) => status,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }, _, { office }) => office.calendar.lastDayOf(originalDueAt),
    site: ({ siteId }) => reference('Site', siteId),
    call: ({ callId }, _, { loaders }) => (callId === null ? null : loaders.calls.load(callId)),
    applicant: (found) => found,
    responsibleOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    firstResponder: ({ firstResponderId }) => reference('Person', firstResponderId),
    officer: ({ officerId }) => reference('Person', officerId),
    responsiblePerson: (found) => reference('Person', responsiblePersonId(found)),
    overdue: (found, { asOf }, { kit }) => isOverdue(found, asOf ?? kit.clock.now()),
    extended: ({ extendedAt }) => extendedAt !== null,
    supplementDemands: (found, _, context) =>
      Promise.all(
        found.demands.map(async (demand, index) => ({
          ...demand,
          ordinal: index + 1,
          items: await Promise.all(demand.items.map((item) => covered(context, found, item))),
          fault: await coveredOrNull(context, found, demand.fault),
        })),
      ),
    secondSupplement: ({ secondSupplementAt }) => secondSupplementAt !== null,
    answer: async (found, _, context) =>
      found.answer === null || !showsAnswer(context, found)
        ? null
        : { ...found.answer, text: await coveredOrNull(context, found, found.answer.text) },
    oneTrip,
    duplicateOf: ({ duplicateOfId }, _, { loaders }) =>
      duplicateOfId === null ? null : loaders.cases.load(duplicateOfId),
    petition: (found) => (isPetition(found) ? found : null),
    events: ({ id }, _, { loaders }) => loaders.caseEvents.load(id),
    ...actionFields(caseWorkflow, (found: ServiceCase, { caseRegister }: Context) => caseRegister.caseNow(found)),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  CaseApplicant: {
    name: async (found, _, context) =>
      namesApplicant(context, found) ? maskName((await contactsOf(context, found))[0]?.name ?? null) : null,
    phone: async (found, _, context) =>
      namesApplicant(context, found) ? maskPhone((await contactsOf(context, found))[0]?.phone ?? null) : null,
    representatives: async (found, _, context) =>
      namesApplicant(context, found)
        ? (await contactsOf(context, found)).slice(1).flatMap(({ name }) => maskName(name) ?? [])
        : [],
  },
  SupplementDemand: {
    items: ({ items }) => [...items],
    by: ({ byId }) => reference('Person', byId),
  },
  CaseAnswer: {
    document: ({ documentId: id }) => (id === null ? null : { __typename: 'Document', id }),
    draftedBy: ({ draftedById }) => reference('Person', draftedById),
    signedBy: ({ signedById }) => reference('Person', signedById),
  },
  Petition: {
    noticeDueOn: ({ noticeDueAt, openedAt }, _, { office }) => office.calendar.lastDayOf(noticeDueAt ?? openedAt),
    noticeState: (found, { asOf }, { kit }) => noticeStateOf(found, asOf ?? kit.clock.now()),
    objectionDueOn: ({ objectionDueAt }, _, { office }) => office.calendar.lastDayOf(objectionDueAt),
    finishDueOn: ({ finishDueAt }, _, { office }) => office.calendar.lastDayOf(finishDueAt),
    extendedFinishDueOn: (found, _, { office }) => office.calendar.lastDayOf(extendedFinish(found)),
    reviewOrg: ({ reviewOrgId }) => reference('Org', reviewOrgId),
    reviewDueOn: ({ reviewDueAt }, _, { office }) => office.calendar.lastDayOf(reviewDueAt),
    opinions: (found, _, context) =>
      Promise.all(
        found.opinions.map(async (opinion) => ({ ...opinion, text: await covered(context, found, opinion.text) })),
      ),
  },
  PetitionOpinion: { by: ({ byId }) => reference('Person', byId) },
  PetitionClock: {
    code: ({ found }) => found.code,
    registeredOn: ({ found }, _, { office }) => office.calendar.dayOf(found.openedAt),
    noticeDueOn: ({ found }, _, { office }) => office.calendar.lastDayOf(found.noticeDueAt ?? found.openedAt),
    noticeState: ({ found, asOf }) => noticeStateOf(found, asOf),
    acceptedOn: ({ found }, _, { office }) => dayOf(office, found.acceptedAt),
    finishDueOn: ({ found }, _, { office }) => office.calendar.lastDayOf(found.finishDueAt),
    extendedFinishDueOn: ({ found }, _, { office }) => office.calendar.lastDayOf(extendedFinish(found)),
    transferredOn: ({ found }, _, { office }) => dayOf(office, found.transferredAt),
    objectionDueOn: ({ found }, _, { office }) => office.calendar.lastDayOf(found.objectionDueAt),
  },
  CaseEvent: {
    text: (entry, _, context) => coveredEntry(context, entry),
    by: ({ byId }) => reference('Person', byId),
    toOrg: ({ toOrgId }) => reference('Org', toOrgId),
  },
} satisfies Resolvers;
