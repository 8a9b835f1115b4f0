import type { Foundation } from '@chengqi/office-kernel';
import type { Timer, Transaction } from '@chengqi/service-kit';
import { LessThanOrEqual } from 'typeorm';
import { finish, markNoShow } from './booking.workflow.ts';
import { RoomBookingEntity } from './room.entity.ts';
import { bookingRow } from './room.repository.ts';
import { checkInMinutes, type RoomBooking } from './room.ts';

const batchSize = 200;

/** Releases rooms nobody came to and finishes bookings that are over; imported history is left as it is. */
export function createBookingTimers({ office }: Foundation): Timer[] {
  const due = (tx: Transaction, where: object): Promise<RoomBooking[]> =>
    tx.manager
      .getRepository(RoomBookingEntity)
      .find({ where: { ...where, imported: false }, order: { startAt: 'ASC' }, take: batchSize });

  return [
    {
      name: 'bookings',
      everySeconds: 20,
      async run(tx) {
        const late = new Date(tx.now.getTime() - checkInMinutes * 60_000);
        for (const row of await due(tx, { status: 'CONFIRMED', startAt: LessThanOrEqual(late) }))
          await office.actAsSystem(tx, { ...bookingRow, row, action: 'MARK_NO_SHOW' }, markNoShow);
        for (const row of await due(tx, { status: 'CHECKED_IN', endAt: LessThanOrEqual(tx.now) }))
          await office.actAsSystem(tx, { ...bookingRow, row, action: 'FINISH' }, finish);
      },
    },
  ];
}
