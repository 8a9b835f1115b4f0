import { describe, expect, it } from '@jest/globals';
import { periodsOf } from './periods.ts';
import { barsOf, isEmpty, linesOf } from './series.ts';
import type { Cell, Metric, Row } from './texts.ts';

const metric = (name: string, unit = '1'): Metric => ({
  name,
  labelEn: name,
  labelZh: name,
  unit,
  kind: unit === 'share' ? 'RATE' : 'COUNT',
  definition: '',
  definitionZh: '',
  dimensions: ['ORG'],
  people: false,
  fed: true,
  hasMembers: true,
});
const cell = (name: string, value: number | null, suppressed = false): Cell => ({
  metric: name,
  value,
  numerator: value,
  denominator: null,
  suppressed,
});
const [first, second, third] = periodsOf({ from: '2026-09-01', to: '2026-09-03' }, 'DAY');
const periods = [first, second, third].flatMap((period) => period ?? []);
const row = (period: Row['period'] | undefined, place: string | null, ...cells: Cell[]): Row => ({
  period: period as Row['period'],
  dims: place === null ? [] : [{ dimension: 'ORG', value: place, org: { name: place } }],
  cells,
});
const drawnOf = ({ series }: ReturnType<typeof linesOf>) =>
  series.map(({ points }) => points.map(({ drawn }) => drawn));

describe('lines', () => {
  const later = new Date('2026-10-01T00:00:00Z');

  it('A-4: leave a gap where a value is withheld, and never draw it as nothing', () => {
    const rows = [row(first, null, cell('sat', 8)), row(second, null, cell('sat', null, true))];

    expect(drawnOf(linesOf(rows, [metric('sat')], periods, later))).toEqual([[8, null, 0]]);
  });

  it('count nothing where nothing happened, have no rate of nothing, and do not foretell', () => {
    const rows = [row(first, null, cell('call', 3), cell('rate', 0.5))];
    const known = new Date('2026-09-02T03:00:00Z');

    expect(drawnOf(linesOf(rows, [metric('call')], periods, known))).toEqual([[3, 0, null]]);
    expect(drawnOf(linesOf(rows, [metric('rate', 'share')], periods, known))).toEqual([[0.5, null, null]]);
  });

  it('have one unit, that of the first figure; the others are told to be in the table', () => {
    const rows = [row(first, null, cell('call', 3), cell('rate', 0.5))];
    const { series, leftOut } = linesOf(rows, [metric('rate', 'share'), metric('call')], periods, later);

    expect(series.map(({ metric: { name } }) => name)).toEqual(['rate']);
    expect(leftOut).toBe(1);
  });

  it('are the six largest, in the order of the table', () => {
    const units = Array.from({ length: 9 }, (_, n) => `u${n}`);
    const rows = units.map((unit, n) => row(first, unit, cell('call', n)));
    const { series, leftOut } = linesOf(rows, [metric('call')], periods, later);

    expect(series.map(({ place }) => place?.value)).toEqual(units.slice(3));
    expect(leftOut).toBe(3);
  });
});

describe('bars', () => {
  it('stand by size, and what has no value last', () => {
    const rows = [
      row(first, 'a', cell('sat', 2)),
      row(first, 'b', cell('sat', null, true)),
      row(first, 'c', cell('sat', 7)),
    ];
    const drawing = barsOf(rows, [metric('sat')]);

    expect(drawing.axis.map((place) => place && 'value' in place && place.value)).toEqual(['c', 'a', 'b']);
    expect(drawnOf(drawing)).toEqual([[7, 2, null]]);
  });

  it('are the forty largest', () => {
    const rows = Array.from({ length: 50 }, (_, n) => row(first, `u${n}`, cell('call', n)));
    const { axis, placesLeftOut } = barsOf(rows, [metric('call')]);

    expect([axis.length, placesLeftOut]).toEqual([40, 10]);
  });

  it('A-4: are something to see where all of them are withheld, and nothing without a value', () => {
    expect(isEmpty(barsOf([row(first, 'a', cell('sat', null, true))], [metric('sat')]))).toBe(false);
    expect(isEmpty(barsOf([row(first, 'a', cell('sat', null))], [metric('sat')]))).toBe(true);
  });
});
