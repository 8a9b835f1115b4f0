import type { Envelope, EventContract } from '@chengqi/schemas';
import { deliverySigned, documentIssued, recordCatalogued } from '@chengqi/schemas/events/documents';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import {
  callAnswered,
  callbackClosed,
  callbackOpened,
  callMissed,
  caseAccepted,
  caseAnswered,
  caseClosed,
  caseOpened,
  ratingSubmitted,
} from '@chengqi/schemas/events/reception';
import { hazardClosed, hazardConfirmed, hazardReported } from '@chengqi/schemas/events/security';
import { itemAssigned, itemRegistered, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';

const next = (prefix: string): string => systemIds.next(prefix);
const orgs = Array.from({ length: 40 }, () => next('org'));
const hour = 3_600_000;
const first = Date.parse('2025-01-01T00:00:00+08:00');
/** Aggregates of one round, and the hours between rounds. */
const hoursBetween = 3;

/** What the owners would publish, in its order: at least so many events, two thirds of them of calls. */
export function generatedEvents(atLeast: number): Envelope[] {
  const events: Envelope[] = [];
  for (let round = 0; events.length < atLeast; round += 1) tellRound(events, round);
  return events;
}

function tellRound(events: Envelope[], round: number): void {
  const orgId = orgs[round % orgs.length] as string;
  const at = (hours: number): string => new Date(first + (round * hoursBetween + hours) * hour).toISOString();
  const teller = tellerOf(events, orgId, at);
  for (let call = 0; call < 30; call += 1) tellCall(teller, call);
  tellCase(teller);
  tellHazard(teller);
  tellPaper(teller);
}

interface Teller {
  readonly orgId: string;
  readonly at: (hours: number) => string;
  tell<Data>(contract: EventContract<Data>, subject: string, data: NoInfer<Data>): void;
}

function tellerOf(events: Envelope[], orgId: string, at: Teller['at']): Teller {
  const sequences = new Map<string, number>();
  const correlationid = next('cor');
  return {
    orgId,
    at,
    tell(contract, subject, data) {
      const sequence = (sequences.get(subject) ?? 0) + 1;
      sequences.set(subject, sequence);
      events.push({
        specversion: '1.0',
        id: next('evt'),
        type: contract.type,
        source: `/services/${contract.service}`,
        subject,
        time: at(0),
        datacontenttype: 'application/json',
        sequence,
        aggregateversion: sequence,
        correlationid,
        causationid: null,
        actorid: null,
        onbehalfof: null,
        actorrole: null,
        orgid: orgId,
        secrecylevel: 'INTERNAL',
        provenance: 'live',
        traceparent: null,
        data: contract.schema.parse(data),
      });
    },
  };
}

function tellCall({ tell, orgId, at }: Teller, index: number): void {
  const callId = next('cal');
  const ringAt = at(index / 30);
  const facts = { callId, callRef: callId, lineNo: orgId.slice(-4), ringAt, endedAt: null, waitSeconds: index };
  const shiftId = next('shf');
  if (index % 15 > 0) {
    tell(callAnswered, callId, { ...facts, answeredAt: at(1), outcome: 'ANSWERED', shiftId });
    return;
  }
  tell(callMissed, callId, { ...facts, answeredAt: null, outcome: 'MISSED', shiftId });
  const callbackId = next('cbk');
  const owed = { callbackId, callIds: [callId], lineNo: facts.lineNo, shiftId, openedAt: ringAt, dueAt: at(2) };
  tell(callbackOpened, callbackId, { ...owed, firstAttemptAt: null, closedAt: null, end: 'OPEN' });
  tell(callbackClosed, callbackId, { ...owed, firstAttemptAt: at(1), closedAt: at(1), end: 'REACHED' });
}

function tellCase({ tell, orgId, at }: Teller): void {
  const caseId = next('cas');
  const texts = { code: caseId.slice(-12), title: null, text: null, siteId: null, callId: null, safety: false };
  const limits = { openedAt: at(0), dueAt: at(100), noticeDueAt: null };
  tell(caseOpened, caseId, {
    caseId,
    kind: 'SERVICE',
    channel: 'WINDOW',
    responsibleOrgId: orgId,
    ...texts,
    ...limits,
  });
  tell(caseAccepted, caseId, { caseId, acceptedAt: at(1), dueAt: at(100) });
  tell(caseAnswered, caseId, { caseId, answeredAt: at(50), result: 'HANDLED' });
  tell(caseClosed, caseId, { caseId, closedAt: at(60), visitsCount: 1 });
  const ratingId = next('rat');
  const subject = { type: 'ServiceCase' as const, id: caseId };
  tell(ratingSubmitted, ratingId, { ratingId, subject, orgId, score: 5, ratedAt: at(61), dueAt: null });
}

function tellHazard({ tell, orgId, at }: Teller): void {
  const hazardId = next('haz');
  const source = { type: 'ServiceCase' as const, id: null };
  const identity = { hazardId, code: hazardId.slice(-12), siteId: next('sit'), ownerOrgId: orgId, source };
  const judged = { ...identity, responsibleOrgId: orgId, level: 'GENERAL' as const };
  const proposed = { ...identity, state: 'REPORTED' as const, responsibleOrgId: null, level: null, title: null };
  tell(hazardReported, hazardId, { ...proposed, reportedAt: at(0) });
  tell(hazardConfirmed, hazardId, { ...judged, state: 'CONFIRMED', dueAt: at(500), listed: false, confirmedAt: at(5) });
  tell(hazardClosed, hazardId, { ...judged, state: 'CLOSED', title: null, closedAt: at(300) });
}

function tellPaper({ tell, orgId, at }: Teller): void {
  const [resolutionId, itemId, recordId] = [next('res'), next('sup'), next('arc')];
  const units = { leadOrgId: orgId, coOrgIds: [], leaderId: null, supervisingOrgId: orgId, dueOn: null };
  const decided = { resolutionId, code: resolutionId.slice(-12), meetingId: next('mtg'), text: null, ...units };
  const adopted = { requiresAction: true, adoptedAt: at(0), level: 'INTERNAL' as const, waived: false };
  tell(resolutionAdopted, resolutionId, { ...decided, ...adopted });
  const item = { itemId, code: itemId.slice(-12), source: { type: 'Resolution' as const, id: resolutionId } };
  const limits = { leadOrgId: orgId, dueAt: at(700), weight: 'NORMAL' as const, registeredAt: at(20) };
  tell(itemRegistered, itemId, { ...item, ...limits });
  tell(itemAssigned, itemId, { itemId, orgIds: [orgId] });
  tell(itemStruckOff, itemId, { ...item, title: null, supervisorOrgId: orgId, result: null, struckOffAt: at(600) });
  const filed = { recordId, archivalCode: recordId, retention: 'Y' as const, cataloguedAt: at(650) };
  tell(recordCatalogued, recordId, { ...filed, source: { type: 'SupervisionItem', id: itemId } });
  const documentId = next('doc');
  const sent = { mainOrgIds: [orgId], ccOrgIds: [], level: 'INTERNAL' as const, urgency: 'NONE' as const };
  const numbered = { documentId, kind: 'NOTICE' as const, docNumber: documentId.slice(-12), origin: null };
  tell(documentIssued, documentId, { ...numbered, ...sent, issuedAt: at(30) });
  const deliveryId = next('dlv');
  tell(deliverySigned, deliveryId, { deliveryId, documentId, orgId, signedAt: at(33) });
}
