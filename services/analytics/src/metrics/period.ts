import { badInput, refusal } from '@chengqi/service-kit';
import { DateTime, type DateTimeUnit } from 'luxon';
import type { MetricGrain } from '../generated/graphql.ts';

/** A period of an answer, cut to what was asked. */
export interface Period {
  readonly label: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

const mostYears = 5;
const mostPeriods = 400;

/** @throws BAD_USER_INPUT when the ends are the wrong way round or more than five years apart. */
export function requireSpan({ from, to }: { readonly from: Date; readonly to: Date }, field = 'to'): void {
  if (from >= to)
    throw badInput(field, { en: 'The period must end after it begins.', zh: '结束时间必须晚于开始时间。' });
  if (to > DateTime.fromJSDate(from).plus({ years: mostYears }).toJSDate()) {
    throw badInput(field, { en: `At most ${mostYears} years at once.`, zh: `一次最多查询 ${mostYears} 年。` });
  }
}

/** Whether an instant is the first of a month of the zone. */
export const isMonthStart = (zone: string, instant: Date): boolean => {
  const at = DateTime.fromJSDate(instant, { zone });
  return at.equals(at.startOf('month'));
};

const units: Record<MetricGrain, DateTimeUnit> = { DAY: 'day', WEEK: 'week', MONTH: 'month' };
const formats: Record<MetricGrain, string> = { DAY: 'yyyy-MM-dd', WEEK: "kkkk-'W'WW", MONTH: 'yyyy-MM' };

/**
 * The periods between two instants: business days, weeks from Monday or months of the zone; one when no grain is asked.
 * @throws LIMIT_EXCEEDED when there are more than 400.
 */
export function periodsOf(zone: string, from: Date, to: Date, grain: MetricGrain | null | undefined): Period[] {
  const at = (instant: Date) => DateTime.fromJSDate(instant, { zone });
  if (!grain) {
    const last = at(to).minus({ milliseconds: 1 });
    return [{ label: `${at(from).toISODate()}/${last.toISODate()}`, from, to }];
  }
  const unit = units[grain];
  const periods: Period[] = [];
  for (let start = at(from).startOf(unit); start.toJSDate() < to; start = start.plus({ [unit]: 1 })) {
    if (periods.length === mostPeriods) throw tooMany();
    const end = start.plus({ [unit]: 1 }).toJSDate();
    periods.push({
      label: start.toFormat(formats[grain]),
      from: new Date(Math.max(start.toMillis(), from.getTime())),
      to: end < to ? end : to,
    });
  }
  return periods;
}

const tooMany = () =>
  refusal('LIMIT_EXCEEDED', {
    en: `More than ${mostPeriods} periods; ask for a longer grain or a shorter span.`,
    zh: `时段超过 ${mostPeriods} 个，请改用更粗的粒度或缩短时间范围。`,
  });
