import type { Resolvers } from '../generated/resolvers.ts';

export const importResolvers = {
  Query: { meetingsImportRows: (_, args, { office }) => office.importedRows(args) },
  Mutation: {
    importRooms: (_, { input }, context) => context.imports.rooms(context, input),
    importMeetings: (_, { input }, context) => context.imports.meetings(context, input),
    importAttendees: (_, { input }, context) => context.imports.attendees(context, input),
    importResolutions: (_, { input }, context) => context.imports.resolutions(context, input),
    importRoomBookings: (_, { input }, context) => context.imports.roomBookings(context, input),
  },
} satisfies Resolvers;
