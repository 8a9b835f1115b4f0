import { stringify } from 'csv-stringify/sync';
import { type BasicType, type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import writeXlsx from 'write-excel-file/node';
import type { MetricColumn, MetricRow, MetricTable } from '../metrics/metric-table.ts';

type Cell = string | number | null;

/** What a spreadsheet takes for a formula or a command, also in its full-width forms. */
const active = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Text that no spreadsheet runs: an apostrophe stands before what would begin a formula (OWASP, CSV injection). */
export const inert = (text: string): string => (active.test(text) ? `'${text}` : text);

const byteOrderMark = '\uFEFF';
const hiddenMark = '*';

/** Header and rows; a hidden value is a star, so that nobody takes it for an empty one. */
export function linesOf({ columns, rows }: MetricTable): Cell[][] {
  const header = columns.map(({ name }) => inert(name));
  const lines = rows.map(({ period, dims, cells }): Cell[] => [
    inert(period.label),
    ...dims.map(({ value }) => (value === null ? null : inert(value))),
    ...cells.map(({ value, suppressed }) => (suppressed ? hiddenMark : value)),
  ]);
  return [header, ...lines];
}

/** RFC 4180 with a byte order mark, by which spreadsheets know UTF-8. */
export const csvOf = (table: MetricTable): Buffer => Buffer.from(byteOrderMark + stringify(linesOf(table)), 'utf8');

/** A workbook of one sheet; numbers are numbers, everything else is text. */
export const xlsxOf = (table: MetricTable): Promise<Buffer> =>
  writeXlsx(
    linesOf(table).map((line) => line.map((cell) => (typeof cell === 'string' ? { type: String, value: cell } : cell))),
  ).toBuffer();

/**
 * Apache Parquet: the period with its two ends, the dimensions, and of each figure its value, both parts and whether it
 * is hidden, in columns of their types; what is hidden or not there is null. No cell is run, so text stays as it is.
 */
export function parquetOf({ columns, rows }: MetricTable): Buffer {
  const names = (role: MetricColumn['role']) => columns.filter((one) => one.role === role).map(({ name }) => name);
  const column = (name: string, type: BasicType, of: (row: MetricRow) => unknown): ColumnSource => ({
    ...{ name, type },
    data: rows.map(of),
  });
  const columnData = [
    column('period', 'STRING', ({ period }) => period.label),
    column('period_from', 'TIMESTAMP', ({ period }) => period.from),
    column('period_to', 'TIMESTAMP', ({ period }) => period.to),
    ...names('DIMENSION').map((name, at) => column(name, 'STRING', ({ dims }) => dims[at]?.value ?? null)),
    ...names('VALUE').flatMap((name, at) => [
      column(name, 'DOUBLE', ({ cells }) => cells[at]?.value ?? null),
      column(`${name}.numerator`, 'DOUBLE', ({ cells }) => cells[at]?.numerator ?? null),
      column(`${name}.denominator`, 'DOUBLE', ({ cells }) => cells[at]?.denominator ?? null),
      column(`${name}.suppressed`, 'BOOLEAN', ({ cells }) => cells[at]?.suppressed ?? false),
    ]),
  ];
  return Buffer.from(parquetWriteBuffer({ columnData, createdBy: 'chengqi' }));
}
