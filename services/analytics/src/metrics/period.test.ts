import { DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { periodsOf, requireSpan } from './period.ts';

const zone = 'Asia/Shanghai';
const at = (local: string) => new Date(`${local}+08:00`);
const labels = (from: string, to: string, grain: 'DAY' | 'WEEK' | 'MONTH' | null) =>
  periodsOf(zone, at(from), at(to), grain).map(({ label }) => label);

describe('periods', () => {
  it('are days, weeks from Monday and months of the office’s zone', () => {
    expect(labels('2026-09-01T00:00', '2026-09-03T00:00', 'DAY')).toEqual(['2026-09-01', '2026-09-02']);
    expect(labels('2026-12-28T00:00', '2027-01-11T00:00', 'WEEK')).toEqual(['2026-W53', '2027-W01']);
    expect(labels('2026-09-30T23:59', '2026-10-01T00:01', 'MONTH')).toEqual(['2026-09', '2026-10']);
    expect(labels('2026-09-01T00:00', '2026-10-01T00:00', null)).toEqual(['2026-09-01/2026-09-30']);
  });

  it('neighbour each other and end where the question does', () => {
    const periods = periodsOf(zone, at('2026-09-02T08:00'), at('2026-09-20T09:00'), 'WEEK');
    expect(periods[0]?.from).toEqual(at('2026-09-02T08:00'));
    expect(periods.at(-1)?.to).toEqual(at('2026-09-20T09:00'));
    for (const [index, { from }] of periods.entries()) if (index > 0) expect(from).toEqual(periods[index - 1]?.to);
  });

  it('are refused when they are too many, backwards or too long', () => {
    expect(() => periodsOf(zone, at('2025-01-01T00:00'), at('2026-09-01T00:00'), 'DAY')).toThrow(DomainError);
    expect(() => requireSpan({ from: at('2026-09-02T00:00'), to: at('2026-09-02T00:00') })).toThrow(DomainError);
    expect(() => requireSpan({ from: at('2021-09-01T00:00'), to: at('2026-09-02T00:00') })).toThrow(DomainError);
    expect(() => requireSpan({ from: at('2021-09-02T00:00'), to: at('2026-09-02T00:00') })).not.toThrow();
  });
});
