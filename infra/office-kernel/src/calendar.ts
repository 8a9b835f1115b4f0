import { type Database, guardFailed } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
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

/**
 * What a person promises in working days is counted over published years alone: weekends of another year are no answer.
 * @throws DomainError GUARD_FAILED O-6, naming the year to publish
 */
function assertPublished(calendar: WorkingCalendar, from: Date, end: Date): void {
  const year = calendar.unpublishedYear(from, end);
  if (year === null) return;
  throw guardFailed('O-6', {
    en: `Working days are counted into ${year}, whose calendar is not published: publish it first (setCalendar).`,
    zh: `工作日推算涉及${year}年，该年工作日历尚未发布，请先发布（setCalendar）。`,
  });
}

/** The office's working days as directory published them; weekends rest where it has published nothing. */
export function createCalendar(db: Database, zone: string) {
  const weekendsOnly = createWorkingCalendar(
    zone,
    () => undefined,
    () => false,
  );
  async function load(manager: EntityManager): Promise<WorkingCalendar> {
    const rows = await manager.getRepository(CalendarDayReplicaEntity).find({ select: { day: true, type: true } });
    const types = new Map<string, CalendarDayType>(rows.map(({ day, type }) => [day, type]));
    const years = new Set(rows.map(({ day }) => day.slice(0, 4)));
    return createWorkingCalendar(
      zone,
      (day) => types.get(day),
      (year) => years.has(year),
    );
  }
  const days = createSnapshot<WorkingCalendar>(weekendsOnly, () => load(db.read), calendarMilliseconds);
  return {
    /**
     * The calendar as one pure value, for deadlines and other day arithmetic. It refuses nothing: figures, history, the
     * clock and other services' events go on over years that are not published, by their weekends.
     */
    days: (): Promise<WorkingCalendar> => days.current(),
    /** The same as a transaction sees it that takes in a new year: the kept one is forgotten only when it commits. */
    daysIn: load,
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
    /**
     * End of the n-th working day after the day of `from`, as a person promises it.
     * @throws DomainError GUARD_FAILED O-6 where a day of the count lies in a year that is not published
     */
    addWorkingDays: async (from: Date, n: number): Promise<Date> => {
      const calendar = await days.current();
      const end = calendar.addWorkingDays(from, n);
      assertPublished(calendar, from, end);
      return end;
    },
    isWorkingDay: async (day: string): Promise<boolean> => (await days.current()).isWorkingDay(day),
  };
}
