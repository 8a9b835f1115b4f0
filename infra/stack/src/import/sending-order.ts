import { cell, foldedCode } from '@chengqi/office-kernel';
import type { ExportRow, ExportTable } from './export-rows.ts';

export type SendingOrder = (table: Pick<ExportTable, 'header' | 'rows'>) => readonly ExportRow[];

type Field = (row: ExportRow) => string;

const fieldOf =
  (header: readonly string[], column: string): Field =>
  ({ values }) =>
    foldedCode(values[header.findIndex((name) => name.trim() === column)] ?? '');

/** A row that names another row of the file comes after it, wherever the file has it; a circle keeps the file's order. */
export const afterNamed =
  (key: string, parent: string): SendingOrder =>
  ({ header, rows }) => {
    const [keyOf, parentOf] = [fieldOf(header, key), fieldOf(header, parent)];
    const byKey = new Map<string, ExportRow>();
    for (const row of rows) if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row);
    const sent = new Set<ExportRow>();
    for (const row of rows) {
      const line: ExportRow[] = [];
      for (let next: ExportRow | undefined = row; next && !sent.has(next) && !line.includes(next); ) {
        line.push(next);
        next = byKey.get(parentOf(next));
      }
      for (const next of line.reverse()) sent.add(next);
    }
    return [...sent];
  };

const instant = cell.instant();
const zone = 'Asia/Shanghai';

/**
 * Whoever came first is asked first; rows that do not say when come last. Rows of one instant keep the file's order, or
 * go by their `number`: of two that exclude each other the one numbered first stays.
 */
export const byInstant =
  (column: string, number?: string): SendingOrder =>
  ({ header, rows }) => {
    const written = fieldOf(header, column);
    const numberOf = number === undefined ? () => '' : fieldOf(header, number);
    const when = (row: ExportRow): number => {
      const read = instant.clean(written(row), zone);
      return 'value' in read && read.value ? read.value.getTime() : Number.MAX_SAFE_INTEGER;
    };
    return rows
      .map((row) => ({ row, at: when(row), no: numberOf(row) }))
      .toSorted((a, b) => a.at - b.at || Number(a.no > b.no) - Number(a.no < b.no))
      .map(({ row }) => row);
  };
