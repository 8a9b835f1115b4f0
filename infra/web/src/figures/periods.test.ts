import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf, isDay, lengthOf, periodsOf, spanOf, startOf } from './periods.ts';

const days = fc.integer({ min: 0, max: 15_000 }).map((count) => addDays('1995-01-01', count));
const grains = fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const);

describe('days of the office', () => {
  it('begin at midnight in the office, whatever the clock of the browser says', () => {
    expect(dayOf(new Date('2026-09-13T15:59:59Z'))).toBe('2026-09-13');
    expect(dayOf(new Date('2026-09-13T16:00:00Z'))).toBe('2026-09-14');
    expect(new Date(startOf('2026-09-14')).toISOString()).toBe('2026-09-13T16:00:00.000Z');
  });

  it('are days of the calendar', () => {
    for (const day of ['2028-02-29', '2026-12-31']) expect(isDay(day)).toBe(true);
    for (const day of ['2026-02-29', '2026-13-01', '2026-9-1', '0206-09-01', '']) expect(isDay(day)).toBe(false);
  });

  it('make the periods that people name, months to their end', () => {
    expect(spanOf('this-month', '2026-02-11')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(spanOf('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(spanOf('this-year', '2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(spanOf('last-12-months', '2026-03-31')).toEqual({ from: '2025-04-01', to: '2026-03-31' });
  });
});

describe('periods of an answer', () => {
  it('follow one another without a gap from the first day to the last', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 900 }), grains, (from, length, grain) => {
        const to = addDays(from, length - 1);
        const periods = periodsOf({ from, to }, grain);

        expect(lengthOf({ from, to })).toBe(length);
        expect(periods[0]?.from).toBe(startOf(from));
        expect(periods.at(-1)?.to).toBe(startOf(addDays(to, 1)));
        for (const [n, period] of periods.slice(1).entries()) expect(period.from).toBe(periods[n]?.to);
        expect(new Set(periods.map(({ label }) => label)).size).toBe(periods.length);
      }),
    );
  });

  it('are named as the graph names them: weeks belong to the year of their Thursday', () => {
    const labels = (from: string, to: string, grain: 'DAY' | 'WEEK' | 'MONTH') =>
      periodsOf({ from, to }, grain).map(({ label }) => label);

    expect(labels('2026-12-27', '2027-01-04', 'WEEK')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(labels('2024-12-30', '2025-01-05', 'WEEK')).toEqual(['2025-W01']);
    expect(labels('2026-08-31', '2026-10-01', 'MONTH')).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(labels('2026-02-28', '2026-03-01', 'DAY')).toEqual(['2026-02-28', '2026-03-01']);
  });
});
