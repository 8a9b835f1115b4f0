import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { caseChannels } from '@chengqi/schemas/events/reception';
import { badInput, duplicate, type Transaction } from '@chengqi/service-kit';
import { findCallsByRef } from '../calls/call.repository.ts';
import { finishLimit, noticeLimit } from '../clocks/clocks.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { unhandled } from '../registration/unhandled.ts';
import { linkVisits } from '../visits/visit.repository.ts';
import { ServiceCaseEntity } from './case.entity.ts';
import { acceptedEvent, answeredEvent, calledBackEvent, closedEvent, openedEvent } from './case.events.ts';
import { caseResults, factsKeyOf, type ServiceCase } from './case.ts';
import type { CaseRegister } from './case-register.commands.ts';

const cells = {
  case_code: cell.key(40),
  kind: cell.enumeration(['SERVICE', 'HOTLINE', 'PETITION', 'ACCUSATION', 'STAFF_APPEAL'], { required: true }),
  channel: cell.enumeration(caseChannels, { required: true }),
  title: cell.title({ required: true }),
  text: cell.text({ max: 4000 }),
  applicant_name: cell.text({ max: 100 }),
  applicant_phone: cell.phone(),
  anonymous: cell.yesNo({ required: true }),
  confidential: cell.yesNo({ required: true }),
  joint_count: cell.int({ min: 1, max: 10_000 }),
  responsible_org: cell.org({ required: true }),
  accused_org: cell.org(),
  first_responder: cell.person(),
  officer: cell.person(),
  opened_at: cell.instant({ required: true }),
  accepted_at: cell.instant(),
  due_date: cell.day(),
  extension_approved: cell.yesNo(),
  answered_at: cell.instant(),
  called_back_at: cell.instant(),
  closed_at: cell.instant(),
  state: cell.enumeration(
    [
      'REGISTERED',
      'SUPPLEMENT',
      'NOT_ACCEPTED',
      'ACCEPTED',
      'HANDLING',
      'ANSWERED',
      'CALLED_BACK',
      'CLOSED',
      'WITHDRAWN',
    ],
    { required: true },
  ),
  result: cell.enumeration(caseResults),
  answer_text: cell.text({ max: 4000 }),
  onsite_visits: cell.int({ min: 0, max: 1000 }),
  redo_count: cell.int({ min: 0, max: 100 }),
  call_ref: cell.code(),
};

/** The last number of an imported series. */
function serialOf(code: string): { year: number; serial: number } {
  const parts = /^\D{0,10}办件(\d{4})-(\d{5})$/.exec(code);
  if (!parts) throw badInput('case_code', { en: 'not a number of a case', zh: '编号格式不符' });
  return { year: Number(parts[1]), serial: Number(parts[2]) };
}

/** cases.csv: matters as history left them; a register continues after its last imported number. */
export function createCaseImport({ kit, office }: Foundation, register: CaseRegister, contacts: Contacts) {
  async function store(tx: Transaction, found: ServiceCase, name: string | null, phone: string | null) {
    await tx.insert(ServiceCaseEntity, found);
    await contacts.keep(tx, { subjectType: 'ServiceCase', subjectId: found.id, name, phone });
    const related = [
      [found.firstResponderId, 'FIRST_RESPONDER'],
      [found.officerId, 'OFFICER'],
    ] as const;
    if (!found.restricted) {
      const parties = related.flatMap(([partyId, relation]) => (partyId === null ? [] : [{ partyId, relation }]));
      await office.parties.add(tx, found.id, parties);
      await linkVisits(tx.manager, found.code, found.id);
    }
    await tx.append(history(found, { name, phone }));
  }

  return defineImport({
    act: 'importCases',
    kind: 'fact',
    key: 'case_code',
    cells,
    async apply(tx, row) {
      const { year, serial } = serialOf(row.case_code);
      const ledgerOrgId = await register.ledgerOf(tx.manager, row.responsible_org, 'responsible_org');
      const taken = await tx.manager.getRepository(ServiceCaseEntity).findOneBy({ ledgerOrgId, code: row.case_code });
      if (taken) throw duplicate(taken.id, { en: 'This case is stored already.', zh: '该事项已存在。' });
      if ((row.answered_at === null) !== (row.result === null)) {
        throw badInput('result', { en: 'an answer has a result', zh: '答复时间与办理结果须同时填写' });
      }
      const call = row.call_ref === null ? null : (await findCallsByRef(tx.manager, [row.call_ref]))[0];
      const found: ServiceCase = {
        ...unhandled(tx.now),
        ...stated(row),
        ...limits(row, await office.calendar.days()),
        id: kit.ids.next('cas'),
        ledgerOrgId,
        callId: call?.id ?? null,
        imported: true,
      };
      await store(tx, found, row.applicant_name, row.applicant_phone);
      await office.serials.ensureAtLeast(tx, register.series(ledgerOrgId, year), serial);
      return undefined;
    },
  });
}

type Row = Parameters<ReturnType<typeof createCaseImport>['apply']>[1];
type Days = Awaited<ReturnType<Foundation['office']['calendar']['days']>>;

const stated = (row: Row) => ({
  code: row.case_code,
  status: row.state,
  ownerOrgId: row.responsible_org,
  kind: row.kind,
  channel: row.channel,
  title: row.title,
  text: row.text,
  factsKey: factsKeyOf(row.title),
  restricted: row.kind === 'ACCUSATION',
  accusedOrgId: row.accused_org,
  accusedPersonId: null,
  anonymous: row.anonymous,
  confidential: row.confidential,
  jointCount: row.joint_count ?? 1,
  callRef: row.call_ref,
  firstResponderId: row.first_responder,
  officerId: row.officer,
  openedAt: row.opened_at,
  acceptedAt: row.accepted_at,
  /** When exactly, the journal tells. */
  extendedAt: row.extension_approved ? row.accepted_at : null,
  answer:
    row.result === null
      ? null
      : {
          text: row.answer_text,
          result: row.result,
          documentId: null,
          draftedById: row.officer,
          signedById: null,
        },
  firstAnsweredAt: row.answered_at,
  answeredAt: row.answered_at,
  calledBackAt: row.called_back_at,
  closedAt: row.closed_at,
  visitsCount: row.onsite_visits ?? 0,
  redoCount: row.redo_count ?? 0,
});

/** The limits that the export states; a petition's own are counted anew. */
function limits({ kind, opened_at, accepted_at, due_date }: Row, days: Days) {
  const dueAt = due_date === null ? null : days.endOf(due_date);
  if (kind !== 'PETITION') return { dueAt, originalDueAt: dueAt };
  const finishDueAt = accepted_at === null ? null : finishLimit(days, accepted_at).dueAt;
  return {
    dueAt: finishDueAt === null ? null : (dueAt ?? finishDueAt),
    originalDueAt: finishDueAt,
    finishDueAt,
    noticeDueAt: noticeLimit(days, opened_at).dueAt,
  };
}

/** What the dates of the row imply, in order. */
function history(found: ServiceCase, applicant: { name: string | null; phone: string | null }): DomainEvent[] {
  const { acceptedAt, answeredAt, answer, calledBackAt, closedAt } = found;
  return [
    openedEvent(found, [applicant]),
    ...(acceptedAt === null ? [] : [acceptedEvent(found, acceptedAt, found.originalDueAt)]),
    ...(answeredAt === null || answer?.result == null ? [] : [answeredEvent(found, answeredAt, answer.result)]),
    ...(calledBackAt === null ? [] : [calledBackEvent(found, calledBackAt, true)]),
    ...(closedAt === null ? [] : [closedEvent(found, closedAt)]),
  ];
}
