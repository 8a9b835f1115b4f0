import { type Fault, quarantine, reject } from './cleaned.ts';

/** A time of day as it is written. */
export interface Time {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC; null when no offset is written. */
  readonly offset: number | null;
}

const dayParts = '凌晨|清晨|早晨|早上|早|上午|中午|正午|下午|午后|傍晚|晚上|晚间|晚|夜里|夜间|夜晚|深夜|半夜|午夜|夜';
const clock =
  '(?<hour>\\d{1,2})' +
  '(?::(?<minute>\\d{2})(?::(?<second>\\d{2})(?<fraction>\\.\\d+)?)?' +
  '|[时点](?:(?<zhMinute>\\d{1,2}分|\\d{2})(?:(?<zhSecond>\\d{1,2})秒)?|(?<half>半)|(?<quarter>[1一3三])刻|[整钟])?)';
const time = new RegExp(
  `^(?:\\s*t\\s*|\\s*,?\\s*)(?<part>${dayParts})?\\s*${clock}\\s*(?:(?<latin>[ap])(?:m|\\.m\\.))?` +
    '\\s*(?<zone>z|utc|[+-]\\d{2}:?\\d{2})?$',
  'i',
);
/** A second time, or only its hour, behind a first one or behind a day. */
const span =
  /(?:^\s*|[\d时点分秒半刻整钟m.]\s*)(?:[-~\u2010-\u2015\u2212\u301c\u2500]+|至|到|to|→|…+)\s*(?:\D{0,6}\d{1,2}(?:[:时点]|\d{2}(?!\d)|$)|(?<=^\s*\D+)\d)/i;

const isSpan = quarantine('a span where one time is asked');
const noTime = reject('no such time');
const contradiction = quarantine('the part of the day and the hour do not agree, or leave the day open');

/** The times that a part of the day has, by the hours people write in it; others contradict it or leave the day open. */
type Hours = readonly (readonly [first: number, last: number, plus: number])[];
const early: Hours = [[4, 11, 0]];
const noon: Hours = [
  [11, 13, 0],
  [1, 1, 12],
];
const afternoon: Hours = [
  [12, 18, 0],
  [1, 6, 12],
];
const evening: Hours = [
  [18, 23, 0],
  [6, 11, 12],
];
/** Past midnight it may be this night or the one before. */
const night: Hours = [
  [21, 23, 0],
  [9, 11, 12],
];
const hoursOf: Readonly<Record<string, Hours>> = {
  凌晨: [[0, 6, 0]],
  清晨: early,
  早晨: early,
  早上: early,
  早: early,
  上午: [[1, 11, 0]],
  中午: noon,
  正午: [[12, 12, 0]],
  下午: afternoon,
  午后: afternoon,
  傍晚: [
    [16, 19, 0],
    [4, 7, 12],
  ],
  晚上: evening,
  晚间: evening,
  晚: evening,
  夜里: night,
  夜间: night,
  夜晚: night,
  深夜: night,
  半夜: [],
  午夜: [],
  夜: night,
  a: [
    [1, 11, 0],
    [12, 12, -12],
  ],
  p: [
    [12, 12, 0],
    [1, 11, 12],
  ],
};

/** Offsets that are in use east and west, in minutes; a span's end is seldom one of them. */
const inUseWest = new Set([...Array.from({ length: 13 }, (_, hour) => hour * 60), 150, 210, 570]);

/** What stands behind a day as a time of it; null when it is none and no span either. */
export function readClock(rest: string): Time | Fault | null {
  const found = time.exec(rest)?.groups;
  if (!found) return span.test(rest) ? isSpan : null;
  const hour = hourOf(Number(found.hour), found.part, found.latin?.toLowerCase());
  if (typeof hour !== 'number') return hour;
  if (found.fraction !== undefined && !/^\.0+$/.test(found.fraction)) return quarantine('a fraction of a second');
  const [minute, second] = [minuteOf(found), Number(found.second ?? found.zhSecond ?? 0)];
  const endOfDay = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return noTime;
  const written = { exact: found.second !== undefined, marked: /^\s*t/i.test(rest), at: hour * 60 + minute };
  const offset = offsetOf(found.zone?.toLowerCase(), written);
  return offset !== null && typeof offset !== 'number' ? offset : { hour, minute, second, offset };
}

function hourOf(written: number, part: string | undefined, latin: string | undefined): number | Fault {
  if (part && latin) return contradiction;
  const hours = hoursOf[part ?? latin ?? ''];
  if (!hours) return written;
  const range = hours.find(([first, last]) => written >= first && written <= last);
  return range ? written + range[2] : contradiction;
}

function minuteOf({ minute, zhMinute, half, quarter }: Record<string, string | undefined>): number {
  if (half) return 30;
  if (quarter) return /[1一]/.test(quarter) ? 15 : 45;
  return Number(minute ?? zhMinute?.replace('分', '') ?? 0);
}

/**
 * Offsets lie from -12:00 to +14:00 in quarter hours. One to the west looks like the end of a span: it is read only
 * behind seconds or `T`, when it is in use somewhere, and without seconds not later than the time itself.
 */
function offsetOf(
  zone: string | undefined,
  written: { readonly exact: boolean; readonly marked: boolean; readonly at: number },
): number | null | Fault {
  if (zone === undefined) return null;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const [hours, minutes] = [Number(match[2]), Number(match[3])];
  const east = hours * 60 + minutes;
  if (match[1] === '-') {
    const meant = written.exact || (written.marked && east <= written.at);
    if (meant && inUseWest.has(east) && minutes < 60) return -east;
    return hours <= 24 && minutes < 60 ? isSpan : reject('no such offset');
  }
  return minutes < 60 && minutes % 15 === 0 && east <= 14 * 60 ? east : reject('no such offset');
}
