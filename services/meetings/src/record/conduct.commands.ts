import type { Foundation } from '@chengqi/office-kernel';
import { badInput, guardFailed, notFound, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { seatsOf } from '../attendance/attendance.repository.ts';
import { admit } from '../attendance/invitations.commands.ts';
import { turnoutOf } from '../attendance/turnout.ts';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type {
  AddNoteInput,
  AuthoriseMinutesSignerInput,
  EndMeetingInput,
  OpenMeetingInput,
  RecordOutcomeInput,
  SealRecordInput,
} from '../generated/graphql.ts';
import { onMeeting } from '../meetings/act.commands.ts';
import { AgendaItemEntity, RecordNoteEntity } from '../meetings/meeting.entity.ts';
import type { AgendaItem, Meeting, RecordNote } from '../meetings/meeting.ts';
import { isSealed } from '../meetings/meeting.workflow.ts';
import { authoriseSigner, end, open, proceed, seal } from '../meetings/meeting-acts.workflow.ts';
import { checkIn } from '../rooms/booking.workflow.ts';
import { bookingRow, roomsOfMeetings } from '../rooms/room.repository.ts';
import { recordParts } from './record.repository.ts';
import { recordDigest } from './record.workflow.ts';

/** The meeting while it goes on, and the sealing of its record. Every act writes the meeting's row, so acts never overtake the seal. */
export function createConductCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { keepMeetings } = createKeeping(foundation);

  async function noteOf(tx: Transaction, meeting: Meeting, input: AddNoteInput): Promise<RecordNote> {
    if (input.agendaItemId) await agendaItemOf(tx, meeting, input.agendaItemId);
    if (input.speakerId) await office.people.require(tx, 'speakerId', input.speakerId);
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

  /** Opening a meeting checks in its rooms: the clock must not release them under it. */
  async function occupyRooms(tx: Transaction, meeting: Meeting): Promise<void> {
    for (const row of await roomsOfMeetings(tx.manager, [meeting.id])) {
      if (row.status === 'CONFIRMED') await office.actAsSystem(tx, { ...bookingRow, row, action: 'CHECK_IN' }, checkIn);
    }
  }

  return {
    openMeeting: (request: Request, input: OpenMeetingInput) =>
      office.act(onMeeting(request, 'openMeeting', input, 'OPEN'), async (meeting, act, tx) => {
        await occupyRooms(tx, meeting);
        return open(meeting, act);
      }),

    addNote: (request: Request, input: AddNoteInput) =>
      office.act(onMeeting(request, 'addNote', input, 'ADD_NOTE'), async (meeting, act, tx) => {
        await tx.insert(RecordNoteEntity, await noteOf(tx, meeting, input));
        return proceed(meeting, act);
      }),

    recordOutcome: (request: Request, input: RecordOutcomeInput) =>
      office.act(onMeeting(request, 'recordOutcome', input, 'RECORD_OUTCOME'), async (meeting, act, tx) => {
        if (input.outcome === 'NONE') throw badInput('outcome', { en: 'NONE is no outcome.', zh: '请选择议题结果。' });
        const item = await agendaItemOf(tx, meeting, input.agendaItemId);
        if (item.outcome !== 'NONE') {
          throw guardFailed('MTG-4', { en: 'This item already has its outcome.', zh: '该议题已记录结果。' });
        }
        await tx.update(AgendaItemEntity, item, { outcome: input.outcome });
        return proceed(meeting, act);
      }),

    endMeeting: (request: Request, input: EndMeetingInput) =>
      office.act(onMeeting(request, 'endMeeting', input, 'END'), async (subject, act, tx, meeting) => {
        const decision = end(subject, act, turnoutOf(await seatsOf(tx.manager, [meeting.id])));
        await keepMeetings(tx, [{ ...meeting, ...decision.changes }]);
        return decision;
      }),

    sealRecord: (request: Request, input: SealRecordInput) =>
      office.act(onMeeting(request, 'sealRecord', input, 'SEAL'), async (meeting, act, tx) =>
        seal(meeting, act, recordDigest(await recordParts(tx.manager, meeting))),
      ),

    authoriseMinutesSigner: (request: Request, input: AuthoriseMinutesSignerInput) =>
      office.act(onMeeting(request, 'authoriseMinutesSigner', input, 'AUTHORISE_SIGNER'), async (meeting, act, tx) => {
        await office.people.require(tx, 'personId', input.personId);
        await admit({ kit, office }, tx, meeting.id, [input.personId]);
        return authoriseSigner(meeting, act, input.personId);
      }),
  };
}

async function agendaItemOf(tx: Transaction, meeting: Meeting, id: string): Promise<AgendaItem> {
  const item = await tx.manager.getRepository(AgendaItemEntity).findOneBy({ id, meetingId: meeting.id });
  if (!item) throw notFound('AgendaItem');
  return item;
}
