import type { Database } from '@chengqi/service-kit';
import { CalendarDayReplicaEntity, type CalendarDayType } from './replicas/replica.entity.ts';
import { createSnapshot } from './snapshot.ts';
import { createWorkingCalendar, type WorkingCalendar } from './working-calendar.ts';

const calendarMilliseconds = 10_000;

/** `LocalDateFilter` of the contract. */
interface Days {
  readonly gte?: string | null | undefined;
  readonly lte?: string | null | undefined;
}

/** Between which instants limits end that are meant by their last days: after `gt`, up to and including `lte`. */
export interface LimitEnds {
  readonly gt: Date | null;
  readonly lte: Date | null;
}

export type Calendar = ReturnType<typeof createCalendar>;

/** The office's working days as directory published them; weekends rest where it has published nothing. */
export function createCalendar(db: Database, zone: string) {
  const weekendsOnly = createWorkingCalendar(
    zone,
    () => undefined,
    () => false,
  );
  const days = createSnapshot<WorkingCalendar>(
    weekendsOnly,
    async () => {
      const rows = await db.read.getRepository(CalendarDayReplicaEntity).find({ select: { day: true, type: true } });
      const types = new Map<string, CalendarDayType>(rows.map(({ day, type }) => [day, type]));
      const years = new Set(rows.map(({ day }) => day.slice(0, 4)));
      return createWorkingCalendar(
        zone,
        (day) => types.get(day),
        (year) => years.has(year),
      );
    },
    calendarMilliseconds,
  );
  return {
    /** The calendar as one pure value, for deadlines and other day arithmetic. */
    days: (): Promise<WorkingCalendar> => days.current(),
    forget: days.forget,
    /** Business day of an instant. */
    dayOf: weekendsOnly.dayOf,
    startOf: weekendsOnly.startOf,
    endOf: weekendsOnly.endOf,
    /** The last day of a limit that ends at this instant; without a limit there is none. */
    lastDayOf: <D extends Date | null>(end: D) =>
      (end === null ? null : weekendsOnly.lastDayOf(end)) as D extends Date ? string : null,
    endsOn: ({ gte, lte }: Days): LimitEnds => ({
      gt: gte == null ? null : weekendsOnly.startOf(gte),
      lte: lte == null ? null : weekendsOnly.endOf(lte),
    }),
    /** End of the n-th calendar day after the day of `from`. */
    addDays: weekendsOnly.addDays,
    /** End of the n-th working day after the day of `from`. */
    addWorkingDays: async (from: Date, n: number): Promise<Date> => (await days.current()).addWorkingDays(from, n),
    workingDaysBetween: async (from: Date, to: Date): Promise<number> =>
      (await days.current()).workingDaysBetween(from, to),
    isWorkingDay: async (day: string): Promise<boolean> => (await days.current()).isWorkingDay(day),
  };
}
