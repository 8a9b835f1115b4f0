/**
 * Free text without the numbers that reach a private person or say who somebody is, as people write them: with prefix,
 * blanks, hyphens, dots or brackets, in wide digits or Chinese numerals, with marks between that nobody sees. A line
 * without its area code is told by the words around it. Numbers of cases and documents, days, times and amounts stay.
 */
export const coverNumbers = (text: string): string =>
  scripts.reduce((read, script) => script.kinds.reduce((left, kind) => replaced(left, script, kind), read), text);

/** Free text without this very number or id document, however it is written there. */
export function coverNumber(text: string, number: string, mask: string): string {
  const signs = [...signsOf(number)];
  if (signs.length < 5) return text;
  const pattern = new RegExp(`${notAfterSign}${prefix}0?${signs.join(gap)}${notBeforeSign}`, 'gi');
  return scripts.reduce((read, script) => replaced(read, script, { pattern, cover: () => mask }), text);
}

/** Digits and capital letters of a number, whatever its writing. */
export const signsOf = (written: string): string =>
  plainOf(written, chinese)
    .toUpperCase()
    .replace(/[^\dA-Z]/g, '');

/** First three and last four digits of a telephone number; of one without area code, first and last two. */
export function coverPhone(digits: string): string {
  const [head, tail] = digits.length < 10 ? [2, 2] : [3, 4];
  return `${digits.slice(0, head)}${'*'.repeat(digits.length - head - tail)}${digits.slice(-tail)}`;
}

/** First three and last two signs of an id document; of a short one the last two. */
export function coverIdNumber(signs: string): string {
  const head = signs.slice(0, signs.length < 9 ? 0 : 3);
  return `${head}${'*'.repeat(signs.length - head.length - 2)}${signs.slice(-2)}`;
}

interface Kind {
  /** What may be such a number; of the text each sign is one sign still, as `plainOf` leaves it. */
  readonly pattern: RegExp;
  /** What is shown instead; null where it is no such number after all. */
  readonly cover: (found: RegExpExecArray) => string | null;
}

const hidden = '\u200b{0,6}';
const gap = '[\u200b .()-]{0,6}';
const prefix = `(?:\\(?(?:\\+${gap})?(?:00${gap})?86${gap})?`;
const notAfterDigit = `(?<!\\d${hidden})`;
const notAfterSign = `(?<![\\dA-Z]${hidden})`;
const notBeforeDigit = `(?!${hidden}\\d)`;
const notBeforeSign = `(?!${hidden}[\\dA-Z])`;
const more = (count: string): string => `(?:${gap}\\d){${count}}`;

const idDocument: Kind = {
  pattern: new RegExp(`${notAfterDigit}[1-9]${more('16')}${gap}[\\dX]${notBeforeSign}`, 'gi'),
  cover: ([found]) => (isIdNumber(signsOf(found)) ? coverIdNumber(signsOf(found)) : null),
};

/** Of the years before 1999: region, day of birth with two digits of its year, and order. */
const oldIdDocument: Kind = {
  pattern: new RegExp(`${notAfterSign}[1-8]${more('14')}${notBeforeSign}`, 'gi'),
  cover: ([found]) => {
    const signs = signsOf(found);
    const usual = ['15', '6,6,3', '6,2,2,2,3', Array(15).fill(1).join()].includes(lengthsOf(found));
    return usual && regions.has(signs.slice(0, 2)) && isDay(`19${signs.slice(6, 12)}`) ? coverIdNumber(signs) : null;
  },
};

const mobileAs = (before: string, number: string, after: string): Kind => ({
  pattern: new RegExp(`${before}\\(?${prefix}(?:0${hidden})?(?<number>${number})${after}`, 'g'),
  cover: (found) => {
    const digits = found.groups?.number ?? '';
    return isUsual(digits) || isPlausible(digits, found) || /^\(?(?:\+|00)/.test(found[0])
      ? coverPhone(signsOf(digits))
      : null;
  },
});

/** With its area code; an area without the leading zero follows the prefix of the country. */
const landlineAs = (before: string, after: string): Kind => ({
  pattern: new RegExp(
    `${before}(?:\\(?${prefix}0|\\(?(?:\\+${gap}86|0086|86(?!\\d)))${gap}` +
      `(?<area>1${gap}0|2${gap}\\d|[3-9]${gap}\\d${gap}\\d)${gap}(?<local>[2-9]${more('6,7')})${after}`,
    'g',
  ),
  cover: ({ groups }) => {
    const [area, local] = [groupsOf(groups?.area ?? ''), groupsOf(groups?.local ?? '')];
    const apart = [...area, ...local].every(({ length }) => length === 1);
    if ((area.length > 1 && !apart) || isDayAndTime(`0${area[0]}`, local)) return null;
    return coverPhone(`0${area.join('')}${local.join('')}`);
  },
});

/** Of a firm, whatever its place: 400-820-8820. */
const nationwideAs = (before: string, after: string): Kind => ({
  pattern: new RegExp(`${before}(?<number>[48]${gap}0${gap}0${more('7')})${after}`, 'g'),
  cover: (found) => {
    const digits = found.groups?.number ?? '';
    const usual = ['10', '3,3,4', '3,4,3', '3,7'].includes(lengthsOf(digits));
    return !isFigure(found) && (usual || isTold(found)) ? coverPhone(signsOf(digits)) : null;
  },
});

/** Of another country; one without `+` may be a code, unless the words around tell that somebody is reached by it. */
const foreignAs = (before: string, after: string): Kind => ({
  pattern: new RegExp(`${before}(?<plus>\\+${gap}|00)(?<number>(?!${gap}0)\\d${more('7,13')})${after}`, 'g'),
  cover: (found) => {
    const { plus = '', number = '' } = found.groups ?? {};
    const groups = groupsOf(number);
    const usual = plus.startsWith('+') && groups.length <= 5 && groups.slice(1).every(({ length }) => length > 2);
    if (isFigure(found) || isDay(signsOf(number)) || !(usual || isTold(found))) return null;
    return `${plus.startsWith('+') ? '+' : '00'}${coverPhone(signsOf(number))}`;
  },
});

/** Without its area code, it may be anything, unless the words around tell that somebody is reached by it. */
const localAs = (before: string, after: string): Kind => ({
  pattern: new RegExp(
    `${before}(?<number>[2-8]${hidden}(?:\\d${hidden}){2,3}[ .-]{0,3}${hidden}(?:\\d${hidden}){3}\\d|[2-8](?:${gap}\\d){6,7})${after}`,
    'g',
  ),
  cover: (found) => {
    const digits = found.groups?.number ?? '';
    const usual = ['7', '8', '3,4', '4,4', '1,1,1,1,1,1,1', '1,1,1,1,1,1,1,1'].includes(lengthsOf(digits));
    return usual && isTold(found) && !isFigure(found) && !isDay(signsOf(digits)) ? coverPhone(signsOf(digits)) : null;
  },
});

const reaches =
  /(?:电话|座机|固话|手机|热线|总机|分机|传真|来电|回电|致电|去电|拨|联系|联络|回呼|[打回呼](?:给|到)?|女士|先生|同志|师傅|大爷|大妈|阿姨|本人|家属|家里|☎|\b(?:tel|phone|telephone|call|fax|mobile))[^。；;！!？?\n]{0,12}$/i;
const reachesAfter = /^[^\d。；;\n]{0,4}(?:电话|座机|固话|联系|转\d|分机|机主)/;
const names =
  /(?:(?<![话机线])号|编码|邮编|合同|流水|[单件卡证第]|投资|金额|预算|收入|支出|产值|[价款费税共计约达¥￥$#№]|code)[\s:：为是.]{0,3}$/i;
const measures =
  /^(?:\.\d|[ ]?(?:[元万亿年月日时点件人户个只次份%％㎡米吨亩斤]|分(?!机)|号(?![码机])|公[里斤顷]|平方|[a-z]))/i;

/** Words of a telephone stand before or behind. */
const isTold = ({ input, index, 0: { length } }: RegExpExecArray): boolean =>
  reaches.test(input.slice(Math.max(index - 24, 0), index)) || reachesAfter.test(input.slice(index + length));

/** It is called a code or an amount, or counts something. */
const isFigure = ({ input, index, 0: { length } }: RegExpExecArray): boolean => {
  const before = input.slice(Math.max(index - 12, 0), index);
  return names.test(before) || /[\da-z][-.]$/i.test(before) || measures.test(input.slice(index + length));
};

/** As printed on cards: 138 0013 8000, (138)00138000, or each digit apart. */
const isUsual = (number: string): boolean =>
  /^\d{3}\)/.test(number) || ['11', '3,4,4', '1,1,1,1,1,1,1,1,1,1,1'].includes(lengthsOf(number));

/** In other groups it may as well be a few figures, a day or an amount of money. */
function isPlausible(number: string, { input, index, 0: { length } }: RegExpExecArray): boolean {
  const groups = groupsOf(number);
  const [before, after] = [input.slice(Math.max(index - 2, 0), index), input.slice(index + length)];
  return (
    /^1[3-9]/.test(signsOf(number)) &&
    groups.length <= 4 &&
    groups.every((group) => group.length > 1 && !isDay(group)) &&
    !/\d[-.]$/.test(before) &&
    !/^(?:\.\d| ?[元万亿年月日时点分号件人%])/.test(after) &&
    !/^\d+\.\d+$/.test(number) &&
    !/(?:19|20)\d\d[-.]\d\d[-.]\d\d/.test(number)
  );
}

const isDay = (digits: string): boolean => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);
const isTime = (digits: string): boolean => /^(?:[01]\d|2[0-3])[0-5]\d$/.test(digits);

/** 0930 20260922, and the hours 0830-2130 0900. */
const isDayAndTime = (first: string, others: readonly string[]): boolean =>
  isTime(first) && (others.every(isTime) || (others.length === 1 && others.every(isDay)));

/** GB 11643 as far as anybody sees it: a region, a day of birth, an order and a check sign. */
const isIdNumber = (signs: string): boolean => isDay(signs.slice(6, 14));

const groupsOf = (number: string): string[] => number.replaceAll('\u200b', '').split(/\D+/);

const lengthsOf = (number: string): string =>
  groupsOf(number)
    .map(({ length }) => length)
    .join();

/** First two digits of GB/T 2260: provinces. */
const regions = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

interface Script {
  /** Writes digits of this script in ASCII. */
  readonly inPlainDigits: (text: string) => string;
  /** What a number in this script has at least one of. */
  readonly sign: RegExp;
  readonly kinds: readonly Kind[];
}

const latin: Script = {
  inPlainDigits: (text) =>
    text.replace(/\p{Nd}/gu, (digit) => `${digit.normalize('NFKC')}${'\u200b'.repeat(digit.length - 1)}`),
  sign: /\p{Nd}/u,
  kinds: [
    idDocument,
    oldIdDocument,
    mobileAs(notAfterDigit, `1${more('10')}`, notBeforeDigit),
    landlineAs(`${notAfterDigit}(?<!\\d[-.])`, notBeforeDigit),
    nationwideAs(notAfterSign, notBeforeDigit),
    foreignAs(notAfterSign, notBeforeDigit),
    localAs(notAfterSign, notBeforeDigit),
  ],
};

const numerals = [...'〇一二三四五六七八九', ...'零壹贰叁肆伍陆柒捌玖', ...'○幺'];

/** Numerals are words, too: 之一 may stand before a number and 一次 behind it. */
const chinese: Script = {
  inPlainDigits: (text) =>
    latin
      .inPlainDigits(text)
      .replace(/[〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖○幺]/g, (sign) => String(numerals.indexOf(sign) % 10)),
  sign: /[〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖○幺]/,
  kinds: [
    idDocument,
    oldIdDocument,
    mobileAs('', `1${gap}[3-9]${more('9')}`, ''),
    landlineAs('', ''),
    nationwideAs('', ''),
    localAs(notAfterDigit, notBeforeDigit),
  ],
};

/** First as digits alone: in 之一138… the numeral is a word. */
const scripts = [latin, chinese];

/** The text with one plain sign for each of its signs. */
const plainOf = (text: string, { inPlainDigits }: Script): string =>
  inPlainDigits(text)
    .replace(/[Ａ-Ｚａ-ｚ]/g, (letter) => letter.normalize('NFKC'))
    .replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, (mark) => '\u200b'.repeat(mark.length))
    .replace(/[^\S\r\n]/g, ' ')
    .replace(/[\u2010-\u2015\u2212－_]/g, '-')
    .replace(/[．·•・‧∙⋅]/g, '.')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/＋/g, '+');

function replaced(text: string, script: Script, { pattern, cover }: Kind): string {
  const plain = plainOf(text, script);
  let [left, from] = ['', 0];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(plain); found !== null; found = pattern.exec(plain)) {
    const start = found.index + outerBracket(found[0]);
    const end = pattern.lastIndex + (/^\u200b+/.exec(plain.slice(pattern.lastIndex))?.[0].length ?? 0);
    const shown = script.sign.test(text.slice(start, end)) ? cover(found) : null;
    pattern.lastIndex = shown === null ? found.index + 1 : end;
    if (shown === null) continue;
    left += text.slice(from, start) + shown;
    from = end;
  }
  return left + text.slice(from);
}

/** A bracket that closes behind the number is not part of it. */
const outerBracket = (found: string): number =>
  found.startsWith('(') && found.split('(').length > found.split(')').length ? 1 : 0;
