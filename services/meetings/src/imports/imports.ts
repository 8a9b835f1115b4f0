import type { Cell, Foundation, ImportedRow, ImportInput, ImportPlan } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { createAttendeeImport } from '../attendance/attendees.import.ts';
import { createMeetingImport } from '../meetings/meetings.import.ts';
import type { Adoption } from '../resolutions/adoption.commands.ts';
import { createResolutionImport } from '../resolutions/resolutions.import.ts';
import { byBooking, createBookingImport } from '../rooms/bookings.import.ts';
import { createRoomImport } from '../rooms/rooms.import.ts';

/** The five files of an export that meetings takes, in the order in which they refer to each other. */
export function createImports(foundation: Foundation, adoption: Adoption) {
  const { kit, office } = foundation;
  const take =
    <C extends Readonly<Record<string, Cell>>>(plan: ImportPlan<C>) =>
    (request: Request, input: ImportInput) =>
      office.importRows(request, input, plan);
  return {
    rooms: take(createRoomImport(foundation)),
    meetings: take(createMeetingImport(foundation)),
    attendees: take(createAttendeeImport(foundation)),
    resolutions: take(createResolutionImport(foundation, adoption)),
    roomBookings: inBookingOrder(take(createBookingImport(foundation)), kit.clock.zone),
  };
}

type Take = (request: Request, input: ImportInput) => Promise<{ rows: ImportedRow[] }>;

/** Whoever booked first has the room, wherever the row stands in the batch; answers come in the order of the rows. */
const inBookingOrder =
  (take: Take, zone: string): Take =>
  async (request, input) => {
    const { rows } = await take(request, { ...input, rows: byBooking(input, zone) });
    const answers = new Map(rows.map((row) => [row.record, row]));
    return { rows: input.rows.flatMap(({ record }) => answers.get(record) ?? []) };
  };
