import {
  badInput,
  forbidden,
  guardFailed,
  lineOf,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Contacts } from '../contacts/contacts.ts';
import type { Foundation } from '../context.ts';
import type { OpenCaseInput } from '../generated/graphql.ts';
import { type Applicant, applicantOf } from './applicant.ts';
import { ServiceCaseEntity } from './case.entity.ts';
import { openedEvent, refusedEvent } from './case.events.ts';
import { factsKeyOf, type ServiceCase } from './case.ts';
import type { CaseRegister } from './case-register.ts';
import { answerDue, noticeDue } from './clocks.ts';
import { createSameMatters } from './same-matter.ts';
import { unhandled } from './unhandled.ts';

export type OpeningCommands = ReturnType<typeof createOpeningCommands>;

/** What a case may come from: checked by who owns it. */
export interface CaseOrigins {
  /** @throws DomainError NOT_FOUND when the call or visit is absent or hidden */
  require(tx: Transaction, request: Request, id: string): Promise<unknown>;
}

/** A visit that a case came from belongs to it from then on. */
export interface VisitOrigins {
  /** Whether the visitor was in the house. @throws DomainError NOT_FOUND when it is absent or hidden */
  require(tx: Transaction, request: Request, id: string): Promise<{ readonly arrived: boolean }>;
  link(tx: Transaction, visitId: string, caseId: string): Promise<void>;
}

/** Registers matters: numbers, limits, applicants, and what is the same matter already. */
export function createOpeningCommands(
  { kit, office }: Foundation,
  register: CaseRegister,
  contacts: Contacts,
  origins: { readonly calls: CaseOrigins; readonly visits: VisitOrigins },
) {
  const matters = createSameMatters(register, contacts);

  /** A window serves the county or city that it is in. */
  async function windowFor(tx: Transaction, request: Request, ledgerOrgId: string): Promise<string> {
    for (const { orgId, roles } of request.viewer.posts) {
      if (orgId === null || !roles.includes('WINDOW')) continue;
      if ((await register.ledgerOf(tx.manager, orgId, 'viewer')) === ledgerOrgId) return orgId;
    }
    throw forbidden();
  }

  /** an accusation never goes to who is accused or to a unit below. */
  async function accusedOf(tx: Transaction, input: OpenCaseInput) {
    const { kind, accusedOrgId = null, accusedPersonId = null } = input;
    if (kind !== 'ACCUSATION') {
      if (accusedOrgId === null && accusedPersonId === null) return { accusedOrgId: null, accusedPersonId: null };
      throw badInput('accusedOrgId', { en: 'Only an ACCUSATION names an accused.', zh: '仅检举控告填写被反映对象。' });
    }
    if (accusedOrgId === null && accusedPersonId === null) {
      throw badInput('accusedOrgId', { en: 'An accusation names who is accused.', zh: '检举控告须填写被反映对象。' });
    }
    if (accusedOrgId !== null && !(await office.orgs.find(tx.manager, accusedOrgId)))
      throw referenceUnknown('accusedOrgId', accusedOrgId);
    if (accusedPersonId !== null && !(await office.people.find(tx.manager, accusedPersonId)))
      throw referenceUnknown('accusedPersonId', accusedPersonId);
    await assertNotAccused(tx, input.responsibleOrgId, accusedOrgId);
    return { accusedOrgId, accusedPersonId };
  }

  async function assertNotAccused(tx: Transaction, orgId: string, accusedOrgId: string | null): Promise<void> {
    const org = await office.orgs.find(tx.manager, orgId);
    if (accusedOrgId === null || !org?.path.includes(`/${accusedOrgId}/`)) return;
    throw guardFailed('R-7', {
      en: 'An accusation is not given to the accused unit or one below it.',
      zh: '检举控告材料不得交由被检举控告的单位或其下级处理。',
    });
  }

  async function placeOf(tx: Transaction, { siteId = null, safety }: OpenCaseInput): Promise<string | null> {
    if (siteId === null) {
      if (safety) throw badInput('siteId', { en: 'A danger has a place.', zh: '涉及安全隐患的须填写场所。' });
      return null;
    }
    if (!(await office.sites.find(tx.manager, siteId))) throw referenceUnknown('siteId', siteId);
    return siteId;
  }

  async function personNamed(tx: Transaction, field: string, id: string | null): Promise<string> {
    const person = id === null ? null : await office.people.find(tx.manager, id);
    if (person?.active) return person.id;
    throw referenceUnknown(field, id ?? '');
  }

  /** The number comes first: it makes two windows of one register take turns, so that R-8 sees what the other wrote. */
  async function placed(tx: Transaction, request: Request, input: OpenCaseInput) {
    const ledgerOrgId = await register.ledgerOf(tx.manager, input.responsibleOrgId, 'responsibleOrgId');
    const windowOrgId = await windowFor(tx, request, ledgerOrgId);
    return { ledgerOrgId, windowOrgId, code: await register.nextCode(tx, ledgerOrgId) };
  }

  async function drafted(tx: Transaction, request: Request, input: OpenCaseInput, applicant: Applicant) {
    const accused = await accusedOf(tx, input);
    if (input.callId != null) await origins.calls.require(tx, request, input.callId);
    const visit = input.visitId == null ? null : await origins.visits.require(tx, request, input.visitId);
    const title = lineOf('title', input.title, 200);
    const factsKey = factsKeyOf(title);
    const link = await matters.linkTo(tx, request, input, { phone: applicant.phone, factsKey });
    const days = await office.calendar.days();
    const dueAt = answerDue(days, input.kind, tx.now);
    return {
      ...accused,
      ...(link && { duplicateOfId: link.duplicateOfId }),
      ...(link?.accepted === false && {
        status: 'NOT_ACCEPTED' as const,
        refusedAt: tx.now,
        refusal: '同一事项正在办理或已经终结，不再受理。',
      }),
      ownerOrgId: input.responsibleOrgId,
      kind: input.kind,
      channel: input.channel,
      title,
      factsKey,
      text: textOf('text', input.text, 4000),
      topicKey: optionalLine('topicKey', input.topicKey, 100),
      siteId: await placeOf(tx, input),
      safety: input.safety ?? false,
      restricted: input.kind === 'ACCUSATION',
      callId: input.callId ?? null,
      visitsCount: visit?.arrived ? 1 : 0,
      firstResponderId: await personNamed(tx, 'firstResponderId', input.firstResponderId ?? request.viewer.personId),
      dueAt,
      originalDueAt: dueAt,
      noticeDueAt: input.kind === 'PETITION' ? noticeDue(days, tx.now) : null,
    };
  }

  async function store(tx: Transaction, found: ServiceCase, applicant: Applicant): Promise<void> {
    await tx.insert(ServiceCaseEntity, found);
    const people = [{ name: applicant.name, phone: applicant.phone }, ...applicant.representatives];
    for (const [position, each] of people.entries())
      await contacts.keep(tx, { ...each, subjectType: 'ServiceCase', subjectId: found.id, position });
    // Nobody becomes a party of an accusation by having registered it.
    if (!found.restricted && found.firstResponderId !== null) {
      await office.parties.add(tx, found.id, [
        { partyId: found.firstResponderId, relation: 'FIRST_RESPONDER' },
        ...(tx.request?.viewer.personId ? [{ partyId: tx.request.viewer.personId, relation: 'REGISTRAR' }] : []),
        ...(found.windowOrgId === null ? [] : [{ partyId: found.windowOrgId, relation: 'WINDOW_ORG' }]),
      ]);
    }
    const byId = tx.request?.viewer.personId ?? null;
    await register.note(tx, found.id, { type: 'OPEN', at: tx.now, byId, toOrgId: null, text: null });
    const refused = found.refusedAt === null ? [] : [refusedEvent(found, found.refusedAt)];
    const role = 'WINDOW';
    const chain = found.callId === null || found.restricted ? {} : { within: found.callId };
    await tx.append([openedEvent(found, people), ...refused], { role, ...chain });
  }

  return {
    assertNotAccused,
    open: (request: Request, input: OpenCaseInput): Promise<string> =>
      office.execute(request, 'openCase', input, async (tx) => {
        if (!request.actor.holds('WINDOW', null)) throw forbidden();
        const { representatives, name, phone, ...stated } = applicantOf(input.applicant);
        const applicant = { representatives, name, phone, ...stated };
        const place = await placed(tx, request, input);
        const draft = await drafted(tx, request, input, applicant);
        const found: ServiceCase = {
          ...unhandled(tx.now),
          ...stated,
          ...place,
          ...draft,
          id: kit.ids.next('cas'),
        };
        await store(tx, found, applicant);
        if (input.visitId != null && !found.restricted) await origins.visits.link(tx, input.visitId, found.id);
        return found.id;
      }),
  };
}
