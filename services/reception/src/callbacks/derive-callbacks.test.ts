import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Call } from '../calls/call.ts';
import { type CallerFacts, deriveCallbacks, dueAsOf, enoughAt } from './derive-callbacks.ts';
import { halfDays } from './half-days.ts';

const halfDayOf = halfDays('Asia/Shanghai');
const day = '2026-09-14';
const at = (time: string, on = day): Date => new Date(`${on}T${time}:00+08:00`);
const after = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

type OwnCall = CallerFacts['calls'][number];
const missed = (callRef: string, ringAt: Date, changes: Partial<Call> = {}): OwnCall => ({
  callRef,
  ringAt,
  answeredAt: null,
  endedAt: after(ringAt, 1),
  outcome: 'MISSED',
  urgent: false,
  ...changes,
});
const spoken = (callRef: string, ringAt: Date): OwnCall =>
  missed(callRef, ringAt, { answeredAt: ringAt, outcome: 'ANSWERED' });
const rung = (ringAt: Date, answered = false) =>
  ({ ringAt, answerAt: answered ? after(ringAt, 0.1) : null, cause: answered ? 'NORMAL' : 'NO_ANSWER' }) as const;
const derive = (facts: Partial<CallerFacts>) =>
  deriveCallbacks({ calls: [], outbound: [], noted: [], givenUp: [], ...facts }, halfDayOf);

describe('R-1: which calls a callback covers', () => {
  it.each([
    ['within ten minutes of the one before', [0, 10, 20], [['1', '2', '3']]],
    ['more than ten minutes after', [0, 10.1], [['1'], ['2']]],
  ])('a call %s', (_, minutes, expected) => {
    const calls = minutes.map((offset, index) => missed(`${index + 1}`, after(at('10:00'), offset)));

    expect(derive({ calls }).map(({ callRefs }) => callRefs)).toEqual(expected);
  });

  it('a call after the caller was spoken to is owed a callback of its own', () => {
    const calls = [missed('1', at('10:00')), spoken('2', at('10:02')), missed('3', at('10:04'))];

    expect(derive({ calls })).toMatchObject([
      { callRefs: ['1'], end: 'REACHED', closedAt: at('10:02') },
      { callRefs: ['3'], end: 'OPEN', closedAt: null },
    ]);
  });

  it('spam is owed nothing', () => {
    expect(derive({ calls: [missed('1', at('10:00'), { outcome: 'SPAM' })] })).toEqual([]);
  });
});

describe('the limit of a callback', () => {
  const first = missed('1', at('10:00'));

  it.each([
    ['30 minutes from the end of the call', [first], '10:31'],
    ['5 minutes when it is urgent', [{ ...first, urgent: true }], '10:06'],
    ['5 minutes from the end of a repeated call', [first, missed('2', at('10:08'))], '10:14'],
    ['never later than it was', [{ ...first, urgent: true }, missed('2', at('10:08'))], '10:06'],
  ])('%s', (_, calls, due) => {
    expect(derive({ calls })[0]?.dueAt).toEqual(at(due));
  });

  it('is what was known at the moment asked', () => {
    const calls = [first, missed('2', at('10:08'))];
    const notes = [{ notedAt: at('10:10'), urgent: true }];

    expect(dueAsOf(calls, notes, at('10:02'))).toEqual(at('10:31'));
    expect(dueAsOf(calls, notes, at('10:09'))).toEqual(at('10:14'));
    expect(dueAsOf(calls, notes, at('10:11'))).toEqual(at('10:06'));
  });
});

describe('how a callback ends', () => {
  const calls = [missed('1', at('10:00'))];

  it('with a conversation, whoever rang', () => {
    expect(derive({ calls, outbound: [rung(at('10:20')), rung(at('10:25'), true)] })).toMatchObject([
      { end: 'REACHED', firstAttemptAt: at('10:20'), closedAt: after(at('10:25'), 0.1) },
    ]);
  });

  it('one conversation ends all that is owed to the caller', () => {
    const twice = [...calls, missed('2', at('10:40'))];

    expect(derive({ calls: twice, outbound: [rung(at('10:50'), true)] }).map(({ end }) => end)).toEqual([
      'REACHED',
      'REACHED',
    ]);
  });

  it.each([
    ['three attempts in one half-day', ['10:10', '10:20', '11:59'], null],
    ['two attempts in two half-days', ['10:10', '13:00'], null],
    ['three attempts in two half-days', ['10:10', '10:20', '13:00'], '13:00'],
    ['the third one decides when', ['10:10', '12:00', '12:30', '15:00'], '12:30'],
  ])('%s', (_, times, closed) => {
    const [task] = derive({ calls, outbound: times.map((time) => rung(at(time))) });

    expect(task).toMatchObject(closed === null ? { end: 'OPEN' } : { end: 'UNREACHABLE', closedAt: at(closed) });
  });

  it('attempts that officers noted close it only when an officer gives up', () => {
    const noted = ['10:10', '10:20', '13:00'].map((time) => ({ at: at(time), byId: 'psn_1', result: 'BUSY' as const }));

    expect(derive({ calls, noted })).toMatchObject([{ end: 'OPEN', attempts: noted }]);
    expect(derive({ calls, noted, givenUp: [{ callRef: '1', at: at('13:05') }] })).toMatchObject([
      { end: 'UNREACHABLE', closedAt: at('13:05') },
    ]);
  });

  it('giving up one callback does not give up the next', () => {
    const twice = [...calls, missed('2', at('12:40'))];

    expect(derive({ calls: twice, givenUp: [{ callRef: '1', at: at('13:05') }] }).map(({ end }) => end)).toEqual([
      'UNREACHABLE',
      'OPEN',
    ]);
  });

  it('a note beside a record of the exchange is the same attempt', () => {
    const noted = [{ at: at('10:12'), byId: 'psn_1', result: 'NO_ANSWER' as const }];

    expect(derive({ calls, outbound: [rung(at('10:10'))], noted })[0]?.attempts).toHaveLength(1);
    expect(derive({ calls, outbound: [rung(at('10:40'))], noted })[0]?.attempts).toHaveLength(2);
  });

  it('half-days are those of the office, not of Greenwich', () => {
    const attempts = ['07:00', '08:30', '11:00'].map((time) => ({ at: at(time), byId: null, result: 'BUSY' as const }));

    expect(enoughAt(attempts, halfDayOf)).toBeNull();
  });
});

const minutes = fc.integer({ min: 0, max: 600 });
/** By the rule itself, not by the code: what nobody answered and no leader called spam. */
const owedOutcomes = ['MISSED', 'ABANDONED', 'BUSY', 'VOICEMAIL'] as const;
const someCalls = fc.uniqueArray(
  fc.record({ minute: minutes, outcome: fc.constantFrom(...owedOutcomes, 'ANSWERED', 'SPAM') }),
  { selector: ({ minute }) => minute, maxLength: 30 },
);
const someRings = fc.array(fc.record({ minute: minutes, answered: fc.boolean() }), { maxLength: 12 });

it('R-1: every unanswered call that is not spam is in exactly one callback, whatever was dialled', () => {
  fc.assert(
    fc.property(someCalls, someRings, (rows, dialled) => {
      const start = at('08:00');
      const calls = rows
        .toSorted((a, b) => a.minute - b.minute)
        .map(({ minute, outcome }) => {
          const ringAt = after(start, minute);
          return outcome === 'ANSWERED' ? spoken(`${minute}`, ringAt) : missed(`${minute}`, ringAt, { outcome });
        });
      const outbound = dialled.map(({ minute, answered }) => rung(after(start, minute + 0.5), answered));
      const tasks = derive({ calls, outbound });
      const owed = calls.filter(({ outcome }) => new Set<string>(owedOutcomes).has(outcome));

      expect(tasks.flatMap(({ callRefs }) => callRefs)).toEqual(owed.map(({ callRef }) => callRef));
      for (const { ringAt, closedAt, dueAt, openedAt, end } of tasks) {
        expect(end === 'OPEN').toBe(closedAt === null);
        expect(closedAt === null || closedAt >= ringAt).toBe(true);
        expect(dueAt.getTime() - openedAt.getTime()).toBeLessThanOrEqual(30 * 60_000);
      }
    }),
  );
});
