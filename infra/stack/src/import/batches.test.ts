import { describe, expect, it } from '@jest/globals';
import { batchesOf } from './batches.ts';

const rowsOf = (count: number, value = 'x') =>
  Array.from({ length: count }, (_, index) => ({ record: index + 1, line: index + 2, values: [`K${index}`, value] }));
const source = (rows: ReturnType<typeof rowsOf>) => ({
  export: 'month',
  file: 'people.csv',
  header: ['no', 'name'],
  balanceDay: null,
  rows,
});

describe('the batches of a file', () => {
  it('hold every row once, in order, and at most 200', () => {
    const rows = rowsOf(401);
    const batches = [...batchesOf(source(rows))];

    expect(batches.map((batch) => batch.rows.length)).toEqual([200, 200, 1]);
    expect(batches.flatMap((batch) => batch.rows)).toEqual(rows);
  });

  it('stay within one request when rows are long', () => {
    const batches = [...batchesOf(source(rowsOf(60, '长'.repeat(20_000))))];

    for (const { rows } of batches) expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThan(1024 * 1024 + 200);
    expect(batches.flatMap(({ rows }) => rows)).toHaveLength(60);
  });

  it('ask again under the same key, and under another when anything differs', () => {
    const keyOf = (value: string, file = 'people.csv') =>
      [...batchesOf({ ...source(rowsOf(1, value)), file })].map(({ idempotencyKey }) => idempotencyKey)[0];

    expect(keyOf('a')).toBe(keyOf('a'));
    expect(new Set([keyOf('a'), keyOf('b'), keyOf('a', 'orgs.csv')]).size).toBe(3);
  });

  it('cut a field that no owner would look at to a length that every owner refuses', () => {
    const [batch] = batchesOf(source(rowsOf(1, `${'x'.repeat(65_535)}😀`)));

    expect(batch?.rows[0]?.values[1]).toHaveLength(65_536);
    expect(batch?.rows[0]?.values[1]?.isWellFormed()).toBe(true);
  });

  it('are none for a file with a header alone', () => {
    expect([...batchesOf(source([]))]).toEqual([]);
  });
});
