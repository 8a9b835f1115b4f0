import { type Cleaned, clean, type Note, quarantine, reject } from './cleaned.ts';
import { bareCode, foldWidth } from './codes.ts';

const noNumber = reject('no telephone number');
const several = quarantine('more than one number, or an extension, where one number is asked');
const foreign = quarantine('a number of another country; write it with 00');
const masked = /^\d{3,8}\*{4}\d{4}$/;
const spreadsheet = /^(\+?\d[\d\s-]*\d)\.0+$/;
const joint = /\d\D*(?:转|分机|内线|ext|x|#|[、,;/|或和及])\D*\d/i;
const country = /^\(?(?:\+|00)[\s.-]*86\)?(?=\D*\d)/;
const abroad = /^\(?(?:\+|00)(?![\s.-]*86)/;
/** As groups of digits: mobile and nationwide numbers however grouped, others behind their area code or without one. */
const usual = [
  /^1(?:-?\d){7}-?\d{3}$/,
  /^[48]-?0-?0(?:-?\d){4}-?\d{3}$/,
  /^0-?(?:10|2\d|[3-9]\d\d)-?(?:\d{7,8}|\d{3,4}-\d{4})$/,
  /^[2-9]\d{2,3}-\d{4}$/,
  /^\d{3,12}$/,
];

/**
 * A telephone number as digits, with the leading zero it was given and without the code of this country. Two numbers and
 * extensions are kept aside: run together, they would be a number that nobody has.
 */
export function cleanPhone(written: string): Cleaned<string> {
  const folded = foldWidth(bareCode(written));
  const number = folded.replace(spreadsheet, '$1');
  const zeros: Note[] =
    number === folded ? [] : [{ reason: 'a trailing .0 of a spreadsheet is no digit of the number', changed: true }];
  if (masked.test(number)) return clean(number, written, number, 'a telephone number is digits');
  if (joint.test(number)) return several;
  if (!/^\(?\+?[\d\s\-()—.]+$/.test(number)) return noNumber;
  const groups = number.replace(country, '').match(/\d+/g) ?? [];
  const text = groups.join('').replace(/^86(?=1\d{10}$)/, '');
  if (abroad.test(number)) return /^00\d{8,15}$/.test(text) ? clean(text, written, text, notation, zeros) : foreign;
  if (text.length < 3) return noNumber;
  return isOneNumber(text, groups, country.test(number)) ? clean(text, written, text, notation, zeros) : several;
}

const notation = 'a telephone number is digits';

/** Behind the code of the country an area has no zero. */
function isOneNumber(digits: string, groups: readonly string[], behindCountry: boolean): boolean {
  const apart = digits.length > 3 && groups.every(({ length }) => length === 1);
  const whole = apart ? digits : groups.join('-').replace(/^86-?(?=1(?:-?\d){10}$)/, '');
  return usual.some((form) => form.test(whole) || (behindCountry && form.test(`0${whole}`)));
}
