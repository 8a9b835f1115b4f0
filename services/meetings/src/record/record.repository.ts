import type { EntityManager } from 'typeorm';
import { AgendaItemEntity, AttendeeEntity, RecordNoteEntity } from '../meetings/meeting.entity.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import type { RecordParts } from './record.workflow.ts';

/** Everything the record of a meeting states. */
export async function recordParts(manager: EntityManager, meeting: Meeting): Promise<RecordParts> {
  const meetingId = meeting.id;
  return {
    meeting,
    agenda: await manager.getRepository(AgendaItemEntity).findBy({ meetingId }),
    attendees: await manager.getRepository(AttendeeEntity).findBy({ meetingId }),
    notes: await manager.getRepository(RecordNoteEntity).findBy({ meetingId }),
    resolutions: await manager.getRepository(ResolutionEntity).findBy({ meetingId }),
  };
}
