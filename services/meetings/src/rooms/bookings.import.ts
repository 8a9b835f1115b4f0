import { cell, defineImport, type Foundation, type ImportInput } from '@chengqi/office-kernel';
import { badInput, duplicate, type Transaction } from '@chengqi/service-kit';
import { importedMeeting } from '../meetings/meetings.import.ts';
import { endedEvents } from './booking.events.ts';
import { heldUntil, released } from './booking.workflow.ts';
import { blankBooking, partiesOf } from './new-booking.ts';
import { QuarantinedBookingEntity, RoomBookingEntity } from './room.entity.ts';
import { conflicting, lockRoom } from './room.repository.ts';
import type { RoomBooking } from './room.ts';
import { roomOf } from './rooms.import.ts';

/** room_bookings.csv: what overlaps a stored booking is kept aside, because history too had one meeting in a room (MTG-1). */
export function createBookingImport({ kit, office }: Foundation) {
  async function keepAside(
    tx: Transaction,
    { bookingNo, roomId, startAt, heldUntil: until }: RoomBooking,
  ): Promise<void> {
    const aside = { id: kit.ids.next('bkg'), bookingNo, roomId, startAt, heldUntil: until };
    await tx.manager.getRepository(QuarantinedBookingEntity).insert(aside);
  }

  return defineImport({
    act: 'importRoomBookings',
    kind: 'fact',
    key: 'booking_no',
    cells: {
      booking_no: cell.key(),
      room_code: cell.code({ required: true }),
      start_at: cell.instant({ required: true }),
      end_at: cell.instant({ required: true }),
      booked_by: cell.person({ required: true }),
      org_code: cell.org({ required: true }),
      purpose: cell.text({ required: true, max: 200 }),
      meeting_no: cell.code(),
      booked_at: cell.instant(),
      state: cell.enumeration(
        ['REQUESTED', 'CONFIRMED', 'CHECKED_IN', 'FINISHED', 'NO_SHOW', 'CANCELLED', 'REJECTED'],
        { required: true },
      ),
      attendees_count: cell.int({ min: 0, max: 100_000 }),
    },
    async apply(tx, row, context) {
      if (row.start_at >= row.end_at) throw badInput('end_at', { en: 'end before start', zh: '结束早于开始' });
      const meeting = row.meeting_no === null ? null : await importedMeeting(tx, context, row.meeting_no);
      const bookingNo = row.booking_no;
      const taken = await tx.manager.getRepository(RoomBookingEntity).findOneBy({ bookingNo });
      if (taken) throw duplicate(taken.id, { en: 'This booking is stored already.', zh: '该预订已存在。' });
      const room = await lockRoom(tx.manager, (await roomOf(tx, context, row.room_code)).id);
      const booking: RoomBooking = {
        ...blankBooking(kit.ids.next('bkg'), room, tx.now),
        status: row.state,
        ownerOrgId: row.org_code,
        secrecyLevel: meeting?.secrecyLevel ?? 'INTERNAL',
        createdAt: row.booked_at ?? tx.now,
        bookingNo,
        startAt: row.start_at,
        endAt: row.end_at,
        heldUntil: heldUntil(row.end_at, room.bufferMinutes),
        bookedById: row.booked_by,
        purpose: row.purpose,
        meetingId: meeting?.id ?? null,
        attendeesCount: row.attendees_count,
        imported: true,
      };
      await tx.manager.getRepository(QuarantinedBookingEntity).delete({ bookingNo });
      if (holds(booking) && (await conflicting(tx.manager, booking)).length > 0) {
        await keepAside(tx, booking);
        return { outcome: 'QUARANTINED', column: 'start_at', reason: 'CONFLICT_BOOKING (MTG-1)' };
      }
      await tx.insert(RoomBookingEntity, booking);
      await office.parties.add(tx, booking.id, partiesOf(booking, room, meeting));
      await tx.append(endedEvents(booking));
      return undefined;
    },
  });
}

const holds = ({ status }: RoomBooking) => !released.some((state) => state === status);

const bookedAt = cell.instant();

/** Rows of a batch in the order in which they were booked; rows that do not say it come last. */
export function byBooking({ header, rows }: Pick<ImportInput, 'header' | 'rows'>, zone: string): ImportInput['rows'] {
  const column = header.findIndex((name) => name.trim() === 'booked_at');
  const when = ({ values }: ImportInput['rows'][number]): number => {
    const read = bookedAt.clean(values[column] ?? '', zone);
    return 'value' in read && read.value ? read.value.getTime() : Number.MAX_SAFE_INTEGER;
  };
  return rows
    .map((row) => ({ row, at: when(row) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ row }) => row);
}
