import {
  badInput,
  guardFailed,
  notFound,
  type Request,
  referenceUnknown,
  systemActor,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  AddNoteInput,
  AuthoriseMinutesSignerInput,
  EndMeetingInput,
  OpenMeetingInput,
  RecordOutcomeInput,
  SealRecordInput,
} from '../generated/graphql.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { bookingWorkflow } from '../rooms/booking.workflow.ts';
import { subjectOf } from '../rooms/bookings.commands.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { admit } from './invitations.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meeting.entity.ts';
import { meetingAccess, meetingSubject } from './meeting.repository.ts';
import type { AgendaItem, Meeting, MeetingAction, RecordNote } from './meeting.ts';
import { isSealed, meetingWorkflow } from './meeting.workflow.ts';
import { recordDigest } from './record.workflow.ts';

export type ConductCommands = ReturnType<typeof createConductCommands>;

interface Act {
  readonly meetingId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The meeting while it goes on, and the sealing of its record. Every act writes the meeting's row, so acts never overtake the seal. */
export function createConductCommands({ kit, office }: Foundation) {
  const act = (
    request: Request,
    name: string,
    input: Act,
    action: MeetingAction,
    work: (tx: Transaction, meeting: Meeting) => Promise<Partial<Meeting>>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const meeting = await office.require(tx, request, MeetingEntity, input.meetingId, meetingAccess);
      const subject = await meetingSubject(tx.manager, meeting);
      const { to } = meetingWorkflow.permit(request.actor, subject, action, {
        expectedVersion: input.expectedVersion ?? null,
      });
      await tx.update(MeetingEntity, meeting, { status: to, ...(await work(tx, meeting)) });
      return meeting.id;
    });

  async function note(tx: Transaction, meeting: Meeting, input: AddNoteInput): Promise<RecordNote> {
    if (input.agendaItemId) await agendaItemOf(tx, meeting, input.agendaItemId);
    if (input.speakerId && !(await office.people.find(tx.manager, input.speakerId))) {
      throw referenceUnknown('speakerId', input.speakerId);
    }
    return {
      id: kit.ids.next('rec'),
      meetingId: meeting.id,
      at: tx.now,
      agendaItemId: input.agendaItemId ?? null,
      speakerId: input.speakerId ?? null,
      text: textOf('text', input.text, 4000),
      dissent: input.dissent ?? false,
      correction: isSealed(meeting.status),
    };
  }

  return {
    openMeeting: (request: Request, input: OpenMeetingInput) =>
      act(request, 'openMeeting', input, 'OPEN', async (tx, meeting) => {
        await occupyRooms(tx, meeting);
        return {};
      }),

    addNote: (request: Request, input: AddNoteInput) =>
      act(request, 'addNote', input, 'ADD_NOTE', async (tx, meeting) => {
        await tx.insert(RecordNoteEntity, await note(tx, meeting, input));
        return {};
      }),

    recordOutcome: (request: Request, input: RecordOutcomeInput) =>
      act(request, 'recordOutcome', input, 'RECORD_OUTCOME', async (tx, meeting) => {
        if (input.outcome === 'NONE') throw badInput('outcome', { en: 'NONE is no outcome.', zh: '请选择议题结果。' });
        const item = await agendaItemOf(tx, meeting, input.agendaItemId);
        if (item.outcome !== 'NONE') {
          throw guardFailed('MTG-4', { en: 'This item already has its outcome.', zh: '该议题已记录结果。' });
        }
        await tx.update(AgendaItemEntity, item, { outcome: input.outcome });
        return {};
      }),

    endMeeting: (request: Request, input: EndMeetingInput) =>
      act(request, 'endMeeting', input, 'END', async () => ({})),

    sealRecord: (request: Request, input: SealRecordInput) =>
      act(request, 'sealRecord', input, 'SEAL', async (tx, meeting) => ({
        sealedAt: tx.now,
        recordDigest: recordDigest(await recordParts(tx.manager, meeting)),
      })),

    authoriseMinutesSigner: (request: Request, input: AuthoriseMinutesSignerInput) =>
      act(request, 'authoriseMinutesSigner', input, 'AUTHORISE_SIGNER', async (tx, meeting) => {
        if (!(await office.people.find(tx.manager, input.personId))) throw referenceUnknown('personId', input.personId);
        await admit({ kit, office }, tx, meeting.id, [input.personId]);
        return { minutesSignerId: input.personId };
      }),
  };
}

/** Opening a meeting checks in its rooms: the clock must not release them under it. */
async function occupyRooms(tx: Transaction, meeting: Meeting): Promise<void> {
  for (const booking of await roomsOfMeetings(tx.manager, [meeting.id])) {
    if (booking.status !== 'CONFIRMED') continue;
    const { to } = bookingWorkflow.permit(systemActor, await subjectOf(tx, booking), 'CHECK_IN');
    await tx.update(RoomBookingEntity, booking, { status: to, checkedInAt: tx.now });
  }
}

async function agendaItemOf(tx: Transaction, meeting: Meeting, id: string): Promise<AgendaItem> {
  const item = await tx.manager.getRepository(AgendaItemEntity).findOneBy({ id, meetingId: meeting.id });
  if (!item) throw notFound('AgendaItem');
  return item;
}

/** Everything the record of a meeting states. */
export async function recordParts(manager: Transaction['manager'], meeting: Meeting) {
  const meetingId = meeting.id;
  return {
    meeting,
    agenda: await manager.getRepository(AgendaItemEntity).findBy({ meetingId }),
    attendees: await manager.getRepository(AttendeeEntity).findBy({ meetingId }),
    notes: await manager.getRepository(RecordNoteEntity).findBy({ meetingId }),
    resolutions: await manager.getRepository(ResolutionEntity).findBy({ meetingId }),
  };
}
