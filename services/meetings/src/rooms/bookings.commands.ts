import {
  badInput,
  forbidden,
  lineOf,
  numberOf,
  optionalText,
  type Request,
  refusal,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  ApproveBookingInput,
  BookRoomInput,
  CancelBookingInput,
  CheckInBookingInput,
  RejectBookingInput,
} from '../generated/graphql.ts';
import { spanOf } from '../input.ts';
import { attendeesOf } from '../meetings/invitations.ts';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import { meetingAccess } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { meetingWorkflow } from '../meetings/meeting.workflow.ts';
import { worksFor } from '../units.ts';
import { type BookingSubject, bookingWorkflow, heldUntil, withinCheckIn, withinRules } from './booking.workflow.ts';
import { RoomBookingEntity, RoomEntity } from './room.entity.ts';
import { conflicting, lockRoom } from './room.repository.ts';
import type { BookingAction, Room, RoomBooking } from './room.ts';

export type BookingCommands = ReturnType<typeof createBookingCommands>;

export const bookingAccess = { type: 'RoomBooking', roles: bookingWorkflow.roles } as const;

interface Decision {
  readonly bookingId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Bookings of rooms; MTG-1 holds because every new hold is checked under the room's lock. */
export function createBookingCommands({ kit, office }: Foundation) {
  async function book(tx: Transaction, request: Request, input: BookRoomInput): Promise<string> {
    const meeting = input.meetingId ? await meetingToHouse(tx, request, input.meetingId) : null;
    const { start: startAt, end: endAt } = spanOf(input.start, input.end, 'end');
    const room = await lockRoom(tx.manager, input.roomId);
    withinRules(room, startAt, endAt, tx.now);
    const ownerOrgId = await bookingOrg(tx, request, input.orgId ?? meeting?.ownerOrgId ?? null, meeting);
    const booking: RoomBooking = {
      ...emptyBooking(tx, kit.ids.next('bkg'), room),
      ownerOrgId,
      secrecyLevel: meeting?.secrecyLevel ?? 'INTERNAL',
      bookingNo: `${room.code}/${kit.clock.today(startAt).slice(0, 4)}-${String(room.bookingSerial).padStart(4, '0')}`,
      startAt,
      endAt,
      heldUntil: heldUntil(endAt, room.bufferMinutes),
      bookedById: request.viewer.personId ?? '',
      purpose: input.purpose == null && meeting ? meeting.title : lineOf('purpose', input.purpose, 200),
      meetingId: meeting?.id ?? null,
      attendeesCount:
        input.attendeesCount == null ? null : numberOf('attendeesCount', input.attendeesCount, 1, 100_000),
    };
    await refuseConflicts(tx, request, booking);
    await tx.insert(RoomBookingEntity, booking);
    await office.parties.add(tx, booking.id, partiesOf(booking, room, meeting));
    if (meeting) await admitTo(tx, booking.id, await attendeesOf(tx, meeting));
    return booking.id;
  }

  const admitTo = (tx: Transaction, id: string, people: readonly string[]) =>
    office.parties.add(
      tx,
      id,
      people.map((partyId) => ({ partyId, relation: 'attendee' })),
    );

  async function meetingToHouse(tx: Transaction, request: Request, meetingId: string): Promise<Meeting> {
    const meeting = await office.require(tx, request, MeetingEntity, meetingId, meetingAccess);
    meetingWorkflow.permit(request.actor, { ...meeting, agenda: [], rooms: [], present: 0 }, 'BOOK');
    return meeting;
  }

  async function bookingOrg(
    tx: Transaction,
    request: Request,
    asked: string | null,
    meeting: Meeting | null,
  ): Promise<string> {
    const { viewer } = request;
    const person = asked === null && viewer.personId ? await office.people.find(tx.manager, viewer.personId) : null;
    const orgId = asked ?? person?.primaryOrgId ?? viewer.posts[0]?.orgId ?? null;
    if (orgId === null) throw badInput('orgId', { en: 'Name the organisation that books.', zh: '请指明预订单位。' });
    const own = orgId === meeting?.ownerOrgId || (await worksFor({ kit, office }, tx.manager, request, orgId));
    if (!own) throw forbidden();
    return orgId;
  }

  /** The refusal names only bookings the viewer may see; the others refuse all the same. */
  async function refuseConflicts(tx: Transaction, request: Request, booking: RoomBooking): Promise<void> {
    const conflicts = await conflicting(tx.manager, booking);
    if (conflicts.length === 0) return;
    const ids = conflicts.slice(0, 50).map(({ id }) => id);
    const visible = await office.readByIds(request, RoomBookingEntity, ids, bookingAccess);
    throw refusal(
      'CONFLICT_BOOKING',
      { en: 'Somebody has the room at that time, buffer included.', zh: '该时段（含缓冲时间）会议室已被预订。' },
      { rule: 'MTG-1', conflicts: ids.filter((id) => visible.has(id)) },
    );
  }

  /** One decision on a booking: visible, permitted, stored. */
  const decide = (
    request: Request,
    name: string,
    input: Decision,
    action: BookingAction,
    changes: (subject: BookingSubject, tx: Transaction) => Partial<RoomBooking>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const booking = await office.require(tx, request, RoomBookingEntity, input.bookingId, bookingAccess);
      const subject = await subjectOf(tx, booking);
      const { to } = bookingWorkflow.permit(request.actor, subject, action, {
        expectedVersion: input.expectedVersion ?? null,
      });
      await tx.update(RoomBookingEntity, booking, { status: to, ...changes(subject, tx) });
      return booking.id;
    });

  const decidedBy = (request: Request) => ({ decidedById: request.viewer.personId });

  return {
    bookRoom: (request: Request, input: BookRoomInput) =>
      office.execute(request, 'bookRoom', input, (tx) => book(tx, request, input)),
    approveBooking: (request: Request, input: ApproveBookingInput) =>
      decide(request, 'approveBooking', input, 'APPROVE', () => decidedBy(request)),
    rejectBooking: (request: Request, input: RejectBookingInput) =>
      decide(request, 'rejectBooking', input, 'REJECT', () => ({
        ...decidedBy(request),
        reason: textOf('reason', input.reason, 500),
      })),
    cancelBooking: (request: Request, input: CancelBookingInput) =>
      decide(request, 'cancelBooking', input, 'CANCEL', () => ({ reason: optionalText('reason', input.reason, 500) })),
    checkInBooking: (request: Request, input: CheckInBookingInput) =>
      decide(request, 'checkInBooking', input, 'CHECK_IN', (booking, tx) => {
        withinCheckIn(booking, tx.now);
        return { checkedInAt: tx.now };
      }),

    /** MTG-1: moves a meeting's rooms with it; a room that needs approval waits for it again. */
    async moveRooms(
      tx: Transaction,
      request: Request,
      bookings: readonly RoomBooking[],
      startAt: Date,
      endAt: Date,
    ): Promise<void> {
      for (const booking of bookings.toSorted((a, b) => (a.roomId < b.roomId ? -1 : 1))) {
        const room = await lockRoom(tx.manager, booking.roomId);
        withinRules(room, startAt, endAt, tx.now);
        const moved = {
          ...booking,
          startAt,
          endAt,
          heldUntil: heldUntil(endAt, room.bufferMinutes),
          checkedInAt: null,
        };
        await refuseConflicts(tx, request, moved);
        await tx.update(RoomBookingEntity, booking, { ...moved, status: firstStatus(room), version: booking.version });
      }
    },
  };
}

const firstStatus = (room: Room) => (room.approvalNeeded ? 'REQUESTED' : 'CONFIRMED');

function emptyBooking(tx: Transaction, id: string, room: Room) {
  const unset = { checkedInAt: null, decidedById: null, reason: null, imported: false };
  return {
    id,
    status: firstStatus(room),
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
    roomId: room.id,
    ...unset,
  } as const;
}

/** Who may see a booking: its people, and at INTERNAL the organisation that runs the room. */
export function partiesOf(booking: RoomBooking, room: Room, meeting: Meeting | null) {
  const people = [booking.bookedById, room.approverId, meeting?.secretaryId, meeting?.organizerId, meeting?.chairId];
  const known = [...new Set(people.filter((id) => id != null && id !== ''))] as string[];
  const parties = known.map((partyId) => ({ partyId, relation: 'booking' }));
  return booking.secrecyLevel !== 'INTERNAL' ? parties : [...parties, { partyId: room.ownerOrgId, relation: 'room' }];
}

/** A booking together with who may decide on it. */
export async function subjectOf(tx: Transaction, booking: RoomBooking): Promise<BookingSubject> {
  const room = await tx.manager.getRepository(RoomEntity).findOneByOrFail({ id: booking.roomId });
  const meeting =
    booking.meetingId && (await tx.manager.getRepository(MeetingEntity).findOneBy({ id: booking.meetingId }));
  return joinBooking(booking, room, meeting || null);
}

/** The same from rows already at hand. */
export const joinBooking = (booking: RoomBooking, room: Room, meeting: Meeting | null): BookingSubject => ({
  ...booking,
  approverId: room.approverId,
  roomOrgId: room.ownerOrgId,
  secretaryIds: meeting ? [meeting.secretaryId, meeting.organizerId] : [],
});
