import { describe, expect, it } from '@jest/globals';
import type { CallLeg, CallNote } from './call.ts';
import { deriveCalls } from './derive-calls.ts';

const at = (time: string): Date => new Date(`2026-09-14T${time}+08:00`);

const aLeg = (changes: Partial<CallLeg> = {}): CallLeg => ({
  id: 'leg_1',
  cdrNo: '1',
  callRef: 'C1',
  lineNo: '82220001',
  direction: 'IN',
  callerId: 'clr_1',
  ownerOrgId: 'org_1',
  hop: 1,
  ringAt: at('10:00:00'),
  answerAt: null,
  endAt: at('10:00:15'),
  cause: 'NO_ANSWER',
  ...changes,
});
const second = (changes: Partial<CallLeg> = {}) =>
  aLeg({ cdrNo: '2', hop: 2, lineNo: '82220002', ringAt: at('10:00:15'), endAt: at('10:00:30'), ...changes });
const aNote = (changes: Partial<CallNote> = {}): CallNote => ({
  id: 'cno_1',
  noteNo: null,
  callRef: 'C1',
  officerId: 'psn_1',
  notedAt: at('10:05:00'),
  classification: 'SPAM',
  urgent: false,
  summary: null,
  noticeFrom: null,
  readBack: null,
  caseCode: null,
  spamApprovedById: null,
  ...changes,
});
const theCall = (legs: readonly CallLeg[], notes: readonly CallNote[] = []) =>
  deriveCalls(legs, new Map([['C1', notes]]))[0];

describe('how a call ended', () => {
  const answered = { answerAt: at('10:00:09'), endAt: at('10:02:00'), cause: 'NORMAL' } as const;

  it.each([
    ['picked up where it first rang', [aLeg(answered)], 'ANSWERED', 9],
    [
      'picked up on a later hop',
      [aLeg(), second({ answerAt: at('10:00:20'), endAt: at('10:03:00') })],
      'OVERFLOW_ANSWERED',
      20,
    ],
    [
      'taken by the mailbox',
      [aLeg(), second({ hop: 4, answerAt: at('10:00:16'), cause: 'VOICEMAIL' })],
      'VOICEMAIL',
      30,
    ],
    ['engaged', [aLeg({ endAt: at('10:00:01'), cause: 'USER_BUSY' })], 'BUSY', 1],
    ['given up before 15 seconds', [aLeg({ endAt: at('10:00:14'), cause: 'CALLER_HANGUP' })], 'ABANDONED', 14],
    ['given up at 15 seconds', [aLeg({ cause: 'CALLER_HANGUP' })], 'MISSED', 15],
    ['answered by nobody', [aLeg(), second()], 'MISSED', 30],
  ] as const)('%s', (_, legs, outcome, waitSeconds) => {
    expect(theCall(legs)).toMatchObject({ outcome, waitSeconds });
  });

  it('belongs to the line and the caller of its first ring, in whatever order the records come', () => {
    const legs = [second({ callerId: null }), aLeg()];

    expect(theCall(legs)).toMatchObject({ lineNo: '82220001', callerId: 'clr_1', ringAt: at('10:00:00') });
    expect(theCall(legs.toReversed())).toEqual(theCall(legs));
  });
});

describe('spam', () => {
  it('counts once a leader has approved it', () => {
    expect(theCall([aLeg()], [aNote()])).toMatchObject({ outcome: 'MISSED', classification: 'SPAM' });
    expect(theCall([aLeg()], [aNote({ spamApprovedById: 'psn_2' })])).toMatchObject({ outcome: 'SPAM' });
  });

  it('is no answered call, whatever was approved', () => {
    const spoken = aLeg({ answerAt: at('10:00:05'), cause: 'NORMAL' });

    expect(theCall([spoken], [aNote({ spamApprovedById: 'psn_2' })])).toMatchObject({ outcome: 'ANSWERED' });
  });

  it('the newest note says what a call was about, any of them that it is urgent', () => {
    const notes = [
      aNote({ id: 'cno_2', notedAt: at('10:09:00'), classification: 'HELP' }),
      aNote({ classification: 'CONSULT', urgent: true }),
    ];

    expect(theCall([aLeg()], notes)).toMatchObject({ classification: 'HELP', urgent: true });
  });
});
