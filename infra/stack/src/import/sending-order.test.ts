import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterNamed, byInstant } from './sending-order.ts';

const rowsOf = (...rows: string[][]) => rows.map((values, index) => ({ record: index + 1, line: index + 2, values }));
const keys = (rows: readonly { values: readonly string[] }[]) => rows.map(({ values }) => values[0]);

describe('the order in which rows are sent', () => {
  const orgs = afterNamed('org_code', 'parent_code');
  const header = ['org_code', 'parent_code'];

  it('brings a parent before its children', () => {
    const rows = rowsOf(['C', 'B'], ['B ', 'A'], ['A', ''], ['D', 'nowhere']);

    expect(keys(orgs({ header, rows }))).toEqual(['A', 'B ', 'C', 'D']);
  });

  it('keeps every row once, whatever names whatever', () => {
    const letter = fc.constantFrom('A', 'B', 'C', 'D', '');
    fc.assert(
      fc.property(fc.array(fc.array(letter, { maxLength: 3 })), (values) => {
        const rows = rowsOf(...values);

        const sent = orgs({ header, rows });

        expect(new Set(sent)).toEqual(new Set(rows));
        expect(sent).toHaveLength(rows.length);
      }),
    );
  });

  it('asks whoever booked first first, in whatever notation, and rows without an instant last', () => {
    const rows = rowsOf(['x', 'soon'], ['late', '2026年9月14日 9:00'], ['y', ''], ['early', '2026-09-13 23:59']);

    expect(keys(byInstant('booked_at')({ header: ['booking_no', 'booked_at'], rows }))).toEqual([
      'early',
      'late',
      'x',
      'y',
    ]);
  });

  it('asks rows of one instant by their number, where the file has one', () => {
    const rows = rowsOf(['P2B', '2026-10-15 19:30'], ['P1', '2026-10-15 20:00'], ['P2', '2026/10/15 19:30']);
    const header = ['rating_no', 'rated_at'];

    expect(keys(byInstant('rated_at', 'rating_no')({ header, rows }))).toEqual(['P2', 'P2B', 'P1']);
    expect(keys(byInstant('rated_at')({ header, rows }))).toEqual(['P2B', 'P2', 'P1']);
  });
});
