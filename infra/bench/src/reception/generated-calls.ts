import type { Call, CallbackTask, Caller, CallNote } from '@chengqi/reception/calls/call';
import { idOf, randomFrom } from '../facts/generated-facts.ts';
import { callEvery, callNumbered, day, picker, stored } from './density.ts';

/** What is still to be done does not grow with what was done. */
const openCallbacks = 200;

interface CallBook {
  readonly calls: Call[];
  readonly callbacks: CallbackTask[];
  readonly callers: Caller[];
  readonly notes: CallNote[];
}

const missedOutcomes = ['MISSED', 'MISSED', 'MISSED', 'ABANDONED', 'BUSY', 'VOICEMAIL'] as const;
const outcomes = [
  ['ANSWERED', 84],
  ['OVERFLOW_ANSWERED', 5],
  ['SPAM', 1],
  [null, 10],
] as const;

/** The last calls before the moment, two shifts a day on three lines, the oldest first; one of ten missed. */
export function generatedCalls(count: number, until: Date, dutyRooms: readonly string[]): CallBook {
  const random = randomFrom(17);
  const { pick, weighed } = picker(random);
  const callerIds = Array.from({ length: Math.ceil(count / 3) }, (_, index) => idOf('clr', index));
  const book: CallBook = { calls: [], callbacks: [], callers: callerIds.map(caller), notes: [] };
  for (let index = 0; index < count; index += 1) {
    const ringAt = new Date(until.getTime() - (count - index) * callEvery);
    const outcome = weighed(outcomes) ?? pick(missedOutcomes);
    tellCall(book, {
      ...{ index, ringAt, outcome, callerId: pick(callerIds), ownerOrgId: pick(dutyRooms) },
      ...{ lineNo: `8222000${index % 3}`, noted: random() < 0.25 },
      shiftId: idOf('shf', Math.floor(ringAt.getTime() / (day / 2))),
    });
  }
  for (const task of book.callbacks.slice(-openCallbacks)) reopen(task);
  return book;
}

const caller = (id: string, index: number): Caller => ({
  id,
  phoneHash: index.toString(16).padStart(64, '0'),
  phoneMasked: `160****${String(index % 10_000).padStart(4, '0')}`,
});

interface ToldCall extends Pick<Call, 'ringAt' | 'outcome' | 'callerId' | 'ownerOrgId' | 'lineNo' | 'shiftId'> {
  readonly index: number;
  readonly noted: boolean;
}

function tellCall(book: CallBook, { index, noted, ownerOrgId, ...told }: ToldCall): void {
  const { ringAt, outcome } = told;
  const after = (seconds: number): Date => new Date(ringAt.getTime() + seconds * 1000);
  const { callId: id, callRef } = callNumbered(index);
  const spoken = outcome.endsWith('ANSWERED');
  const owed = !spoken && outcome !== 'SPAM';
  const callbackId = owed ? idOf('cbk', index) : null;
  const times = { answeredAt: spoken ? after(8) : null, endedAt: after(90), waitSeconds: spoken ? 8 : 20 };
  const classification = noted ? ('CONSULT' as const) : null;
  const status = spoken ? (noted ? 'LOGGED' : 'ANSWERED') : 'CLOSED';
  const call = { id, callRef, ...told, ...times, status, callbackId, classification, urgent: false, ...watch } as const;
  book.calls.push(stored(ringAt, ownerOrgId, call));
  if (noted)
    book.notes.push({
      ...{ id: idOf('nte', index), noteNo: null, callRef, officerId: null, notedAt: after(100), urgent: false },
      ...{ classification: 'CONSULT', summary: '咨询办事指南', caseCode: null, spamApprovedById: null },
      ...{ noticeFrom: null, readBack: null },
    });
  if (callbackId !== null) book.callbacks.push(stored(ringAt, ownerOrgId, closedTask(callbackId, id, told, after)));
}

const watch = { watched: true, readBackOwed: false };

const closedTask = (
  id: string,
  firstCallId: string,
  { ringAt, callerId, lineNo, shiftId }: Omit<ToldCall, 'index' | 'noted' | 'ownerOrgId'>,
  after: (seconds: number) => Date,
) => ({
  ...{ id, firstCallId, ringAt, callerId, lineNo, shiftId, status: 'CLOSED' as const, end: 'REACHED' as const },
  ...{ openedAt: ringAt, dueAt: after(7200), firstAttemptAt: after(600), closedAt: after(600), attempts: [] },
  ...{
    givenUpAt: null,
    closeReason: null,
    escalatedTo: null,
    escalatedAt: null,
    escalatedToIds: null,
    overdueFor: null,
    imported: false,
  },
});

function reopen(task: CallbackTask): void {
  const told = { escalatedTo: 'ORG_HEAD', escalatedAt: task.dueAt, overdueFor: task.dueAt } as const;
  Object.assign(task, { status: 'OPEN', end: 'OPEN', closedAt: null, firstAttemptAt: null, ...told });
}
