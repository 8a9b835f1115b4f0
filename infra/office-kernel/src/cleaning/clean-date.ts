import { DateTime, FixedOffsetZone } from 'luxon';
import { readClock, type Time } from './clean-clock.ts';
import { type Cleaned, clean, type Fault, quarantine, reject } from './cleaned.ts';
import { foldWidth, trimmed } from './codes.ts';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** What stands behind the day. */
  readonly rest: string;
}

const noDate = reject('no date');
const months = 'january february march april may june july august september october november december'.split(' ');

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)$/s;
const chinese = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号](.*)$/s;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(?=\D)(.*)|(\d{4}(?:\d{2})?))?$/s;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)$/s;
const shortYear = /^\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?!\d)/;
const dayMonthName = /^(\d{1,2})[ -]([a-z]{3,})\.?,?[ -](\d{4})(?!\d)(.*)$/is;
const monthNameDay = /^([a-z]{3,})\.? (\d{1,2}),? (\d{4})(?!\d)(.*)$/is;
const dayOf = (year?: string, month?: string, day?: string, rest = ''): Day => ({
  year: Number(year),
  month: Number(month),
  day: Number(day),
  rest,
});

/** Day and month behind each other say which is which only when one of them is no month. */
function dayBeforeYear(first: number, second: number, year: string | undefined, rest: string | undefined): Day | Fault {
  if (first > 12 && second > 12) return reject('no such day');
  if (first <= 12 && second <= 12 && first !== second) return quarantine('day and month cannot be told apart');
  const [month, day] = first > 12 ? [second, first] : [first, second];
  return dayOf(year, String(month), String(day), rest);
}

function readDay(text: string): Day | Fault {
  const first = yearFirst.exec(text);
  if (first) return dayOf(first[1], first[3], first[4], first[5]);
  const written = chinese.exec(text);
  if (written) return dayOf(written[1], written[2], written[3], written[4]);
  const digits = compact.exec(text);
  if (digits)
    return dayOf(
      digits[1],
      digits[2],
      digits[3],
      digits[4] ?? digits[5]?.replace(/^(..)(..)/, '$1:$2:').replace(/:$/, ''),
    );
  const last = yearLast.exec(text);
  if (last) return dayBeforeYear(Number(last[1]), Number(last[3]), last[4], last[5]);
  const named = dayMonthName.exec(text) ?? swap(monthNameDay.exec(text));
  const month = monthOf(named?.[2]?.toLowerCase());
  if (named && month > 0) return dayOf(named[3], String(month), named[1], named[4]);
  if (shortYear.test(text)) return quarantine('a year of two digits cannot be told from a day');
  return /^\d{5}(\.\d+)?$/.test(text) ? quarantine('a spreadsheet day number, counted from an unknown day') : noDate;
}

/** From 1; 0 for what is no name of a month, nor its beginning. */
const monthOf = (word = ''): number =>
  months.findIndex(
    (month) => word.length >= 3 && (month.startsWith(word) || (word === 'sept' && month.startsWith('sep'))),
  ) + 1;

const swap = (match: RegExpExecArray | null): (string | undefined)[] | null =>
  match && [match[0], match[2], match[1], match[3], match[4]];

/** Null when no time is written. */
function readTime(rest: string): Time | Fault | null {
  if (trimmed(rest) === '') return null;
  return readClock(rest) ?? noDate;
}

const isFault = (read: object | null): read is Fault => read !== null && 'outcome' in read;

function read(written: string): { day: Day; time: Time | null } | Fault {
  const day = readDay(trimmed(foldWidth(written)));
  if (isFault(day)) return day;
  if (day.year === 0 || day.month === 0 || day.day === 0) return noDate;
  if (!DateTime.utc(day.year, day.month, day.day).isValid) return reject('no such day');
  if (day.year < 1900 || day.year > 2199) return reject('out of range: the year');
  const at = readTime(day.rest);
  return isFault(at) ? at : { day, time: at };
}

/** A business day; a time behind it is taken away only when it says midnight. */
export function cleanDay(written: string): Cleaned<string> {
  const found = read(written);
  if (isFault(found)) return found;
  const { day, time: at } = found;
  if (at && (at.hour > 0 || at.minute > 0 || at.second > 0 || at.offset !== null))
    return quarantine('a time of day where a day is asked');
  const text = DateTime.utc(day.year, day.month, day.day).toFormat('yyyy-MM-dd');
  return clean(text, written, text, 'a date in another notation');
}

/** An instant to the minute or second; without an offset it is meant in the office's zone. */
export function cleanInstant(written: string, zone: string, precision: 'minute' | 'second'): Cleaned<Date> {
  const found = read(written);
  if (isFault(found)) return found;
  const { day, time: at } = found;
  if (!at) return quarantine('a day without its time');
  const home = at.offset === null ? zone : FixedOffsetZone.instance(at.offset);
  const parts = { year: day.year, month: day.month, day: day.day, minute: at.minute, second: at.second };
  const local = DateTime.fromObject({ ...parts, hour: at.hour % 24 }, { zone: home })
    .plus({ days: at.hour === 24 ? 1 : 0 })
    .setZone(zone);
  const seconds = precision === 'second' || at.second > 0;
  const text = local.toFormat(seconds ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd HH:mm');
  return clean(
    local.toJSDate(),
    written,
    text,
    'the same instant in another notation; no offset means the office zone',
  );
}
