import { createOffice, isAbove, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createImports } from './imports/imports.ts';
import { createLoaders } from './loaders.ts';
import { createAttendanceCommands } from './meetings/attendance.commands.ts';
import { createConductCommands } from './meetings/conduct.commands.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meetings/meeting.entity.ts';
import type { AgendaItem } from './meetings/meeting.ts';
import { meetingResolvers } from './meetings/meetings.resolvers.ts';
import { createPersonCalendars } from './meetings/person-calendar.ts';
import { createPlanningCommands } from './meetings/planning.commands.ts';
import { recordResolvers } from './meetings/record.resolvers.ts';
import { meetingMigrations } from './migrations/index.ts';
import { createMinutesCommands } from './minutes/minutes.commands.ts';
import { createMinutesConsumers } from './minutes/minutes.consumers.ts';
import { MinutesEntity } from './minutes/minutes.entity.ts';
import { minutesResolvers } from './minutes/minutes.resolvers.ts';
import { createAdoption } from './resolutions/adoption.ts';
import { ResolutionEntity, ResolutionOrgEntity } from './resolutions/resolution.entity.ts';
import { createResolutionCommands } from './resolutions/resolutions.commands.ts';
import { createResolutionConsumers } from './resolutions/resolutions.consumers.ts';
import { resolutionResolvers } from './resolutions/resolutions.resolvers.ts';
import { createBookingCommands } from './rooms/bookings.commands.ts';
import { createBookingTimers } from './rooms/bookings.timers.ts';
import { QuarantinedBookingEntity } from './rooms/conflicts.ts';
import { RoomBookingEntity, RoomEntity } from './rooms/room.entity.ts';
import { createRoomCommands } from './rooms/rooms.commands.ts';
import { roomResolvers } from './rooms/rooms.resolvers.ts';

/** Rooms, meetings from plan to closing, minutes to signature, resolutions. */
export const meetings = defineService({
  name: 'meetings',
  entities: [
    ...officeEntities,
    RoomEntity,
    RoomBookingEntity,
    QuarantinedBookingEntity,
    MeetingEntity,
    AgendaItemEntity,
    AttendeeEntity,
    RecordNoteEntity,
    MinutesEntity,
    ResolutionEntity,
    ResolutionOrgEntity,
  ],
  migrations: [...officeMigrations, ...meetingMigrations],
  consumesFrom: ['directory', 'documents', 'supervision'],
  start(kit) {
    const foundation = { kit, office: createOffice(kit) };
    const { office } = foundation;
    const adoption = createAdoption(foundation);
    const bookings = createBookingCommands(foundation);
    const commands = {
      rooms: createRoomCommands(foundation),
      bookings,
      planning: createPlanningCommands(foundation, bookings),
      attendance: createAttendanceCommands(foundation),
      conduct: createConductCommands(foundation),
      minutes: createMinutesCommands(foundation, adoption),
      resolutions: createResolutionCommands(foundation, adoption),
      imports: createImports(foundation, adoption),
    };
    return {
      resolvers: [
        roomResolvers,
        meetingResolvers,
        recordResolvers,
        minutesResolvers,
        resolutionResolvers,
        importResolvers,
      ],
      context: (request) => ({
        ...foundation,
        ...commands,
        loaders: createLoaders(request, office, kit.db),
        calendarOf: createPersonCalendars(request, office, kit.db),
        agendaAbove: (item: AgendaItem) => isAbove(item.secrecyLevel, request.viewer.clearance),
      }),
      consumers: [...office.consumers, ...createMinutesConsumers(), ...createResolutionConsumers()],
      timers: [...office.timers, ...createBookingTimers()],
      actorOf: office.actorOf,
    };
  },
});
