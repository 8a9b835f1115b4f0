import { describe, expect, it } from '@jest/globals';
import { type Cell, cell } from './cell.ts';
import { isFault } from './cleaned.ts';

/** The clean text, or the fate of a cell that may not be stored. */
function read(column: Cell, written: string): string {
  const cleaned = column.clean(written, 'Asia/Shanghai');
  return isFault(cleaned) ? `${cleaned.outcome} ${cleaned.reason}` : cleaned.text;
}
const notes = (column: Cell, written: string) => {
  const cleaned = column.clean(written, 'Asia/Shanghai');
  return isFault(cleaned) ? [] : cleaned.notes.map(({ changed }) => (changed ? 'NORMALISED' : 'REMARKED'));
};

describe('an instant', () => {
  it.each([
    ['2026-09-22 15:33', '2026-09-22 15:33'],
    ['2026/9/22 15:33', '2026-09-22 15:33'],
    ['2026.09.22 15:33', '2026-09-22 15:33'],
    ['2026年9月22日 15:33', '2026-09-22 15:33'],
    ['2026年9月22日15时33分', '2026-09-22 15:33'],
    ['2026年9月22日下午3点33分', '2026-09-22 15:33'],
    ['2026-09-22 3:33 PM', '2026-09-22 15:33'],
    ['２０２６－０９－２２　１５：３３', '2026-09-22 15:33'],
    ['2026-09-22T15:33:00+08:00', '2026-09-22 15:33'],
    ['2026-09-22T07:33:00Z', '2026-09-22 15:33'],
    ['2026-09-22T09:33+02:00', '2026-09-22 15:33'],
    ['2026-09-22 24:00', '2026-09-23 00:00'],
    ['2026-09-22 12:30 AM', '2026-09-22 00:30'],
    ['20260922153300', '2026-09-22 15:33'],
    ['22/09/2026 15:33', '2026-09-22 15:33'],
    ['09/22/2026 15:33', '2026-09-22 15:33'],
    ['9/9/2026 15:33', '2026-09-09 15:33'],
    ['22 Sep 2026 15:33', '2026-09-22 15:33'],
    ['2026-09-22 15:33:05', '2026-09-22 15:33:05'],
  ])('%s is %s', (written, stored) => {
    expect(read(cell.instant(), written)).toBe(stored);
    expect(notes(cell.instant(), written)).toEqual(written === stored ? [] : ['NORMALISED']);
  });

  it.each([
    ['2026-02-30 09:15', 'REJECTED BAD_USER_INPUT: no such day'],
    ['2026-09-31 10:05', 'REJECTED BAD_USER_INPUT: no such day'],
    ['31/31/2026 10:05', 'REJECTED BAD_USER_INPUT: no such day'],
    ['2026-09-22 25:10', 'REJECTED BAD_USER_INPUT: no such time'],
    ['0000-00-00 00:00', 'REJECTED BAD_USER_INPUT: no date'],
    ['2026-13-01 10:00', 'REJECTED BAD_USER_INPUT: no such day'],
    ['待定', 'REJECTED BAD_USER_INPUT: no date'],
    ['2026-09/22 10:00', 'REJECTED BAD_USER_INPUT: no date'],
    ['2026-09-22 noon', 'REJECTED BAD_USER_INPUT: no date'],
    ['0026-09-22 10:00', 'REJECTED BAD_USER_INPUT: out of range: the year'],
    ['09/10/2026 10:05', 'QUARANTINED day and month cannot be told apart'],
    ['26-09-14 10:05', 'QUARANTINED a year of two digits cannot be told from a day'],
    ['46279.5', 'QUARANTINED a spreadsheet day number, counted from an unknown day'],
    ['2026-09-22', 'QUARANTINED a day without its time'],
  ])('%s is %s', (written, fate) => {
    expect(read(cell.instant(), written)).toBe(fate);
  });

  it('is the same moment in whichever notation, and to the second where the column says so', () => {
    const moment = cell.instant({ precision: 'second' }).clean('2026-09-22T07:33:00Z', 'Asia/Shanghai');

    expect(moment).toMatchObject({ value: new Date('2026-09-22T07:33:00Z'), text: '2026-09-22 15:33:00' });
  });
});

it.each([
  ['2026-10-09', '2026-10-09'],
  ['2026年10月9日', '2026-10-09'],
  ['2026/10/9', '2026-10-09'],
  ['20261009', '2026-10-09'],
  ['2026-10-09 00:00:00', '2026-10-09'],
  ['2026-10-09 08:30', 'QUARANTINED a time of day where a day is asked'],
  ['2027-02-29', 'REJECTED BAD_USER_INPUT: no such day'],
  ['2028-02-29', '2028-02-29'],
  ['10/11/2026', 'QUARANTINED day and month cannot be told apart'],
])('the day %s is %s', (written, stored) => {
  expect(read(cell.day(), written)).toBe(stored);
});

it.each([
  ['94', '94'],
  ['９４', '94'],
  ['610,000', '610000'],
  ['1,234,567', '1234567'],
  ['６１０，０００', '610000'],
  ['007', '007'],
  ['+5', '5'],
  ['3.0', '3.0'],
  ['61,00', 'REJECTED BAD_USER_INPUT: no number'],
  ['3.5', 'REJECTED BAD_USER_INPUT: not a whole number'],
  ['-3', 'REJECTED BAD_USER_INPUT: out of range: less than 0'],
  ['９９９９９９９９９９９９９９９９９９', 'REJECTED BAD_USER_INPUT: out of range'],
  ['12人', 'REJECTED BAD_USER_INPUT: no number'],
  ['1e3', 'REJECTED BAD_USER_INPUT: no number'],
])('the count %s is %s', (written, stored) => {
  expect(read(cell.int({ min: 0 }), written)).toBe(stored);
});

it('a number may carry the unit of its column and stays within its limits', () => {
  expect(read(cell.int({ unit: '%', min: 0, max: 100 }), '85%')).toBe('85');
  expect(read(cell.int({ min: 1, max: 5 }), '6')).toBe('REJECTED BAD_USER_INPUT: out of range: more than 5');
  expect(read(cell.number(), '1,024.50')).toBe('1024.5');
});

it.each([
  ['霁政办函〔2026〕54号', '霁政办函〔2026〕54号', []],
  ['霁政办函（2026）54号', '霁政办函〔2026〕54号', ['NORMALISED']],
  ['霁政办函[2026]54号', '霁政办函〔2026〕54号', ['NORMALISED']],
  ['霁政办函【2026】54号', '霁政办函〔2026〕54号', ['NORMALISED']],
  ['霁政纪要〔２０２６〕４３号', '霁政纪要〔2026〕43号', ['NORMALISED']],
  ['JC23\u00a0', 'JC23', ['NORMALISED']],
  ['\u3000JC23', 'JC23', ['NORMALISED']],
  ['JC\u200b23', 'JC23', ['NORMALISED']],
  ['会议室（东）', '会议室（东）', []],
  ['x'.repeat(65), 'REJECTED BAD_USER_INPUT: longer than 64 characters', []],
])('the code %j is %j', (written, stored, remarks) => {
  expect(read(cell.code(), written)).toBe(stored);
  expect(notes(cell.code(), written)).toEqual(remarks);
});

it.each([
  ['对方留电话16093489497。', '对方留电话160****9497。', ['NORMALISED']],
  ['电话 160-9348-9497 或１６０９３４８９４９７', '电话 160****9497 或160****9497', ['NORMALISED']],
  ['编号116093489497', '编号116093489497', []],
  ["=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0", ['REMARKED']],
  ['@SUM(1+1)', '@SUM(1+1)', ['REMARKED']],
  ['+HYPERLINK("http://x.invalid")', '+HYPERLINK("http://x.invalid")', ['REMARKED']],
  ["-2+3+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", ['REMARKED']],
  ['- 一、加强巡查', '- 一、加强巡查', []],
  ['-3', '-3', []],
  ['谢谢<img src=x onerror=alert(1)>', '谢谢<img src=x onerror=alert(1)>', ['REMARKED']],
  ['<script>x</script>', '<script>x</script>', ['REMARKED']],
  ['温度<5度，湿度>60', '温度<5度，湿度>60', []],
  ['  两端空格\u3000', '两端空格', ['NORMALISED']],
])('the text %j is %j', (written, stored, remarks) => {
  expect(read(cell.text(), written)).toBe(stored);
  expect(notes(cell.text(), written)).toEqual(remarks);
});

it('a title has up to 200 characters, counted as people count', () => {
  expect(read(cell.title(), '𠮷'.repeat(200))).toBe('𠮷'.repeat(200));
  expect(read(cell.title(), '题'.repeat(201))).toBe('REJECTED BAD_USER_INPUT: longer than 200 characters');
});

it.each([
  ['Y', 'Y'],
  ['是', 'Y'],
  ['否', 'N'],
  ['true', 'Y'],
  ['０', 'N'],
  ['也许', 'REJECTED BAD_USER_INPUT: not an allowed value'],
])('%s answers %s', (written, stored) => {
  expect(read(cell.yesNo(), written)).toBe(stored);
});

it('an enumeration knows its values only, whatever their width and case', () => {
  const urgency = cell.enumeration(['NONE', 'URGENT'], { words: { 特急: 'URGENT' } });

  expect(['URGENT', 'urgent ', 'ＵＲＧＥＮＴ', '特急'].map((written) => read(urgency, written))).toEqual(
    Array(4).fill('URGENT'),
  );
  for (const strange of ['火急', 'constructor', '__proto__']) {
    expect(read(urgency, strange)).toBe('REJECTED BAD_USER_INPUT: not an allowed value');
  }
});

it('a level is never guessed', () => {
  expect(read(cell.level(), '机密')).toBe('SECRET');
  expect(read(cell.level(), '不详')).toBe('REJECTED BAD_USER_INPUT: not an allowed value');
});

it.each([
  ['A;B', 'A;B', []],
  ['A；B', 'A;B', ['NORMALISED']],
  ['A、B', 'A;B', ['NORMALISED']],
  ['A; B;', 'A;B', ['NORMALISED']],
  ['A;A', 'A;A', []],
])('the list %j is %j', (written, stored, remarks) => {
  expect(read(cell.list(), written)).toBe(stored);
  expect(notes(cell.list(), written)).toEqual(remarks);
});

it.each([
  ['16093489497', '16093489497'],
  ['+86 160-9348-9497', '16093489497'],
  ['１６０９３４８９４９７', '16093489497'],
  ['(0871)6512345', '08716512345'],
  ['无', 'REJECTED BAD_USER_INPUT: no telephone number'],
])('the telephone %s is %s', (written, stored) => {
  expect(read(cell.phone(), written)).toBe(stored);
});

describe('15-4.5 names and codes', () => {
  const oneLine = [cell.name(), cell.title(), cell.code(), cell.key(), cell.list(), cell.org()];

  it.each([
    ['张\n三', 'REJECTED BAD_USER_INPUT: more than one line'],
    ['张\u2028三', 'REJECTED BAD_USER_INPUT: more than one line'],
    ['张\t三', 'REJECTED BAD_USER_INPUT: more than one line'],
    ['三\u202e张', 'REJECTED BAD_USER_INPUT: a mark that turns the direction of writing'],
    ['三\u2066张\u2069', 'REJECTED BAD_USER_INPUT: a mark that turns the direction of writing'],
    ['三张\u200f', 'REJECTED BAD_USER_INPUT: a mark that turns the direction of writing'],
    ['三\u061c张', 'REJECTED BAD_USER_INPUT: a mark that turns the direction of writing'],
    ['三\u00ad张', 'REJECTED BAD_USER_INPUT: an invisible character'],
    ['三\u3164张', 'REJECTED BAD_USER_INPUT: an invisible character'],
    ['\u3164', 'REJECTED BAD_USER_INPUT: no visible character'],
    ['\u2061', 'REJECTED BAD_USER_INPUT: no visible character'],
  ])('%j are refused', (written, fate) => {
    expect(oneLine.map((column) => read(column, written))).toEqual(oneLine.map(() => fate));
  });

  it('of invisible characters alone are none', () => {
    expect(read(cell.name(), '\u200c')).toBe('REJECTED BAD_USER_INPUT: no visible character');
    expect(read(cell.code(), '\u200d')).toBe('REJECTED BAD_USER_INPUT: no visible character');
  });

  it('within a name are refused, within a code dropped with a note', () => {
    expect(read(cell.name(), '张\u200b三')).toBe('REJECTED BAD_USER_INPUT: an invisible character');
    expect([read(cell.code(), 'JC\u200b23'), notes(cell.code(), 'JC\u200b23')]).toEqual(['JC23', ['NORMALISED']]);
  });

  it('keep joiners where they join', () => {
    expect(read(cell.title(), '👩\u200d👩\u200d👧 家庭日')).toBe('👩\u200d👩\u200d👧 家庭日');
  });

  it('text keeps its lines and no mark that turns it', () => {
    expect(read(cell.text(), '第一条\n第二条')).toBe('第一条\n第二条');
    expect(read(cell.text(), '三\u202e张')).toBe('REJECTED BAD_USER_INPUT: a mark that turns the direction of writing');
  });

  it.each([
    ['A(1;2);B', 'A(1;2);B'],
    ['会议室（东、西）、礼堂', '会议室（东、西）;礼堂'],
    ['“甲、乙”|丙', '“甲、乙”;丙'],
  ])('in brackets no separator parts the list %s', (written, stored) => {
    expect(read(cell.list(), written)).toBe(stored);
  });
});

describe('15-4.3 signs that only look like digits', () => {
  it.each(['120①', '120²', '½', '1½', '12 0', '٣', '１２②', '①', '1２ ３', '3．', '十二', '1 000'])(
    'the count %s is refused',
    (written) => {
      expect(read(cell.int(), written)).toBe('REJECTED BAD_USER_INPUT: no number');
      expect(read(cell.number(), written)).toBe('REJECTED BAD_USER_INPUT: no number');
    },
  );

  it('full width is no other sign', () => {
    expect(read(cell.int(), '１２０')).toBe('120');
    expect(read(cell.number(), '１２０．５')).toBe('120.5');
    expect(read(cell.int({ unit: '%' }), '８５％')).toBe('85');
  });

  it.each(['霁政办发〔2026〕1号①', 'JC23²', 'JC٢3', '½', 'A;B①', '⑴'])('the code %s is refused', (written) => {
    expect(read(cell.code(), written)).toBe('REJECTED BAD_USER_INPUT: a sign that is no plain digit');
    expect(read(cell.list(), written)).toBe('REJECTED BAD_USER_INPUT: a sign that is no plain digit');
  });

  it.each(['①6093489497', '1609348949⑦', '160934894٩7', '16093489497²'])('the telephone %s is refused', (written) => {
    expect(read(cell.phone(), written)).toBe('REJECTED BAD_USER_INPUT: no telephone number');
  });

  it.each(['①', '¹'])('%s answers nothing', (written) => {
    expect(read(cell.yesNo(), written)).toBe('REJECTED BAD_USER_INPUT: not an allowed value');
  });

  it('no letter of another alphabet is taken for one of a value', () => {
    expect(read(cell.enumeration(['FINISHED']), 'fınıshed')).toBe('REJECTED BAD_USER_INPUT: not an allowed value');
  });
});

describe('15-4.4 telephones and codes of a spreadsheet', () => {
  const several = 'QUARANTINED more than one number, or an extension, where one number is asked';

  it.each([
    ['16093489497.0', '16093489497'],
    ['１６０９３４８９４９７．０', '16093489497'],
    ['08716512345.00', '08716512345'],
    ['8222001.0', '8222001'],
    ['+86 160 9348 9497', '16093489497'],
    ['(+86)160-9348-9497', '16093489497'],
    ['0086-160-9348-9497', '16093489497'],
    ['86-160-9348-9497', '16093489497'],
    ['8616093489497', '16093489497'],
    ['160.9348.9497', '16093489497'],
    ['1 6 0 9 3 4 8 9 4 9 7', '16093489497'],
    ['0571-87654321', '057187654321'],
    ['0571-8765-4321', '057187654321'],
    ['（0571）8765 4321', '057187654321'],
    ['+86 571 8765 4321', '57187654321'],
    ['+86 (0)571 87654321', '057187654321'],
    ['010-6543 2109', '01065432109'],
    ['822-2001', '8222001'],
    ['8222 0001', '82220001'],
    ['400-820-8820', '4008208820'],
    ['12345', '12345'],
    ['110', '110'],
    ['95588', '95588'],
    ['001 212 555 0100', '0012125550100'],
    ['+1 212 555 0100', 'QUARANTINED a number of another country; write it with 00'],
    ['160****9497', '160****9497'],
  ])('%s is %s', (written, stored) => {
    expect(read(cell.phone(), written)).toBe(stored);
  });

  it('the zeros of a spreadsheet go with a note', () => {
    const cleaned = cell.phone().clean('16093489497.0', 'Asia/Shanghai');
    expect(cleaned).toMatchObject({
      notes: expect.arrayContaining([
        { reason: 'a trailing .0 of a spreadsheet is no digit of the number', changed: true },
      ]),
    });
  });

  it.each([
    '16093489497、16093489498',
    '16093489497/16093489498',
    '16093489497 16093489498',
    '16093489497;8222001',
    '16093489497或8222001',
    '8222001 8222002',
    '8222001-8222002',
    '110 119',
    '0571-87654321-8012',
    '0571-8765432-1',
    '010-6543210-1',
    '8222001-12',
    '822200-12',
    '400-820-8820-1',
    '87654321转8012',
    '87654321 分机8012',
    '87654321 ext. 12',
    '87654321x12',
    '87654321#12',
    '1609348949716093489498'.slice(0, 15),
  ])('%s is kept aside', (written) => {
    expect(read(cell.phone(), written)).toBe(several);
  });

  it.each(['JC.0', '16093489497.5', '1.60934E+10', '+', '12', '.0', '电话16093489497'])('%s is none', (written) => {
    expect(read(cell.phone(), written)).toMatch(/^(?:REJECTED BAD_USER_INPUT: no telephone number|QUARANTINED)/);
  });

  it.each(['2023001.0', '23.00', '２３．０', '1.60934E+10', '2E+5'])('the code %s is kept aside', (written) => {
    expect(read(cell.code(), written)).toBe('QUARANTINED a code that a spreadsheet took for a number');
    expect(read(cell.person(), written)).toBe('QUARANTINED a code that a spreadsheet took for a number');
    expect(read(cell.list(), `A;${written}`)).toBe('QUARANTINED a code that a spreadsheet took for a number');
  });

  it.each(['v1.0', '1.05', '12-3.0', '2E5'])('the code %s is one', (written) => {
    expect(read(cell.code(), written)).toBe(written);
  });
});
