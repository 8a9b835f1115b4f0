import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  optionalText,
  type Request,
  refusal,
  spanOf,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { admitTo } from '../attendance/invitations.commands.ts';
import type {
  ApproveBookingInput,
  BookRoomInput,
  CancelBookingInput,
  CheckInBookingInput,
  RejectBookingInput,
} from '../generated/graphql.ts';
import { onMeeting } from '../meetings/act.commands.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { approve, bookingAccess, cancel, checkInOnTime, heldUntil, reject, withinRules } from './booking.workflow.ts';
import { blankBooking, firstStatus, partiesOf } from './new-booking.ts';
import { RoomBookingEntity } from './room.entity.ts';
import { bookingRow, conflicting, lockRoom } from './room.repository.ts';
import type { BookingAction, RoomBooking } from './room.ts';

export type BookingCommands = ReturnType<typeof createBookingCommands>;

/** Bookings of rooms; MTG-1 holds because every new hold is checked under the room's lock. */
export function createBookingCommands({ kit, office }: Foundation) {
  /** A hold that meets no other, and who may see it. */
  async function hold(tx: Transaction, request: Request, input: BookRoomInput, meeting: Meeting | null) {
    const {
      span: { start: startAt, end: endAt },
      ...fields
    } = fieldsOf({
      span: () => spanOf('end', input.start, input.end),
      purpose: () => (input.purpose == null && meeting ? meeting.title : lineOf('purpose', input.purpose, 200)),
      attendeesCount: () =>
        input.attendeesCount == null ? null : numberOf('attendeesCount', input.attendeesCount, 1, 100_000),
    });
    const room = await lockRoom(tx.manager, input.roomId);
    withinRules(room, startAt, endAt, tx.now);
    const ownerOrgId = await bookingOrg(tx, request, input.orgId ?? meeting?.ownerOrgId ?? null, meeting);
    const row: RoomBooking = {
      ...blankBooking(kit.ids.next('bkg'), room, tx.now),
      ...fields,
      ownerOrgId,
      secrecyLevel: meeting?.secrecyLevel ?? 'INTERNAL',
      bookingNo: `${room.code}/${kit.clock.year(startAt)}-${String(room.bookingSerial).padStart(4, '0')}`,
      startAt,
      endAt,
      heldUntil: heldUntil(endAt, room.bufferMinutes),
      bookedById: request.viewer.personId ?? '',
      meetingId: meeting?.id ?? null,
    };
    await refuseConflicts(tx, request, row);
    return { row, parties: partiesOf(row, room, meeting) };
  }

  async function bookingOrg(
    tx: Transaction,
    { actor, viewer }: Request,
    asked: string | null,
    meeting: Meeting | null,
  ): Promise<string> {
    const person = asked === null && viewer.personId ? await office.people.find(tx.manager, viewer.personId) : null;
    const orgId = asked ?? person?.primaryOrgId ?? viewer.posts[0]?.orgId ?? null;
    if (orgId === null) throw badInput('orgId', { en: 'Name the organisation that books.', zh: '请指明预订单位。' });
    if (orgId !== meeting?.ownerOrgId && !actor.belongsTo(orgId)) throw forbidden();
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

  const onBooking = <I extends { readonly bookingId: string }>(
    request: Request,
    name: string,
    input: I,
    action: BookingAction,
  ) => ({ ...bookingRow, request, name, input, action, id: input.bookingId });

  return {
    /** For a meeting it is an act of those who plan the meeting; else anybody's, for their own organisation. */
    bookRoom: (request: Request, input: BookRoomInput) =>
      input.meetingId
        ? office.act(
            onMeeting(request, 'bookRoom', { ...input, meetingId: input.meetingId }, 'BOOK'),
            async (_, __, tx, meeting) => {
              const { row, parties } = await hold(tx, request, input, meeting);
              await tx.insert(RoomBookingEntity, row);
              await office.parties.add(tx, row.id, parties);
              await admitTo({ kit, office }, tx, row.id, meeting);
              return { changes: null, events: [], answer: row.id };
            },
          )
        : office.create({ request, name: 'bookRoom', input, entity: RoomBookingEntity }, async (tx) => ({
            ...(await hold(tx, request, input, null)),
            events: [],
            role: null,
          })),

    approveBooking: (request: Request, input: ApproveBookingInput) =>
      office.act(onBooking(request, 'approveBooking', input, 'APPROVE'), approve),

    rejectBooking: (request: Request, input: RejectBookingInput) =>
      office.act(onBooking(request, 'rejectBooking', input, 'REJECT'), (booking, act) =>
        reject(booking, act, textOf('reason', input.reason, 500)),
      ),

    cancelBooking: (request: Request, input: CancelBookingInput) =>
      office.act(onBooking(request, 'cancelBooking', input, 'CANCEL'), (booking, act) =>
        cancel(booking, act, optionalText('reason', input.reason, 500)),
      ),

    checkInBooking: (request: Request, input: CheckInBookingInput) =>
      office.act(onBooking(request, 'checkInBooking', input, 'CHECK_IN'), checkInOnTime),

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
