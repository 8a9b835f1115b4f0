import { describe, expect, it } from '@jest/globals';
import { type CountedCall, connectionRate, isOverdue, lowestWindow } from './figures.ts';

const start = new Date('2026-09-14T00:00:00+08:00');
const hours = (count: number): Date => new Date(start.getTime() + count * 3_600_000);
const aCall = (hour: number, outcome: CountedCall['outcome'] = 'ANSWERED'): CountedCall => ({
  id: `cal_${hour}`,
  callRef: `C${hour}`,
  ringAt: hours(hour),
  outcome,
  waitSeconds: 5,
  shiftId: null,
  watched: true,
  callbackId: null,
});

describe('the connection rate', () => {
  it('leaves spam out', () => {
    const calls = [aCall(1), aCall(2, 'MISSED'), aCall(3, 'SPAM')];

    expect(connectionRate(calls)).toEqual({ numerator: 1, denominator: 2, value: 0.5 });
  });

  it('of no call is none', () => {
    expect(connectionRate([aCall(3, 'SPAM')]).value).toBeNull();
  });

  it('is looked for from each ring over the next 24 hours', () => {
    const calls = [aCall(0), aCall(23, 'MISSED'), aCall(24), aCall(30), aCall(60)];

    expect(lowestWindow(calls, hours(100))).toEqual({ from: hours(0), value: 0.5 });
    expect(lowestWindow(calls, hours(50))).toEqual({ from: hours(0), value: 0.5 });
  });

  it('counts no window that has not ended', () => {
    const calls = [aCall(0), aCall(10, 'MISSED'), aCall(11, 'MISSED')];

    expect(lowestWindow(calls, hours(23))).toBeNull();
    expect(lowestWindow(calls, hours(24))?.from).toEqual(hours(0));
  });

  it('a window ends before the ring 24 hours later', () => {
    expect(lowestWindow([aCall(0), aCall(24, 'MISSED')], hours(24))?.value).toBe(1);
  });
});

describe('a callback', () => {
  it.each([
    ['closed in time', hours(1), false],
    ['closed at the end of the limit', hours(2), false],
    ['closed too late', hours(3), true],
    ['still open at the moment', null, true],
    ['closed after the moment', hours(9), true],
  ])('%s', (_, closedAt, overdue) => {
    expect(isOverdue({ closedAt, dueAt: hours(2) }, hours(5))).toBe(overdue);
  });

  it('within its limit is not overdue', () => {
    expect(isOverdue({ closedAt: null, dueAt: hours(2) }, hours(2))).toBe(false);
  });
});
