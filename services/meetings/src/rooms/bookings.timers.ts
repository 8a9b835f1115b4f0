import { systemActor, type Timer, type Transaction } from '@chengqi/service-kit';
import { LessThanOrEqual } from 'typeorm';
import { bookingWorkflow, checkInMinutes } from './booking.workflow.ts';
import { subjectOf } from './bookings.commands.ts';
import { RoomBookingEntity } from './room.entity.ts';
import type { BookingAction, RoomBooking } from './room.ts';

const batchSize = 200;

/** Releases rooms nobody came to and finishes bookings that are over; imported history is left as it is. */
export const createBookingTimers = (): Timer[] => [
  {
    name: 'bookings',
    everySeconds: 20,
    async run(tx) {
      const late = new Date(tx.now.getTime() - checkInMinutes * 60_000);
      await pass(tx, 'MARK_NO_SHOW', { status: 'CONFIRMED', startAt: LessThanOrEqual(late) }, { heldUntil: tx.now });
      await pass(tx, 'FINISH', { status: 'CHECKED_IN', endAt: LessThanOrEqual(tx.now) }, {});
    },
  },
];

async function pass(
  tx: Transaction,
  action: BookingAction,
  where: object,
  changes: Partial<RoomBooking>,
): Promise<void> {
  const due = await tx.manager
    .getRepository(RoomBookingEntity)
    .find({ where: { ...where, imported: false }, order: { startAt: 'ASC' }, take: batchSize });
  for (const booking of due) {
    const { to } = bookingWorkflow.permit(systemActor, await subjectOf(tx, booking), action);
    await tx.update(RoomBookingEntity, booking, { status: to, ...changes });
  }
}
