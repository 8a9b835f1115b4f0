import { guardFailed } from '@chengqi/service-kit';
import holidays from 'chinese-days';
import type { DayFacts, DayType, PlannedDay } from './work-calendar.ts';

const { getDayDetail, getSolarDateFromLunar, getSolarTerms } = holidays;

const millisecondsOfADay = 86_400_000;
const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * millisecondsOfADay).toISOString().slice(0, 10);

/** Every day of the year in order. */
export function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = shift(day, 1)) days.push(day);
  return days;
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
const ordinary = (day: string): DayType => (isWeekend(day) ? 'WEEKEND' : 'WORKDAY');

/** The library writes `National Day,国庆节,3` on days of an arrangement and the weekday on all others. */
const arranged = (day: string): { name: string; work: boolean } | null => {
  const { name, work } = getDayDetail(day);
  const chinese = name.split(',')[1];
  return chinese === undefined ? null : { name: fullName(chinese), work };
};

const fullName = (name: string): string => (name === '元旦' || name.endsWith('节') ? name : `${name}节`);

/** A whole year: the State Council's arrangement where the library knows it, else the statutory days alone. */
export function planYear(year: number): PlannedDay[] {
  const days = daysOf(year);
  if (days.some((day) => arranged(day) !== null)) return days.map(publishedDay);
  const statutory = statutoryDays(year);
  return days.map((day) => {
    const holidayName = statutory.get(day) ?? null;
    return { day, type: holidayName ? 'HOLIDAY' : ordinary(day), holidayName, basis: 'ASSUMED' };
  });
}

function publishedDay(day: string): PlannedDay {
  const arrangement = arranged(day);
  if (!arrangement) return { day, type: ordinary(day), holidayName: null, basis: 'PUBLISHED' };
  const { name, work } = arrangement;
  return { day, type: work ? 'MAKEUP_WORKDAY' : 'HOLIDAY', holidayName: work ? null : name, basis: 'PUBLISHED' };
}

/** The thirteen days of 全国年节及纪念日放假办法 (2024), before any are moved together. */
function statutoryDays(year: number): Map<string, string> {
  const lunar = (month: string, day: string) => getSolarDateFromLunar(`${year}-${month}-${day}`).date;
  const newYear = lunar('01', '01');
  const [qingming] = getSolarTerms(`${year}-04-01`, `${year}-04-10`).filter(({ name }) => name === '清明');
  return new Map([
    [`${year}-01-01`, '元旦'],
    ...[-1, 0, 1, 2].map((offset): [string, string] => [shift(newYear, offset), '春节']),
    [qingming?.date ?? `${year}-04-05`, '清明节'],
    [`${year}-05-01`, '劳动节'],
    [`${year}-05-02`, '劳动节'],
    [lunar('05', '05'), '端午节'],
    [lunar('08', '15'), '中秋节'],
    ...['01', '02', '03'].map((day): [string, string] => [`${year}-10-${day}`, '国庆节']),
  ]);
}

/**
 * The stored days that the given ones change.
 * @throws DomainError GUARD_FAILED O-6 for a day given twice or of another year
 */
export function overridden(year: number, stored: readonly DayFacts[], given: readonly DayFacts[]): PlannedDay[] {
  const byDay = new Map(stored.map((facts) => [facts.day, facts]));
  if (new Set(given.map(({ day }) => day)).size < given.length) {
    throw guardFailed('O-6', { en: 'A day stands once in a calendar.', zh: '同一日期不能重复。' });
  }
  const foreign = given.find(({ day }) => !byDay.has(day));
  if (foreign)
    throw guardFailed('O-6', { en: `${foreign.day} is no day of ${year}.`, zh: `${foreign.day} 不属于 ${year} 年。` });
  return given
    .filter(({ day, type, holidayName }) => {
      const before = byDay.get(day);
      return before?.type !== type || before.holidayName !== holidayName;
    })
    .map(({ day, type, holidayName }) => ({ day, type, holidayName, basis: 'OVERRIDDEN' }));
}
