import { badInput, refusal } from '@chengqi/service-kit';
import { trimmed } from '../cleaning/codes.ts';
import type { Cells, ImportInput } from './import-plan.ts';

const maxRows = 200;
const maxName = 100;
/** No cell of an export is longer; a longer one is not an office's text. */
const maxCell = 65_536;

const wrong = (field: string, en: string, zh: string) => badInput(field, { en, zh });

/**
 * Checks a batch as a whole and answers its header; what is wrong with a single row is that row's fate instead.
 * @throws DomainError BAD_USER_INPUT or LIMIT_EXCEEDED
 */
export function readHeader(input: ImportInput, cells: Cells, today: string): string[] {
  if (input.rows.length > maxRows) {
    throw refusal(
      'LIMIT_EXCEEDED',
      { en: `At most ${maxRows} rows at once.`, zh: `每批最多 ${maxRows} 行。` },
      { field: 'rows' },
    );
  }
  for (const field of ['export', 'file'] as const) {
    const length = input[field].length;
    if (length === 0 || length > maxName)
      throw wrong(field, `1 to ${maxName} characters.`, `应为 1 至 ${maxName} 个字符。`);
  }
  const records = new Set(input.rows.map(({ record }) => record));
  if (records.size !== input.rows.length || [...records].some((record) => record < 1)) {
    throw wrong('rows', 'Row numbers start at 1 and do not repeat.', '行号从 1 开始且不得重复。');
  }
  if (input.rows.some(({ values }) => values.some((value) => value.length > maxCell))) {
    throw wrong('rows', 'A field is longer than 65536 characters.', '字段超过 65536 个字符。');
  }
  if (input.balanceDay != null && input.balanceDay > today)
    throw wrong('balanceDay', 'The day of opening balances lies ahead.', '期初余额日不得晚于今天。');
  const header = input.header.map(trimmed);
  const expected = Object.keys(cells);
  const unknown = header.filter((name) => !Object.hasOwn(cells, name));
  const missing = expected.filter((name) => !header.includes(name));
  if (unknown.length > 0) throw wrong('header', `Unknown columns: ${quote(unknown)}`, `未知的列：${quote(unknown)}`);
  if (missing.length > 0) throw wrong('header', `Missing columns: ${quote(missing)}`, `缺少的列：${quote(missing)}`);
  if (new Set(header).size !== header.length) throw wrong('header', 'A column is named twice.', '列名重复。');
  return header;
}

const quote = (names: readonly string[]): string =>
  names
    .map((name) => name.slice(0, 40))
    .slice(0, 10)
    .join(', ');
