import { describe, expect, it } from '@jest/globals';
import { cell } from '../cleaning/cell.ts';
import { type InputRow, readRow } from './import-row.ts';

const plan = {
  cells: {
    no: cell.key(),
    title: cell.title({ required: true }),
    level: cell.level({ required: true }),
    n: cell.int(),
  },
  key: 'no',
};
const header = ['no', 'title', 'level', 'n'];
const read = (values: string[], facts: Partial<InputRow> = {}) =>
  readRow(plan, header, { record: 1, line: 2, values, ...facts }, 'Asia/Shanghai');
const fateOf = (values: string[], facts: Partial<InputRow> = {}) => {
  const { outcome, remarks } = read(values, facts);
  return [outcome, ...remarks.map(({ column, reason }) => `${column ?? 'row'}: ${reason}`)];
};

describe('a row', () => {
  it('is accepted as it is', () => {
    expect(read(['A1', '标题', 'INTERNAL', ''])).toMatchObject({
      key: 'A1',
      outcome: 'ACCEPTED',
      remarks: [],
      values: { no: 'A1', title: '标题', level: 'INTERNAL', n: null },
    });
  });

  it.each([
    [['A1', '标题', 'INTERNAL'], 'REJECTED', 'row: BAD_USER_INPUT: wrong number of fields'],
    [['A1', '标题', 'INTERNAL', '', ''], 'REJECTED', 'row: BAD_USER_INPUT: wrong number of fields'],
    [header, 'REJECTED', 'row: BAD_USER_INPUT: header line inside the data'],
    [['合计', '', '', '12'], 'REJECTED', 'row: BAD_USER_INPUT: a total is no record'],
    [['', '总 计：', '', '12'], 'REJECTED', 'row: BAD_USER_INPUT: a total is no record'],
    [['A1', '标\u0000题', 'INTERNAL', ''], 'REJECTED', 'title: BAD_USER_INPUT: control character U+0000'],
    [['A1', '标题\ud83d', 'INTERNAL', ''], 'QUARANTINED', 'title: encoded lone surrogate; no valid UTF-8'],
    [['', '标题', 'INTERNAL', ''], 'REJECTED', 'no: BAD_USER_INPUT: must not be empty'],
    [['', ' ', '\u3000', '\t'], 'REJECTED', 'row: BAD_USER_INPUT: a row of blanks is no record'],
    [[';;;', '', '、', ''], 'REJECTED', 'row: BAD_USER_INPUT: a row of blanks is no record'],
    [['A1', '标\u0085题', 'INTERNAL', ''], 'REJECTED', 'title: BAD_USER_INPUT: control character U+0085'],
    [
      ['A1', '标\u202e题', 'INTERNAL', ''],
      'REJECTED',
      'title: BAD_USER_INPUT: a mark that turns the direction of writing',
    ],
    [['A1', ' ', 'INTERNAL', ''], 'REJECTED', 'title: BAD_USER_INPUT: must not be empty'],
  ])('%j is %s', (values, outcome, reason) => {
    expect(fateOf(values)).toEqual([outcome, reason]);
  });

  it('with broken bytes is kept aside', () => {
    expect(fateOf(['A1', '标题', 'INTERNAL', ''], { defect: 'INVALID_ENCODING' })).toEqual([
      'QUARANTINED',
      'row: broken byte sequence',
    ]);
  });

  it('with several faults has the fate of the worst and names them all', () => {
    expect(fateOf(['A1 ', '标题', '不详', 'x'])).toEqual([
      'REJECTED',
      'no: trim ordinary, no-break and ideographic spaces',
      'level: BAD_USER_INPUT: not an allowed value',
      'n: BAD_USER_INPUT: no number',
    ]);
  });
});

describe('the text of a secret row', () => {
  const secret = '关于某事的通知';

  it('above the ceiling is kept nowhere', () => {
    const row = read(['A1', secret, 'CONFIDENTIAL', '']);

    expect(row).toMatchObject({ outcome: 'NORMALISED', values: { title: '' } });
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('of WORK_SECRET is stored, and not in what is remembered of the import', () => {
    const row = read(['A1', `${secret} `, 'WORK_SECRET', '']);

    expect(row.values.title).toBe(secret);
    expect(JSON.stringify([row.raw, row.remarks])).not.toContain(secret);
  });

  it.each([
    [['A1', secret, '不详', '']],
    [['A1', secret, '', '']],
    [['A1', secret, 'SECRET']],
    [['A1', `${secret}\u0000`, 'SECRET', '']],
  ])('is kept nowhere when the level cannot be read: %j', (values) => {
    expect(JSON.stringify(read(values))).not.toContain(secret);
  });
});
