import type { CallOutcome } from '@chengqi/schemas/events/reception';
import { groupBy } from '@chengqi/service-kit';
import type { Call, CallLeg, CallNote } from './call.ts';

type Leg = Pick<
  CallLeg,
  'cdrNo' | 'callRef' | 'lineNo' | 'callerId' | 'hop' | 'ringAt' | 'answerAt' | 'endAt' | 'cause'
>;
type Note = Pick<CallNote, 'id' | 'notedAt' | 'classification' | 'urgent' | 'readBack' | 'spamApprovedById'>;

/** What the records and notes of a call say, before shifts and callbacks are looked at. */
export type CallFacts = Pick<
  Call,
  | 'callRef'
  | 'lineNo'
  | 'callerId'
  | 'ringAt'
  | 'answeredAt'
  | 'endedAt'
  | 'waitSeconds'
  | 'outcome'
  | 'classification'
  | 'urgent'
  | 'readBackOwed'
>;

const lastHopOfPeople = 3;
const givesUpSeconds = 15;

/** All inbound records with one number are one call; it belongs to the line of its first ring. */
export function deriveCalls(legs: readonly Leg[], notesOf: ReadonlyMap<string, readonly Note[]>): CallFacts[] {
  return [...groupBy(legs, ({ callRef }) => callRef)]
    .map(([callRef, own]) => deriveCall(own, notesOf.get(callRef) ?? []))
    .toSorted(byRing);
}

const byRing = (a: CallFacts, b: CallFacts): number =>
  a.ringAt.getTime() - b.ringAt.getTime() || (a.callRef < b.callRef ? -1 : 1);

function deriveCall(unordered: readonly Leg[], notes: readonly Note[]): CallFacts {
  const legs = unordered.toSorted(
    (a, b) => a.ringAt.getTime() - b.ringAt.getTime() || a.hop - b.hop || (a.cdrNo < b.cdrNo ? -1 : 1),
  );
  const [first] = legs;
  if (!first) throw new Error('a call has at least one record');
  const spoken = legs.find(({ hop, answerAt }) => hop <= lastHopOfPeople && answerAt !== null);
  const endedAt = new Date(Math.max(...legs.map(({ endAt }) => endAt.getTime())));
  const answeredAt = spoken?.answerAt ?? null;
  const seconds = secondsBetween(first.ringAt, answeredAt ?? endedAt);
  const ending = endingOf(legs, spoken, seconds);
  return {
    callRef: first.callRef,
    lineNo: first.lineNo,
    callerId: legs.find(({ callerId }) => callerId !== null)?.callerId ?? null,
    ringAt: first.ringAt,
    answeredAt,
    endedAt,
    waitSeconds: seconds,
    outcome: spoken || !isSpam(notes) ? ending : 'SPAM',
    classification: newest(notes)?.classification ?? null,
    urgent: notes.some(({ urgent }) => urgent),
    readBackOwed: newest(notes.filter(({ readBack }) => readBack !== null))?.readBack === false,
  };
}

function endingOf(legs: readonly Leg[], spoken: Leg | undefined, seconds: number): CallOutcome {
  const last = legs.at(-1);
  if (spoken) return spoken.hop === 1 ? 'ANSWERED' : 'OVERFLOW_ANSWERED';
  if (legs.some(({ hop }) => hop > lastHopOfPeople)) return 'VOICEMAIL';
  if (last?.cause === 'USER_BUSY') return 'BUSY';
  return last?.cause === 'CALLER_HANGUP' && seconds < givesUpSeconds ? 'ABANDONED' : 'MISSED';
}

export const isAnswered = ({ outcome }: { readonly outcome: CallOutcome }): boolean =>
  outcome === 'ANSWERED' || outcome === 'OVERFLOW_ANSWERED';

/** Nobody spoke with the caller, and no leader called it spam: a callback is owed. */
export const isOwed = (call: { readonly outcome: CallOutcome }): boolean =>
  !isAnswered(call) && call.outcome !== 'SPAM';

const isSpam = (notes: readonly Note[]): boolean =>
  notes.some(({ classification, spamApprovedById }) => classification === 'SPAM' && spamApprovedById !== null);

const newest = (notes: readonly Note[]): Note | undefined =>
  notes.toSorted((a, b) => b.notedAt.getTime() - a.notedAt.getTime() || (a.id < b.id ? 1 : -1))[0];

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
