import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import type { MetricTable } from '../metrics/metric-table.ts';
import { csvOf, inert, linesOf, parquetOf, xlsxOf } from './metric-file.ts';

const period = { label: '2026-09', from: new Date(0), to: new Date(1) };

const table = (value: string | null, cell: { value: number | null; suppressed: boolean }): MetricTable => ({
  columns: [
    { name: 'period', role: 'PERIOD', metric: null },
    { name: 'CHANNEL', role: 'DIMENSION', metric: null },
    { name: 'call.total', role: 'VALUE', metric: null },
  ],
  rows: [
    {
      period,
      dims: [{ dimension: 'CHANNEL', value, org: null }],
      cells: [{ metric: 'call.total', numerator: null, denominator: null, ...cell }],
    },
  ],
  totalRows: 1,
  truncated: false,
  asOf: new Date(0),
});

describe('figures as a file', () => {
  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A1'])(
    'writes %j so that no spreadsheet runs it',
    (text) => {
      expect(inert(text)).toBe(`'${text}`);
      expect(linesOf(table(text, { value: 1, suppressed: false }))[1]).toEqual(['2026-09', `'${text}`, 1]);
    },
  );

  it('leaves other text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(inert(`x${text}`)).toBe(`x${text}`);
        expect(inert(inert(text))).toBe(inert(text));
      }),
    );
  });

  it('keeps numbers numbers, also negative ones, and shows a hidden value as hidden', () => {
    expect(linesOf(table('A', { value: -3, suppressed: false }))[1]).toEqual(['2026-09', 'A', -3]);
    expect(linesOf(table(null, { value: null, suppressed: true }))[1]).toEqual(['2026-09', null, '*']);
    expect(linesOf(table(null, { value: null, suppressed: false }))[1]).toEqual(['2026-09', null, null]);
  });

  it('holds nothing to run in either file, read back as a spreadsheet would, and every number as it was', async () => {
    const hostile = [
      '=1+1',
      '+86',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1',
      '＋1',
      '－1',
      '＠A1',
      '="a,b"',
      '=a\u0001<b>&',
    ];
    const known = table('A', { value: -3, suppressed: false });
    const [row] = known.rows as [MetricTable['rows'][number]];
    const rows = hostile.map((value) => ({ ...row, dims: [{ dimension: 'CHANNEL' as const, value, org: null }] }));
    for (const read of [await csvBack({ ...known, rows }), await xlsxBack({ ...known, rows })]) {
      const [, ...lines] = read;
      expect(lines.map(([, text]) => text?.replaceAll('\u0001', ''))).toEqual(
        hostile.map((text) => `'${text.replaceAll('\u0001', '')}`),
      );
      for (const [label, , number] of lines) expect([label, number]).toEqual(['2026-09', '-3']);
    }
  });
});

describe('figures as Parquet', () => {
  it('is read by DuckDB in the right types, with what is hidden, what is nothing and what is zero told apart', async () => {
    const told = table('=1+1', { value: 0, suppressed: false });
    const rows = [
      ...told.rows,
      ...table('中', { value: null, suppressed: true }).rows,
      ...table(null, { value: null, suppressed: false }).rows,
    ];
    expect(await asked({ ...told, rows }, 'DESCRIBE SELECT * FROM figures')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ column_name: 'period_from', column_type: 'TIMESTAMP' }),
        expect.objectContaining({ column_name: 'call.total', column_type: 'DOUBLE' }),
        expect.objectContaining({ column_name: 'call.total.suppressed', column_type: 'BOOLEAN' }),
      ]),
    );
    const wanted = `SELECT period, epoch_ms(period_to) AS "end", CHANNEL AS channel, "call.total" AS total,
      "call.total.suppressed" AS hidden FROM figures`;
    expect(await asked({ ...told, rows }, wanted)).toEqual([
      { period: '2026-09', end: '1', channel: '=1+1', total: 0, hidden: false },
      { period: '2026-09', end: '1', channel: '中', total: null, hidden: true },
      { period: '2026-09', end: '1', channel: null, total: null, hidden: false },
    ]);
  });

  it('has its columns also where there are no rows', async () => {
    const none = { ...table('A', { value: 1, suppressed: false }), rows: [] };
    expect(await asked(none, 'SELECT COUNT(*)::INT AS n, SUM("call.total") AS total FROM figures')).toEqual([
      { n: 0, total: null },
    ]);
  });
});

/** What DuckDB answers about the file. */
async function asked(given: MetricTable, sql: string): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-parquet-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const file = join(folder, 'figures.parquet');
    writeFileSync(file, parquetOf(given));
    await connection.run(`CREATE VIEW figures AS SELECT * FROM '${file}'`);
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/** RFC 4180 after a byte order mark. */
async function csvBack(given: MetricTable): Promise<string[][]> {
  const text = csvOf(given).toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

/** Cells of the first sheet; those of type `s` are places among the shared texts. */
async function xlsxBack(given: MetricTable): Promise<string[][]> {
  const files = unzipSync(await xlsxOf(given));
  const part = (name: string): string => strFromU8(files[`xl/${name}`] ?? new Uint8Array());
  expect(part('worksheets/sheet1.xml')).not.toMatch(/<f[ >]/);
  const texts = [...part('sharedStrings.xml').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => plainOf(text ?? ''));
  return part('worksheets/sheet1.xml')
    .split('<row ')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<c r="\w+"([^>]*)><v>([^<]*)<\/v>/g)].map(([, type, value]) =>
        type?.includes('t="s"') ? (texts[Number(value)] ?? '') : (value ?? ''),
      ),
    );
}

const plainOf = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
