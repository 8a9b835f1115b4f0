import type { Resolvers } from '../generated/graphql.ts';
import { readRegion } from './calendar.commands.ts';
import { findCalendar } from './calendar.repository.ts';

export const calendarResolvers = {
  Query: {
    workCalendar: (_, { region, year }, { db }) => findCalendar(db.read, readRegion(region), year),
    addWorkingDays: (_, { from, n, region }, { calendars }) => calendars.addWorkingDays(from, n, readRegion(region)),
  },
  Mutation: {
    setCalendar: async (_, { input }, context) => {
      const id = await context.calendars.set(context, input);
      const workCalendar = await context.loaders.calendars.clear(id).load(id);
      if (!workCalendar) throw new Error(`calendar ${id} is gone`);
      return { workCalendar };
    },
  },
  WorkCalendar: {
    __resolveReference: ({ id }, { loaders }) => loaders.calendars.load(id),
    days: ({ id }, _, { loaders }) => loaders.daysOfCalendar.load(id),
  },
  CalendarDay: { date: ({ day }) => day },
} satisfies Resolvers;
