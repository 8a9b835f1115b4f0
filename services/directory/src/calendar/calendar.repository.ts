import { type EntityManager, In } from 'typeorm';
import { CalendarDayEntity, WorkCalendarEntity } from './work-calendar.entity.ts';
import type { CalendarDay, WorkCalendar } from './work-calendar.ts';

export const findCalendar = (manager: EntityManager, region: string, year: number): Promise<WorkCalendar | null> =>
  manager.getRepository(WorkCalendarEntity).findOneBy({ region, year });

export async function findCalendars(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, WorkCalendar>> {
  const calendars = await manager.getRepository(WorkCalendarEntity).findBy({ id: In([...ids]) });
  return new Map(calendars.map((calendar) => [calendar.id, calendar]));
}

export const findDays = (manager: EntityManager, calendarIds: readonly string[]): Promise<CalendarDay[]> =>
  manager.getRepository(CalendarDayEntity).find({ where: { calendarId: In([...calendarIds]) }, order: { day: 'ASC' } });

/** The days of a region in the year and the three after it: what counting 500 working days from a day of it may need. */
export async function findDaysFrom(manager: EntityManager, region: string, year: number): Promise<CalendarDay[]> {
  const calendars = await manager
    .getRepository(WorkCalendarEntity)
    .findBy({ region, year: In([year, year + 1, year + 2, year + 3]) });
  return calendars.length === 0
    ? []
    : findDays(
        manager,
        calendars.map(({ id }) => id),
      );
}
