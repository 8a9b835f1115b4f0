import { connection } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers, RoomBookingFilter, RoomFilter } from '../generated/graphql.ts';
import { spanOf } from '../input.ts';
import { existing, reload } from '../loaders.ts';
import { page, ref } from '../page.ts';
import { bookingWorkflow } from './booking.workflow.ts';
import { joinBooking } from './bookings.commands.ts';
import { roomConflicts } from './conflicts.ts';
import { RoomBookingEntity, RoomEntity } from './room.entity.ts';
import { freeRooms } from './room.repository.ts';
import type { RoomBooking } from './room.ts';

export const roomResolvers = {
  Query: {
    room: (_, { id }, { loaders }) => loaders.rooms.load(id),
    rooms: (_, { where, ...args }, context) =>
      connection(roomsWhere(context, where ?? {}), args, {
        alias: 'r',
        orderBy: { column: 'r.code', direction: 'ASC' },
      }),
    freeRooms: (_, { from, to, capacity, features }, { kit }) => {
      spanOf(from, to, 'to');
      return freeRooms(kit.db.read, { from, to, capacity: capacity ?? 1, features: features ?? [] });
    },
    roomBooking: (_, { id }, { loaders }) => loaders.bookings.load(id),
    roomBookings: (_, { where, ...args }, context) =>
      page(
        bookingsWhere(context, where ?? {}),
        args,
        { column: 'b.startAt', direction: 'ASC' },
        context.loaders.bookings,
      ),
    roomConflicts: (_, { from, to }, { kit }) => roomConflicts(kit.db.read, from, to),
  },
  Mutation: {
    defineRoom: async (_, { input }, context) => ({
      room: await reload(context.loaders.rooms, await context.rooms.defineRoom(context, input)),
    }),
    bookRoom: async (_, { input }, context) => booked(context, await context.bookings.bookRoom(context, input)),
    approveBooking: async (_, { input }, context) =>
      booked(context, await context.bookings.approveBooking(context, input)),
    rejectBooking: async (_, { input }, context) =>
      booked(context, await context.bookings.rejectBooking(context, input)),
    cancelBooking: async (_, { input }, context) =>
      booked(context, await context.bookings.cancelBooking(context, input)),
    checkInBooking: async (_, { input }, context) =>
      booked(context, await context.bookings.checkInBooking(context, input)),
  },
  Room: {
    __resolveReference: ({ id }, { loaders }) => loaders.rooms.load(id),
    site: ({ siteId }) => ref('Site', siteId),
    approver: ({ approverId }) => ref('Person', approverId),
  },
  RoomBooking: {
    __resolveReference: ({ id }, { loaders }) => loaders.bookings.load(id),
    room: ({ roomId }, _, { loaders }) => existing(loaders.rooms.load(roomId)),
    start: ({ startAt }) => startAt,
    end: ({ endAt }) => endAt,
    state: ({ status }) => status,
    bookedBy: ({ bookedById }) => ref('Person', bookedById),
    org: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    meeting: ({ meetingId }, _, { loaders }) => (meetingId === null ? null : loaders.meetings.load(meetingId)),
    decidedBy: ({ decidedById }) => ref('Person', decidedById),
    allowedActions: allowedActions,
  },
  Site: {
    __resolveReference: (known) => known,
    rooms: ({ id }, _, { loaders }) => loaders.roomsOfSite.load(id),
  },
} satisfies Resolvers;

const booked = async ({ loaders }: Context, id: string) => ({ booking: await reload(loaders.bookings, id) });

async function allowedActions(booking: RoomBooking, _: unknown, { loaders, actor }: Context) {
  const room = await loaders.rooms.load(booking.roomId);
  const meeting = booking.meetingId === null ? null : await loaders.meetingRows.load(booking.meetingId);
  return room ? bookingWorkflow.allowedActions(actor, joinBooking(booking, room, meeting)) : [];
}

function roomsWhere({ kit }: Context, { siteId, capacity, features }: RoomFilter) {
  const query = kit.db.read.getRepository(RoomEntity).createQueryBuilder('r').where('1 = 1');
  if (siteId) query.andWhere('r.siteId = :siteId', { siteId });
  if (capacity) query.andWhere('r.capacity >= :capacity', { capacity });
  for (const [index, feature] of (features ?? []).slice(0, 10).entries()) {
    const like = `%${JSON.stringify(feature).replace(/[\\%_]/g, (character) => `!${character}`)}%`;
    query.andWhere(`r.features LIKE :feature${index} ESCAPE '!'`, { [`feature${index}`]: like });
  }
  return query;
}

function bookingsWhere({ kit, office, viewer }: Context, where: RoomBookingFilter) {
  const visible = office.visible(viewer, { alias: 'b', roles: bookingWorkflow.roles });
  const query = kit.db.read.getRepository(RoomBookingEntity).createQueryBuilder('b').where(visible.sql, visible.params);
  if (where.roomId) query.andWhere('b.roomId = :roomId', { roomId: where.roomId });
  if (where.meetingId) query.andWhere('b.meetingId = :meetingId', { meetingId: where.meetingId });
  if (where.orgId) query.andWhere('b.ownerOrgId = :orgId', { orgId: where.orgId });
  if (where.state) query.andWhere('b.status = :state', { state: where.state });
  if (where.start?.gte) query.andWhere('b.startAt >= :gte', { gte: where.start.gte });
  if (where.start?.lt) query.andWhere('b.startAt < :lt', { lt: where.start.lt });
  if (where.mine) query.andWhere('b.bookedById = :me', { me: viewer.personId });
  return query;
}
