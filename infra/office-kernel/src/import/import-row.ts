import type { SecrecyLevel } from '@chengqi/schemas';
import type { Cell } from '../cleaning/cell.ts';
import { type Clean, isFault, quarantine, reject } from '../cleaning/cleaned.ts';
import { trimmed } from '../cleaning/codes.ts';
import { ceiling, isAbove } from '../secrecy-level.ts';
import type { Cells, ImportInput, ImportOutcome, ImportPlan, ImportRemark } from './import-plan.ts';

export type InputRow = ImportInput['rows'][number];

/** A row after its cells were read: what was noticed, and its values when nothing speaks against storing it. */
export interface ReadRow {
  readonly key: string | null;
  readonly outcome: ImportOutcome;
  readonly remarks: readonly ImportRemark[];
  readonly values: Readonly<Record<string, unknown>>;
  /** The cells as written, without what may not be kept; null when nothing may. */
  readonly raw: unknown;
}

const registerEntry = `level above ${ceiling}: a register entry without text`;
const totals = new Set([
  '合计',
  '总计',
  '小计',
  '共计',
  '累计',
  '汇总',
  'total',
  'totals',
  'sum',
  'subtotal',
  'grandtotal',
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** What speaks against the row as a whole, before its cells are read. */
function rowFault(
  row: InputRow,
  header: readonly string[],
): { outcome: ImportOutcome; reason: string; column: string | null } | null {
  const { values } = row;
  const whole = (fault: { outcome: ImportOutcome; reason: string }, column: string | null = null) => ({
    ...fault,
    column,
  });
  if (row.defect === 'INVALID_ENCODING') return whole(quarantine('broken byte sequence'));
  const lone = values.findIndex((value) => !value.isWellFormed());
  if (lone >= 0) return whole(quarantine('encoded lone surrogate; no valid UTF-8'), header[lone] ?? null);
  if (values.every((value) => /^[\s,，;；|、]*$/.test(trimmed(value))))
    return whole(reject('a row of blanks is no record'));
  const lead = values.find((value) => trimmed(value) !== '') ?? '';
  if (totals.has(lead.replace(/[\s:：]/g, '').toLowerCase())) return whole(reject('a total is no record'));
  if (values.length !== header.length) return whole(reject('wrong number of fields'));
  if (values.every((value, index) => trimmed(value) === header[index]))
    return whole(reject('header line inside the data'));
  const bad = values.findIndex((value) => control.test(value));
  const code = values[bad] && control.exec(values[bad])?.[0]?.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return bad >= 0 ? whole(reject(`control character U+${code}`), header[bad] ?? null) : null;
}

interface Column {
  readonly name: string;
  readonly cell: Cell;
  readonly written: string;
}

/** Null where the plan has no level; the strictest where the row's cannot be read. */
function levelOf(columns: readonly Column[], cells: Cells, zone: string): SecrecyLevel | null {
  if (!Object.values(cells).some(({ isLevel }) => isLevel)) return null;
  const column = columns.find(({ cell }) => cell.isLevel);
  const cleaned = column && column.written !== '' ? column.cell.clean(column.written, zone) : null;
  return cleaned === null || isFault(cleaned) ? 'TOP_SECRET' : (cleaned.value as SecrecyLevel);
}

const strength: readonly ImportOutcome[] = ['ACCEPTED', 'REMARKED', 'NORMALISED', 'QUARANTINED', 'REJECTED'];

/** The outcome that weighs most. */
export const worst = (outcomes: readonly ImportOutcome[]): ImportOutcome =>
  outcomes.reduce(
    (found, outcome) => (strength.indexOf(outcome) > strength.indexOf(found) ? outcome : found),
    'ACCEPTED',
  );

/** Reads a row by the plan; pure. Text above INTERNAL leaves no trace in remarks, and above the ceiling none at all. */
export function readRow(
  plan: Pick<ImportPlan<Cells>, 'cells' | 'key'>,
  header: readonly string[],
  row: InputRow,
  zone: string,
): ReadRow {
  const { cells } = plan;
  const columns = header.flatMap((name, index): Column[] => {
    const cell = cells[name];
    return cell ? [{ name, cell, written: row.values[index] ?? '' }] : [];
  });
  const level = levelOf(columns, cells, zone);
  const fault = rowFault(row, header);
  if (fault) {
    const raw = level === null && row.values.length === header.length ? rawOf(columns, null) : null;
    const remarks = [{ column: fault.column, reason: fault.reason, raw: null, clean: null }];
    return { key: null, outcome: fault.outcome, remarks, values: {}, raw };
  }
  const read = columns.map((column) => readCell(column, level, zone));
  const key = read.find(({ name }) => name === plan.key)?.text ?? null;
  const outcome = worst(read.flatMap(({ outcomes }) => outcomes));
  const stored = outcome !== 'REJECTED' && outcome !== 'QUARANTINED';
  return {
    key: key === null ? null : key.slice(0, 160),
    outcome,
    remarks: read.flatMap(({ remarks }) => remarks).filter(({ reason }) => stored || reason !== registerEntry),
    values: Object.fromEntries(read.map(({ name, value }) => [name, value])),
    raw: rawOf(columns, level),
  };
}

const rawOf = (columns: readonly Column[], level: SecrecyLevel | null): Record<string, string | null> =>
  Object.fromEntries(columns.map(({ name, cell, written }) => [name, hides(cell, level) ? null : written]));

const hides = ({ privacy }: Cell, level: SecrecyLevel | null): boolean =>
  privacy === 'private' || (privacy === 'text' && level !== null && isAbove(level, 'INTERNAL'));

interface ReadCell {
  readonly name: string;
  readonly value: unknown;
  readonly text: string | null;
  readonly outcomes: readonly ImportOutcome[];
  readonly remarks: readonly ImportRemark[];
}

function readCell({ name, cell, written }: Column, level: SecrecyLevel | null, zone: string): ReadCell {
  const hidden = hides(cell, level);
  const remark = (reason: string, text: string | null): ImportRemark => ({
    column: name,
    reason,
    raw: hidden ? null : written,
    clean: hidden ? null : text,
  });
  const nothing = { name, value: cell.empty, text: null };
  if (trimmed(written) === '') {
    if (cell.required && !(cell.privacy === 'text' && tooSecret(level))) {
      return { ...nothing, outcomes: ['REJECTED'], remarks: [remark('BAD_USER_INPUT: must not be empty', null)] };
    }
    const blanks: ImportRemark[] = written === '' ? [] : [remark('trim ordinary, no-break and ideographic spaces', '')];
    return { ...nothing, outcomes: blanks.map(() => 'NORMALISED'), remarks: blanks };
  }
  if (cell.privacy === 'text' && tooSecret(level)) {
    const value = cell.required ? '' : cell.empty;
    return {
      ...nothing,
      value,
      outcomes: ['NORMALISED'],
      remarks: [{ column: name, reason: registerEntry, raw: null, clean: '' }],
    };
  }
  const cleaned = cell.clean(written, zone);
  if (isFault(cleaned)) return { ...nothing, outcomes: [cleaned.outcome], remarks: [remark(cleaned.reason, null)] };
  return { name, value: cleaned.value, text: cleaned.text, ...noted(cleaned, remark) };
}

function noted(
  { notes, text }: Clean<unknown>,
  remark: (reason: string, text: string) => ImportRemark,
): Pick<ReadCell, 'outcomes' | 'remarks'> {
  return {
    outcomes: notes.map(({ changed }) => (changed ? 'NORMALISED' : 'REMARKED')),
    remarks: notes.map(({ reason }) => remark(reason, text)),
  };
}

const tooSecret = (level: SecrecyLevel | null): boolean => level !== null && isAbove(level, ceiling);
