import { actionFields, connection, loadChanged, reference, spanOf } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { bookingAccess, bookingWorkflow, joinBooking } from './booking.workflow.ts';
import { bookingsWhere, freeRooms, roomsWhere } from './room.repository.ts';
import type { Room, RoomBooking } from './room.ts';
import { roomConflicts } from './room-conflicts.repository.ts';

const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  booking: await loadChanged(loaders.bookings, id),
});

export const roomResolvers = {
  Query: {
    room: (_, { id }, { loaders }) => loaders.rooms.load(id),
    rooms: (_, { where, ...args }, context) =>
      connection(roomsWhere(context.kit.db.read, where ?? {}), args, {
        alias: 'r',
        orderBy: { column: 'r.code', direction: 'ASC' },
      }),
    freeRooms: (_, { from, to, capacity, features }, { kit }) => {
      spanOf('to', from, to);
      return freeRooms(kit.db.read, { from, to, capacity: capacity ?? 1, features: features ?? [] });
    },
    roomBooking: (_, { id }, { loaders }) => loaders.bookings.load(id),
    roomBookings: (_, { where, ...page }, context) => {
      const query = bookingsWhere(context.kit.db.read, where ?? {}, context.viewer.personId);
      return context.office.page(context, query, bookingAccess, { ...page, orderBy: { startAt: 'ASC' } });
    },
    roomConflicts: (_, { from, to }, { kit, office, viewer }) =>
      roomConflicts(kit.db.read, from, to, office.countable(viewer, { alias: 'b', roles: bookingAccess.roles })),
  },
  Mutation: {
    defineRoom: async (_, { input }, context) => ({
      room: await loadChanged(context.loaders.rooms, context.rooms.defineRoom(context, input)),
    }),
    bookRoom: (_, { input }, context) => payload(context, context.bookings.bookRoom(context, input)),
    approveBooking: (_, { input }, context) => payload(context, context.bookings.approveBooking(context, input)),
    rejectBooking: (_, { input }, context) => payload(context, context.bookings.rejectBooking(context, input)),
    cancelBooking: (_, { input }, context) => payload(context, context.bookings.cancelBooking(context, input)),
    checkInBooking: (_, { input }, context) => payload(context, context.bookings.checkInBooking(context, input)),
  },
  Room: {
    __resolveReference: ({ id }, { loaders }) => loaders.rooms.load(id),
    site: ({ siteId }) => reference('Site', siteId),
    approver: ({ approverId }) => reference('Person', approverId),
  },
  RoomBooking: {
    __resolveReference: ({ id }, { loaders }) => loaders.bookings.load(id),
    // Rooms are never removed.
    room: ({ roomId }, _, { loaders }) => loaders.rooms.load(roomId) as Promise<Room>,
    start: ({ startAt }) => startAt,
    end: ({ endAt }) => endAt,
    state: ({ status }) => status,
    bookedBy: ({ bookedById }) => reference('Person', bookedById),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    meeting: ({ meetingId }, _, { loaders }) => (meetingId === null ? null : loaders.meetings.load(meetingId)),
    decidedBy: ({ decidedById }) => reference('Person', decidedById),
    ...actionFields(bookingWorkflow, async (booking: RoomBooking, { loaders }: Context) => {
      const room = await loaders.rooms.load(booking.roomId);
      const meeting = booking.meetingId === null ? null : await loaders.meetingRows.load(booking.meetingId);
      return room && joinBooking(booking, room, meeting);
    }),
  },
  Site: {
    __resolveReference: (known) => known,
    rooms: ({ id }, _, { loaders }) => loaders.roomsOfSite.load(id),
  },
} satisfies Resolvers;
