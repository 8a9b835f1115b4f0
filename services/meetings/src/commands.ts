import type { Foundation } from '@chengqi/office-kernel';
import { createAttendanceCommands } from './attendance/attendance.commands.ts';
import { createImports } from './imports/imports.ts';
import { createCorrectionCommands } from './meetings/corrections.commands.ts';
import { createPlanningCommands } from './meetings/planning.commands.ts';
import { createMinutesCommands } from './minutes/minutes.commands.ts';
import { createConductCommands } from './record/conduct.commands.ts';
import { createAdoption } from './resolutions/adoption.commands.ts';
import { createResolutionCommands } from './resolutions/resolutions.commands.ts';
import { createBookingCommands } from './rooms/bookings.commands.ts';
import { createRoomCommands } from './rooms/rooms.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice. */
export function createCommands(foundation: Foundation) {
  const adoption = createAdoption(foundation);
  const bookings = createBookingCommands(foundation);
  return {
    rooms: createRoomCommands(foundation),
    bookings,
    planning: createPlanningCommands(foundation, bookings),
    corrections: createCorrectionCommands(foundation),
    attendance: createAttendanceCommands(foundation),
    conduct: createConductCommands(foundation),
    minutes: createMinutesCommands(foundation, adoption),
    resolutions: createResolutionCommands(foundation, adoption),
    imports: createImports(foundation, adoption),
  };
}
