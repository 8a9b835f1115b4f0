import { loadChanged } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { readRegion } from './calendar.commands.ts';
import { findCalendar } from './calendar.repository.ts';

export const calendarResolvers = {
  Query: {
    workCalendar: (_, { region, year }, { kit }) => findCalendar(kit.db.read, readRegion(region), year),
    addWorkingDays: (_, { from, n, region }, { calendars }) => calendars.addWorkingDays(from, n, readRegion(region)),
  },
  Mutation: {
    setCalendar: async (_, { input }, context) => ({
      workCalendar: await loadChanged(context.loaders.calendars, context.calendars.set(context, input)),
    }),
  },
  WorkCalendar: {
    __resolveReference: ({ id }, { loaders }) => loaders.calendars.load(id),
    days: ({ id }, _, { loaders }) => loaders.daysOfCalendar.load(id),
  },
  CalendarDay: { date: ({ day }) => day },
} satisfies Resolvers;
