import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { CalendarDay, WorkCalendar } from './work-calendar.ts';

export const WorkCalendarEntity = new EntitySchema<WorkCalendar>({
  name: 'WorkCalendar',
  tableName: 'work_calendars',
  columns: {
    id: column.id(),
    region: column.code('region', 16),
    year: column.integer('year'),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [{ name: 'work_calendars_year', columns: ['region', 'year'], unique: true }],
});

/** One row a day: the primary key keeps a day from standing twice in a calendar (O-6). */
export const CalendarDayEntity = new EntitySchema<CalendarDay>({
  name: 'CalendarDay',
  tableName: 'calendar_days',
  columns: {
    calendarId: column.key('calendar_id'),
    day: column.key('day', 10),
    type: column.code('type', 16),
    holidayName: column.text('holiday_name', 50, { nullable: true }),
    basis: column.code('basis', 16),
  },
});
