import type { Foundation, Office } from '@chengqi/office-kernel';
import {
  badInput,
  fieldsOf,
  forbidden,
  guardFailed,
  lineOf,
  optionalLine,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { CallEntity } from '../calls/call.entity.ts';
import { callAccess } from '../calls/call.workflow.ts';
import { ServiceCaseEntity } from '../cases/case.entity.ts';
import { groupPetitionEvents, openedEvent, refusedEvent } from '../cases/case.events.ts';
import { factsKeyOf, type ServiceCase } from '../cases/case.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { limitsOf } from '../clocks/case-deadlines.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import type { OpenCaseInput } from '../generated/graphql.ts';
import { explained } from '../routing/explanation.ts';
import type { RoutingCommands } from '../routing/routing.commands.ts';
import { VisitEntity } from '../visits/visit.entity.ts';
import { linkVisit } from '../visits/visit.repository.ts';
import { visitAccess } from '../visits/visit.workflow.ts';
import { applicantOf } from './applicant.ts';
import { createResponsibleUnits, type Place } from './responsible-unit.commands.ts';
import { createSameMatters } from './same-matter.commands.ts';
import { unhandled } from './unhandled.ts';

/** Registers matters: numbers, limits, applicants, and what is the same matter already. */
export function createOpeningCommands(
  { kit, office }: Foundation,
  register: CaseRegister,
  contacts: Contacts,
  routing: RoutingCommands,
) {
  const matters = createSameMatters(register, contacts);
  const units = createResponsibleUnits(register, routing);

  async function accusedOf(tx: Transaction, input: OpenCaseInput, ownerOrgId: string) {
    const { kind, accusedOrgId = null, accusedPersonId = null } = input;
    if (kind !== 'ACCUSATION') {
      if (accusedOrgId === null && accusedPersonId === null) return { accusedOrgId: null, accusedPersonId: null };
      throw badInput('accusedOrgId', { en: 'Only an ACCUSATION names an accused.', zh: '仅检举控告填写被反映对象。' });
    }
    if (accusedOrgId === null && accusedPersonId === null) {
      throw badInput('accusedOrgId', { en: 'An accusation names who is accused.', zh: '检举控告须填写被反映对象。' });
    }
    if (accusedOrgId !== null) await office.orgs.require(tx, 'accusedOrgId', accusedOrgId);
    if (accusedPersonId !== null) await office.people.require(tx, 'accusedPersonId', accusedPersonId);
    await assertNotAccused(office, tx, ownerOrgId, accusedOrgId);
    return { accusedOrgId, accusedPersonId };
  }

  async function placeOf(tx: Transaction, { siteId = null, safety }: OpenCaseInput): Promise<string | null> {
    if (siteId === null) {
      if (safety) throw badInput('siteId', { en: 'A danger has a place.', zh: '涉及安全隐患的须填写场所。' });
      return null;
    }
    return (await office.sites.require(tx, 'siteId', siteId)).id;
  }

  /** The visit in which it was told. */
  const visitOf = (tx: Transaction, request: Request, { visitId }: OpenCaseInput) =>
    visitId == null ? null : office.require(tx, request, VisitEntity, visitId, visitAccess);

  async function drafted(
    tx: Transaction,
    request: Request,
    input: OpenCaseInput,
    { title, text, topicKey }: ReturnType<typeof wordsOf>,
    phone: string | null,
    { ownerOrgId, matter, match }: Place,
  ) {
    const accused = await accusedOf(tx, input, ownerOrgId);
    if (input.callId != null) await office.require(tx, request, CallEntity, input.callId, callAccess);
    const visit = await visitOf(tx, request, input);
    const factsKey = factsKeyOf(title);
    const link = await matters.linkTo(tx, request, input, { phone, factsKey });
    const firstResponderId = input.firstResponderId ?? request.viewer.personId ?? '';
    await office.people.requireActive(tx, 'firstResponderId', firstResponderId);
    return {
      ...accused,
      ...(link && { duplicateOfId: link.duplicateOfId }),
      ...(link?.accepted === false && {
        status: 'NOT_ACCEPTED' as const,
        refusedAt: tx.now,
        refusal: '同一事项正在办理或已经终结，不再受理。',
      }),
      ownerOrgId,
      matterId: matter?.id ?? null,
      answerDays: matter?.promisedDays ?? null,
      routingRuleId: match?.rule.id ?? null,
      kind: input.kind,
      channel: input.channel,
      title,
      factsKey,
      text,
      topicKey,
      siteId: await placeOf(tx, input),
      safety: input.safety ?? false,
      restricted: input.kind === 'ACCUSATION',
      callId: input.callId ?? null,
      visitsCount: visit?.arriveAt ? 1 : 0,
      firstResponderId,
    };
  }

  /** Nobody becomes a party of an accusation by having registered it. */
  const partiesOf = ({ restricted, firstResponderId, windowOrgId }: ServiceCase, registrarId: string | null) =>
    (
      [
        [firstResponderId, 'FIRST_RESPONDER'],
        [registrarId, 'REGISTRAR'],
        [windowOrgId, 'WINDOW_ORG'],
      ] as const
    ).flatMap(([partyId, relation]) => (restricted || partyId === null ? [] : [{ partyId, relation }]));

  return {
    openCase: (request: Request, input: OpenCaseInput) =>
      office.create({ request, name: 'openCase', input, entity: ServiceCaseEntity }, async (tx) => {
        if (!request.actor.holds('WINDOW', null)) throw forbidden();
        const read = () => fieldsOf({ applicant: () => applicantOf(input.applicant), words: () => wordsOf(input) });
        const place = await units.placeFor(tx, request, input, () => read().words);
        // The number comes first: it makes two windows of one register take turns, so that R-8 sees what the other wrote.
        const code = await register.nextCode(tx, place.ledgerOrgId);
        const { applicant, words } = read();
        const { representatives, name, phone, ...stated } = applicant;
        const draft = await drafted(tx, request, input, words, phone, place);
        const { ledgerOrgId, windowOrgId, match } = place;
        const blank = { dueAt: null, originalDueAt: null, ...unhandled(tx.now), ...stated, ...draft };
        const found: ServiceCase = {
          ...{ ...blank, ...limitsOf(await office.calendar.days(), blank) },
          ...{ id: kit.ids.next('cas'), code, ledgerOrgId, windowOrgId },
        };
        await register.keepDeadlines(tx, found);
        const people = [{ name, phone }, ...representatives];
        const contact = { subjectType: 'ServiceCase', subjectId: found.id };
        await contacts.keepAll(
          tx,
          people.map((each, position) => ({ ...each, ...contact, position })),
        );
        const byId = request.viewer.personId;
        await register.note(tx, found.id, {
          ...{ type: 'OPEN', at: tx.now, byId, toOrgId: null },
          text: match && explained(match, 'zh'),
        });
        if (input.visitId != null && !found.restricted) await linkVisit(tx, input.visitId, found.id);
        const refused = found.refusedAt === null ? [] : [refusedEvent(found, found.refusedAt)];
        return {
          row: found,
          events: [openedEvent(found, people), ...groupPetitionEvents(found), ...refused],
          role: 'WINDOW',
          parties: partiesOf(found, byId),
          ...(found.callId !== null && !found.restricted && { within: found.callId }),
        };
      }),
  };
}

const wordsOf = ({ title, text, topicKey }: OpenCaseInput) =>
  fieldsOf({
    title: () => lineOf('title', title, 200),
    text: () => textOf('text', text, 4000),
    topicKey: () => optionalLine('topicKey', topicKey, 100),
  });

/** an accusation never goes to who is accused or to a unit below. */
export async function assertNotAccused(
  { orgs }: Office,
  tx: Transaction,
  orgId: string,
  accusedOrgId: string | null,
): Promise<void> {
  const org = await orgs.find(tx.manager, orgId);
  if (accusedOrgId === null || !org?.path.includes(`/${accusedOrgId}/`)) return;
  throw guardFailed('R-7', {
    en: 'An accusation is not given to the accused unit or one below it.',
    zh: '检举控告材料不得交由被检举控告的单位或其下级处理。',
  });
}
