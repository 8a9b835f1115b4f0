import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coverNumber, coverNumbers, signsOf } from './cover-numbers.ts';

const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const numerals = (digits: string) => digits.replace(/\d/g, (digit) => [...'零一二三四五六七八九'][Number(digit)] ?? '');
const spoken = (digits: string) => numerals(digits).replaceAll('一', '幺').replaceAll('零', '〇');
const grouped =
  (...lengths: readonly number[]) =>
  (separator: string) =>
  (digits: string) => {
    const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
    return starts.map((start, index) => digits.slice(start, start + (lengths[index] ?? 0))).join(separator);
  };
const apart = (separator: string) => (digits: string) => [...digits].join(separator);
const after = (prefix: string, write: Writing) => (digits: string) => `${prefix}${write(digits)}`;

type Writing = (digits: string) => string;
const asIs: Writing = (digits) => digits;

const mobileWritings: Record<string, Writing> = {
  plain: asIs,
  hyphens: grouped(3, 4, 4)('-'),
  blanks: grouped(3, 4, 4)(' '),
  'no-break blanks': grouped(3, 4, 4)('\u00a0'),
  'dots 3-3-5': grouped(3, 3, 5)('.'),
  'blanks 4-4-3': grouped(4, 4, 3)(' '),
  'long dashes': grouped(3, 4, 4)('——'),
  'country with plus': after('+86 ', asIs),
  'country with zeros': after('0086-', grouped(3, 4, 4)('-')),
  'country alone': after('86', asIs),
  'country in brackets': after('(+86)', grouped(3, 4, 4)(' ')),
  'trunk zero': after('0', asIs),
  'each digit apart': apart(' '),
  'zero-width blanks': apart('\u200b'),
  'right-to-left marks': grouped(3, 4, 4)('\u200f'),
  'overridden direction': grouped(3, 4, 4)('\u202e'),
  wide,
  'wide with country': after('＋８６　', wide),
  numerals,
  'as spoken': spoken,
  'numerals among digits': (digits) => `${digits.slice(0, 3)}${numerals(digits.slice(3, 7))}${digits.slice(7)}`,
  brackets: (digits) => `(${digits.slice(0, 3)})${digits.slice(3)}`,
};
const landlineWritings: Record<string, Writing> = {
  hyphen: grouped(4, 8)('-'),
  plain: asIs,
  groups: grouped(4, 4, 4)(' '),
  brackets: (digits) => `(${digits.slice(0, 4)})${grouped(4, 4)(' ')(digits.slice(4))}`,
  'wide brackets': (digits) => `（${digits.slice(0, 4)}）${digits.slice(4)}`,
  'country without the zero': (digits) => `+86 ${digits.slice(1, 4)} ${digits.slice(4)}`,
  'country and the zero': (digits) => `+86 (0)${digits.slice(1, 4)} ${digits.slice(4)}`,
  'each digit apart': apart(' '),
  numerals,
};
const documentWritings: Record<string, Writing> = {
  plain: asIs,
  groups: grouped(6, 8, 4)(' '),
  hyphens: grouped(6, 4, 2, 2, 4)('-'),
  'small letter': (signs) => signs.toLowerCase(),
  wide,
  'zero-width blanks': apart('\u200b'),
};

const surroundings = [
  (number: string) => number,
  (number: string) => `请联系${number}。`,
  (number: string) => `联系人之一${number}，谢谢`,
  (number: string) => `（${number}）`,
  (number: string) => `霁办件2026-02101 2026-09-14 15:33 ${number} 共9人`,
  (number: string) => `Tel: ${number}, thanks`,
];

const writingsOf = (writings: Record<string, Writing>, digits: string) =>
  Object.entries(writings).map(([name, write]) => [name, write(digits)] as const);

describe('numbers of people in free text', () => {
  it.each(writingsOf(mobileWritings, '13800138000'))('a mobile number: %s', (_, written) => {
    for (const around of surroundings) expect(coverNumbers(around(written))).toBe(around('138****8000'));
  });

  it.each(writingsOf(landlineWritings, '057182220001'))('a line with its area code: %s', (_, written) => {
    for (const around of surroundings) expect(coverNumbers(around(written))).toBe(around('057*****0001'));
  });

  it.each(writingsOf(documentWritings, '11010519491231002X'))('an id document: %s', (_, written) => {
    for (const around of surroundings) expect(coverNumbers(around(written))).toBe(around('110*************2X'));
  });

  it.each([
    '霁办件2026-02101',
    '访2026-00012，霁政办函〔2026〕12号',
    '2026-09-14 2026-09-15 9人',
    '2026年9月14日 14:30至17:00，2026.10.16 0930-1130',
    '二〇二六年九月十四日，共一百三十八人',
    '12345 110 119 12306，或119 120 12345',
    '金额13,800,138,000元，138001380.00元，13 800 138 000 元',
    '投资1500000 2026年到位',
    '编号8330006，金额8330006，投资2500000，受理号：8330006，合同编号为 83300061',
    '人口8330006人，拨款2500000元，打印8330006份，拨付 83300061.50 元',
    '联系合同编号8330006，联系单号XF-8330006，20260922报送，打20260922',
    '8330006',
    '订单400820882012、流水420111202611301',
    '0830-2130 0900；0930 20260922',
    '150 2026-09-15',
    '编号116093489497，通话C091400008，20260922153300',
    '138****8000',
    '第13800138号',
  ])('%s stays', (text) => {
    expect(coverNumbers(text)).toBe(text);
  });

  it.each([
    ['值班电话8222001，8222 0001', '值班电话82***01，82****01'],
    ['请回8330006', '请回83***06'],
    ['座机：８３３－０００６，传真833 0006', '座机：83***06，传真83***06'],
    ['联系王女士（8330006）', '联系王女士（83***06）'],
    ['座机号：8330006，拨出8330006', '座机号：83***06，拨出83***06'],
    ['打八三三零零零六找他', '打83***06找他'],
    ['8330006是本人电话', '83***06是本人电话'],
    ['Tel: 8330006, thanks', 'Tel: 83***06, thanks'],
    ['联系8330006、8330007或83300088分机2', '联系83***06、83***07或83****88分机2'],
    ['电话 8 3 3 0 0 0 6', '电话 83***06'],
    ['400-820-8820、800 820 8820或4008208820', '400***8820、800***8820或400***8820'],
    ['客服400 8208 820', '客服400***8820'],
    ['证件330102491231002，或330102 491231 002', '证件330**********02，或330**********02'],
  ])('%s becomes %s', (text, left) => {
    expect(coverNumbers(text)).toBe(left);
    expect(coverNumbers(left)).toBe(left);
  });

  it.each([
    ['+86 138-0013-8000', '138****8000'],
    ['0086 138.0013.8000', '138****8000'],
    ['＋８６－１３８－００１３－８０００', '138****8000'],
    ['86 138 0013 8000', '138****8000'],
    ['+86 138 00 13 80 00', '138****8000'],
    ['138‧0013‧8000', '138****8000'],
    ['+86-571-8222-0001', '057*****0001'],
    ['0086 571 82220001', '057*****0001'],
    ['0571.8222.0001', '057*****0001'],
    ['+852 9123 4567', '+852****4567'],
    ['＋85291234567', '+852****4567'],
    ['+1 (212) 555-0100', '+121****0100'],
    ['电话0085291234567', '电话00852****4567'],
  ])('15-4.4 %s becomes %s', (text, left) => {
    expect(coverNumbers(text)).toBe(left);
    expect(coverNumbers(left)).toBe(left);
  });

  it.each([
    '霁政办发〔2026〕138号',
    'BG2026-99138001380',
    '2026.09.14-2026.09.30',
    'GMT+8 2026-09-14 10:30',
    '2026-09-14T10:30+0800',
    '同比+12345678元',
    '+2026-09-14',
    '编号0012345678',
    '0012345678',
    '1.3800亿元、138.0013万元',
    '坐标120.12345678，30.12345678',
  ])('15-4.4 %s stays', (text) => {
    expect(coverNumbers(text)).toBe(text);
  });

  it('a number in brackets may look like a day', () => {
    expect(coverNumbers('电话(130)19000101')).toBe('电话130****0101');
  });

  it('one number leaves what stands around it, and the next one is found, too', () => {
    expect(coverNumbers('13800138000、138 0013 8001或0571-82220001转8001')).toBe(
      '138****8000、138****8001或057*****0001转8001',
    );
  });

  it('a number that is known is hidden in writings that would not tell it apart', () => {
    expect(coverNumber('打8222 001或８２２２００１', '8222001', '82***01')).toBe('打82***01或82***01');
    expect(coverNumber('护照e 1234-5678', 'E12345678', 'E12****78')).toBe('护照E12****78');
    expect(coverNumber('编号182220019', '8222001', '***')).toBe('编号182220019');
    expect(signsOf('＋８６ 一三八-0013')).toBe('861380013');
  });
});

const digit = fc.integer({ min: 0, max: 9 });
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((each) => each.join(''));
const among = <T>(values: readonly T[]) => fc.constantFrom(...values);

const mobiles = fc.tuple(among([...'3456789']), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const landlines = fc
  .tuple(among(['0571', '0310', '0991', '0755']), among([...'5678']), digits(7))
  .map((parts) => parts.join(''));
const documents = fc
  .tuple(
    digits(5),
    fc.integer({ min: 1930, max: 2020 }),
    fc.integer({ min: 10, max: 12 }),
    digits(3),
    among([...'0123456789X']),
  )
  .map(([region, year, month, order, check]) => `1${region}${year}${month}15${order}${check}`);

const planted = fc.oneof(
  fc.record({ number: mobiles, write: among(Object.values(mobileWritings)) }),
  fc.record({ number: landlines, write: among(Object.values(landlineWritings)) }),
  fc.record({ number: documents, write: among(Object.values(documentWritings)) }),
);

it('whatever the number and its writing, nothing of its middle is left', () => {
  fc.assert(
    fc.property(planted, among(surroundings), ({ number, write }, around) => {
      const text = around(write(number));

      const left = coverNumbers(text);

      const shown = number.length === 18 ? [3, 2] : [3, 4];
      const mask = new RegExp(`${number.slice(0, shown[0])}\\*{4,13}${number.slice(-(shown[1] ?? 0))}`);
      expect(left.replace(mask, '#')).toBe(around('#'));
      expect(coverNumbers(left)).toBe(left);
    }),
    { numRuns: 3000 },
  );
});
