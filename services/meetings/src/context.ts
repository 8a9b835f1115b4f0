import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { Imports } from './imports/imports.ts';
import type { Loaders } from './loaders.ts';
import type { AttendanceCommands } from './meetings/attendance.commands.ts';
import type { ConductCommands } from './meetings/conduct.commands.ts';
import type { AgendaItem } from './meetings/meeting.ts';
import type { createPersonCalendars } from './meetings/person-calendar.ts';
import type { PlanningCommands } from './meetings/planning.commands.ts';
import type { MinutesCommands } from './minutes/minutes.commands.ts';
import type { ResolutionCommands } from './resolutions/resolutions.commands.ts';
import type { BookingCommands } from './rooms/bookings.commands.ts';
import type { RoomCommands } from './rooms/rooms.commands.ts';

/** What every slice is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

/** What a resolver may see. */
export interface Context extends Request, Foundation {
  readonly loaders: Loaders;
  readonly calendarOf: ReturnType<typeof createPersonCalendars>;
  /** MTG-9: whether the item is above the viewer's clearance. */
  readonly agendaAbove: (item: AgendaItem) => boolean;
  readonly rooms: RoomCommands;
  readonly bookings: BookingCommands;
  readonly planning: PlanningCommands;
  readonly attendance: AttendanceCommands;
  readonly conduct: ConductCommands;
  readonly minutes: MinutesCommands;
  readonly resolutions: ResolutionCommands;
  readonly imports: Imports;
}
