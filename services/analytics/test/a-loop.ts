import type { Envelope } from '@chengqi/schemas';
import { documentIssued, recordCatalogued } from '@chengqi/schemas/events/documents';
import { meetingScheduled, minutesSigned, resolutionAdopted } from '@chengqi/schemas/events/meetings';
import {
  type CaseKind,
  callMissed,
  caseAccepted,
  caseAnswered,
  caseClosed,
  caseOpened,
  ratingFedBack,
  ratingSubmitted,
} from '@chengqi/schemas/events/reception';
import { hazardClosed, hazardConfirmed, hazardLinked, hazardReported } from '@chengqi/schemas/events/security';
import { itemAssigned, itemRegistered, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import { anEvent, type Told } from './matters.ts';

export type Loop = ReturnType<typeof aLoop>;

const at = (hour: number): string => `2026-09-14T${String(hour).padStart(2, '0')}:00:00.000Z`;

interface Parts {
  readonly officeId: string;
  readonly unitId: string;
  /** Told of everything, unless a part says otherwise. */
  readonly told?: Told;
  readonly toldOfHazard?: Told;
  readonly toldOfItem?: Told;
  readonly kind?: CaseKind;
}

/** A missed call that becomes a case and a hazard, and a meeting that has the hazard put right: one history for each of them. */
export function aLoop({
  officeId,
  unitId,
  told = {},
  toldOfHazard = told,
  toldOfItem = told,
  kind = 'SERVICE',
}: Parts) {
  const id = {
    call: systemIds.next('cal'),
    case: systemIds.next('cas'),
    hazard: systemIds.next('haz'),
    meeting: systemIds.next('mtg'),
    minutes: systemIds.next('min'),
    document: systemIds.next('doc'),
    resolution: systemIds.next('res'),
    otherResolution: systemIds.next('res'),
    item: systemIds.next('sup'),
    itemRecord: systemIds.next('arc'),
    hazardRecord: systemIds.next('arc'),
    rating: systemIds.next('rat'),
  };
  const everybody = { orgId: officeId, ...told };
  const accused = kind === 'ACCUSATION';
  const ofCase = { ...everybody, orgId: accused ? null : unitId };
  const ofHazard = { orgId: officeId, ...toldOfHazard };
  const ofItem = { orgId: officeId, ...toldOfItem };
  let sequences = new Map<string, number>();
  const say = <Data>(...[contract, subject, data, options]: Parameters<typeof anEvent<Data>>) => {
    const sequence = (sequences.get(subject) ?? 0) + 1;
    sequences.set(subject, sequence);
    return anEvent(contract, subject, data, options, sequence);
  };

  const call = (): Envelope[] => {
    const facts = { callRef: 'CDR-1', lineNo: '1', answeredAt: null, endedAt: null, waitSeconds: 20, shiftId: null };
    return [say(callMissed, id.call, { callId: id.call, ...facts, ringAt: at(1), outcome: 'MISSED' }, everybody)];
  };

  const serviceCase = (): Envelope[] => {
    const named = { responsibleOrgId: accused ? null : unitId, siteId: null, safety: !accused, callId: id.call };
    const texts = { code: 'A-1', kind, channel: 'PHONE' as const, title: null, text: null };
    const limits = { openedAt: at(2), dueAt: null, noticeDueAt: null };
    return [
      say(
        caseOpened,
        id.case,
        { caseId: id.case, ...texts, ...(accused ? { ...named, callId: null } : named), ...limits },
        ofCase,
      ),
      say(caseAccepted, id.case, { caseId: id.case, acceptedAt: at(3), dueAt: null }, ofCase),
      say(caseAnswered, id.case, { caseId: id.case, answeredAt: at(20), result: 'HANDLED' }, ofCase),
      say(caseClosed, id.case, { caseId: id.case, closedAt: at(21), visitsCount: 0 }, ofCase),
    ];
  };

  const hazard = (): Envelope[] => {
    const source = { type: 'ServiceCase' as const, id: accused ? null : id.case };
    const identity = { hazardId: id.hazard, code: '隐1', siteId: systemIds.next('sit'), ownerOrgId: officeId, source };
    const judged = { ...identity, responsibleOrgId: unitId, level: 'GENERAL' as const };
    const proposed = { ...identity, state: 'REPORTED' as const, responsibleOrgId: null, level: null, title: null };
    const link = { itemId: id.item, linkId: null, hazardId: id.hazard, role: 'EFFECT' as const };
    return [
      say(hazardReported, id.hazard, proposed, ofHazard),
      say(hazardLinked, id.hazard, { ...link, code: '隐1', level: null, state: 'REPORTED' as const }, ofHazard),
      say(hazardConfirmed, id.hazard, { ...judged, state: 'CONFIRMED', dueAt: at(22), listed: false }, ofHazard),
      say(hazardClosed, id.hazard, { ...judged, state: 'CLOSED', title: null, closedAt: at(15) }, ofHazard),
      // As when the source of history becomes known late.
      say(hazardReported, id.hazard, proposed, ofHazard),
    ];
  };

  const meeting = (): Envelope[] => {
    const times = { startAt: at(4), endAt: at(5), mode: 'ONSITE' as const };
    const planned = { meetingId: id.meeting, meetingNo: 'XT1', organizerOrgId: officeId, ...times };
    return [say(meetingScheduled, id.meeting, planned, everybody)];
  };

  const minutes = (): Envelope[] => {
    const people = {
      drafterId: systemIds.next('psn'),
      reviewerId: systemIds.next('psn'),
      signerId: systemIds.next('psn'),
    };
    const text = { title: null, text: null, digest: '0'.repeat(64), issuingOrgId: officeId, docCode: '霁政纪要' };
    const rest = { recipientOrgIds: [], signedAt: at(7), level: 'INTERNAL' as const };
    const signed = { minutesId: id.minutes, meetingId: id.meeting, ...text, ...people, ...rest };
    return [say(minutesSigned, id.minutes, signed, everybody)];
  };

  const document = (): Envelope[] => {
    const sent = { mainOrgIds: [unitId], ccOrgIds: [], level: 'INTERNAL' as const, urgency: 'NONE' as const };
    const origin = { type: 'Minutes' as const, id: id.minutes };
    const facts = { documentId: id.document, kind: 'MINUTES' as const, docNumber: '霁政纪要1', ...sent, origin };
    return [say(documentIssued, id.document, { ...facts, issuedAt: at(8) }, everybody)];
  };

  const resolution = (resolutionId: string): Envelope[] => {
    const units = { leadOrgId: unitId, coOrgIds: [], leaderId: null, supervisingOrgId: officeId, dueOn: null };
    const facts = { resolutionId, code: 'XT1-01', meetingId: id.meeting, text: null, requiresAction: true, ...units };
    return [
      say(resolutionAdopted, resolutionId, { ...facts, adoptedAt: at(6), level: 'INTERNAL', waived: false }, everybody),
    ];
  };

  const item = (): Envelope[] => {
    const source = { type: 'Resolution' as const, id: id.resolution };
    const facts = { itemId: id.item, code: '督1', source };
    const limits = { leadOrgId: unitId, dueAt: at(23), weight: 'NORMAL' as const, registeredAt: at(9) };
    const registered = () => say(itemRegistered, id.item, { ...facts, ...limits }, ofItem);
    return [
      registered(),
      say(itemAssigned, id.item, { itemId: id.item, orgIds: [unitId] }, ofItem),
      say(
        itemStruckOff,
        id.item,
        { ...facts, title: null, supervisorOrgId: officeId, result: null, struckOffAt: at(16) },
        ofItem,
      ),
      registered(),
    ];
  };

  const record = (recordId: string, type: 'SupervisionItem' | 'Hazard', subject: string): Envelope[] => {
    const facts = { recordId, archivalCode: `J-${type}`, retention: 'Y' as const, source: { type, id: subject } };
    return [say(recordCatalogued, recordId, { ...facts, cataloguedAt: at(18) }, type === 'Hazard' ? ofHazard : ofItem)];
  };

  const rating = (): Envelope[] => {
    const subject = { type: 'ServiceCase' as const, id: id.case };
    const facts = { ratingId: id.rating, subject, orgId: accused ? null : unitId, score: 2 };
    return [
      say(ratingSubmitted, id.rating, { ...facts, ratedAt: at(22), dueAt: null }, ofCase),
      say(ratingFedBack, id.rating, { ratingId: id.rating, fedBackAt: at(23) }, ofCase),
    ];
  };

  /** What happens to one of them keeps its order; what happens to others may come in between. */
  const histories = (): Envelope[][] => {
    sequences = new Map();
    return [
      call(),
      serviceCase(),
      hazard(),
      meeting(),
      minutes(),
      document(),
      resolution(id.resolution),
      resolution(id.otherResolution),
      item(),
      record(id.itemRecord, 'SupervisionItem', id.item),
      record(id.hazardRecord, 'Hazard', id.hazard),
      rating(),
    ];
  };

  return { id, histories };
}
