import { createHash } from 'node:crypto';
import type { ExportRow } from './export-rows.ts';

/** The whole of `ImportInput`. */
export interface Batch {
  readonly export: string;
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly ExportRow[];
  readonly balanceDay: string | null;
  readonly idempotencyKey: string;
}

const mostRows = 200;
/** Half of what the gateway takes in one request, because JSON may write a character with up to six. */
const mostBytes = 1024 * 1024;
/** The longest field an owner looks at; far longer than any column, so what is cut here is refused there. */
const longestField = 65_536;

export interface BatchSource {
  readonly export: string;
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly ExportRow[];
  readonly balanceDay: string | null;
}

/** The same rows give the same batches with the same keys: an interrupted import asks the same questions again. */
export function* batchesOf({ rows, ...source }: BatchSource): Generator<Batch> {
  let open: ExportRow[] = [];
  let size = 0;
  for (const row of rows.map(shortened)) {
    const bytes = Buffer.byteLength(JSON.stringify(row));
    if (open.length === mostRows || (open.length > 0 && size + bytes > mostBytes)) {
      yield sealed(source, open);
      open = [];
      size = 0;
    }
    open.push(row);
    size += bytes;
  }
  if (open.length > 0) yield sealed(source, open);
}

function shortened(row: ExportRow): ExportRow {
  if (row.values.every(({ length }) => length <= longestField)) return row;
  return { ...row, values: row.values.map((value) => value.slice(0, longestField).toWellFormed()) };
}

function sealed(source: Omit<BatchSource, 'rows'>, rows: readonly ExportRow[]): Batch {
  const content = JSON.stringify([source.export, source.file, source.header, rows, source.balanceDay]);
  const digest = createHash('sha256').update(content).digest('hex');
  return { ...source, rows, idempotencyKey: `import-${digest.slice(0, 48)}` };
}
