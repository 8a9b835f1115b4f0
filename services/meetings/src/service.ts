import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createCommands } from './commands.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { deadlineResolvers } from './deadlines/deadlines.resolvers.ts';
import { createDeadlineTimers } from './deadlines/deadlines.timers.ts';
import { createKeeping } from './deadlines/keeping.commands.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { tellChanges } from './meetings/changes.commands.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meetings/meeting.entity.ts';
import { talliedMeetings } from './meetings/meeting.repository.ts';
import { meetingTexts } from './meetings/meeting.ts';
import { meetingResolvers } from './meetings/meetings.resolvers.ts';
import { createMinutesConsumers } from './minutes/minutes.consumers.ts';
import { MinutesEntity } from './minutes/minutes.entity.ts';
import { minutesResolvers } from './minutes/minutes.resolvers.ts';
import { recordResolvers } from './record/record.resolvers.ts';
import { ResolutionEntity, ResolutionOrgEntity } from './resolutions/resolution.entity.ts';
import { createResolutionConsumers } from './resolutions/resolutions.consumers.ts';
import { resolutionResolvers } from './resolutions/resolutions.resolvers.ts';
import { createBookingTimers } from './rooms/bookings.timers.ts';
import { QuarantinedBookingEntity, RoomBookingEntity, RoomEntity } from './rooms/room.entity.ts';
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
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'documents', 'supervision'],
  start(kit) {
    const office = createOffice(kit);
    office.search.keep(MeetingEntity, meetingTexts);
    office.tallies.keep(MeetingEntity, talliedMeetings);
    tellChanges(kit);
    const foundation = { kit, office };
    const commands = createCommands(foundation);
    const recounting = office.deadlines.recounting(createKeeping(foundation).keepAgain);
    return {
      resolvers: [
        roomResolvers,
        meetingResolvers,
        recordResolvers,
        minutesResolvers,
        resolutionResolvers,
        deadlineResolvers,
        countResolvers,
        importResolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [
        ...office.consumers,
        ...createMinutesConsumers(foundation),
        ...createResolutionConsumers(foundation),
        ...recounting.consumers,
      ],
      timers: [
        ...office.timers,
        ...createBookingTimers(foundation),
        ...createDeadlineTimers(foundation),
        ...recounting.timers,
      ],
      actorOf: office.actorOf,
    };
  },
});
