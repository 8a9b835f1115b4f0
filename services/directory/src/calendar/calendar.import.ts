import { cell, defineImport } from '@chengqi/office-kernel';
import { dayTypes } from '@chengqi/schemas/events/directory';
import { badInput } from '@chengqi/service-kit';
import { type CalendarCommands, readDay, readYear } from './calendar.commands.ts';
import { usualRegion } from './work-calendar.ts';

/** calendar.csv: each row sets one day; what the calendar says already changes nothing. */
export const createCalendarImport = ({ calendars }: { calendars: CalendarCommands }) =>
  defineImport({
    act: 'importCalendar',
    kind: 'master',
    key: 'day',
    cells: {
      day: cell.day({ required: true }),
      type: cell.enumeration(dayTypes, { required: true }),
      holiday_name: cell.title({ max: 50 }),
      basis: cell.enumeration(['PUBLISHED', 'ASSUMED'], { required: true }),
    },
    apply: async (tx, { day, type, holiday_name: holidayName }) => {
      const year = readYear('day', Number(day.slice(0, 4)));
      if (holidayName !== null && type !== 'HOLIDAY') {
        throw badInput('holiday_name', { en: 'Only a holiday has a name.', zh: '仅节假日可填写名称。' });
      }
      await calendars.overrideDays(tx, { region: usualRegion, year }, [readDay({ date: day, type, holidayName })]);
    },
  });
