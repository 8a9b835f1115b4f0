import { describe, expect, it } from '@jest/globals';
import { periodNamed } from './period-named.ts';

const days = (text: string): string[] => {
  const { from, to } = periodNamed(text, 'Asia/Shanghai');
  return [from, to].map((at) => new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('T00:00:00.000Z', ''));
};

describe('a period of figures by its name', () => {
  it.each([
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-02', '2026-02-01', '2026-03-01'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['2026-09-14', '2026-09-14', '2026-09-15'],
    ['2026-09-01/2026-09-14', '2026-09-01', '2026-09-15'],
    ['2025-12/2026-01', '2025-12-01', '2026-02-01'],
  ])('%s ends before the day after its last', (text, from, to) => {
    expect(days(text)).toEqual([from, to]);
  });

  it.each([
    '',
    '26',
    '2026-13',
    '2026-02-30',
    '2025-W53',
    '2026-Q5',
    'last month',
    '2026-09-14/2026-09-01',
    '2026/2026/2026',
  ])('refuses %j and says how it is written', (text) => {
    expect(() => days(text)).toThrow('2026-W38');
  });
});
