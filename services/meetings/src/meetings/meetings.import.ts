import {
  cell,
  defineImport,
  type Foundation,
  type ImportContext,
  linesOf,
  withoutListNumber,
} from '@chengqi/office-kernel';
import { badInput, duplicate, referenceUnknown, spanOf, type Transaction } from '@chengqi/service-kit';
import { roomOf } from '../rooms/rooms.import.ts';
import { AgendaItemEntity, MeetingEntity } from './meeting.entity.ts';
import { cancelledEvent, closedEvent, scheduledEvent } from './meeting.events.ts';
import { type AgendaItem, type Meeting, meetingTypes } from './meeting.ts';
import { blankMeeting } from './new-meeting.ts';
import { createMeetingNumbers } from './numbers.commands.ts';

/** The imported meeting of that number; two organizers' equal numbers cannot be told apart. */
export async function importedMeeting(tx: Transaction, { memo }: ImportContext, meetingNo: string): Promise<Meeting> {
  const found = await memo(`meeting:${meetingNo}`, () =>
    tx.manager.getRepository(MeetingEntity).findBy({ meetingNo, imported: true }),
  );
  const [meeting, other] = found;
  if (!meeting || other) throw referenceUnknown('meeting_no', meetingNo);
  return meeting;
}

/** meetings.csv: meetings as history left them; a number series continues after its last imported one. */
export function createMeetingImport(foundation: Foundation) {
  const { kit, office } = foundation;
  const numbers = createMeetingNumbers(foundation);

  async function store(tx: Transaction, meeting: Meeting, agenda: readonly string[]): Promise<void> {
    await tx.insert(MeetingEntity, meeting);
    for (const [index, title] of agenda.entries()) {
      const id = kit.ids.next('agd');
      await tx.insert(AgendaItemEntity, { ...item(meeting, index + 1, title), id });
    }
    const keepers = [meeting.chairId, meeting.secretaryId].filter((id): id is string => id !== null && id !== '');
    await office.parties.add(
      tx,
      meeting.id,
      [...new Set(keepers)].map((partyId) => ({ partyId, relation: 'keeper' })),
    );
    await tx.append([scheduledEvent(meeting), ...ending(meeting)]);
  }

  return defineImport({
    act: 'importMeetings',
    kind: 'fact',
    key: 'meeting_no',
    cells: {
      meeting_no: cell.key(40),
      title: cell.title({ required: true }),
      type: cell.enumeration(meetingTypes, { required: true }),
      organizer_org: cell.org({ required: true }),
      secretary: cell.person(),
      chair: cell.person(),
      start_at: cell.instant({ required: true }),
      end_at: cell.instant({ required: true }),
      room_code: cell.code(),
      mode: cell.enumeration(['ONSITE', 'ONLINE', 'HYBRID'], { required: true }),
      level: cell.level({ required: true }),
      state: cell.enumeration(['CANCELLED', 'ENDED', 'RECORDED', 'MINUTED', 'CLOSED'], { required: true }),
      agenda: cell.text({ max: 4000 }),
      minutes_draft_no: cell.code(),
      cancel_reason: cell.text({ max: 500 }),
    },
    async apply(tx, row, context) {
      spanOf('end_at', row.start_at, row.end_at);
      const agenda = agendaTitles(row.agenda);
      const room = row.room_code === null ? null : await roomOf(tx, context, row.room_code);
      const ownerOrgId = row.organizer_org;
      const taken = await tx.manager.getRepository(MeetingEntity).findOneBy({ meetingNo: row.meeting_no, ownerOrgId });
      if (taken) throw duplicate(taken.id, { en: 'This meeting is stored already.', zh: '该会议已存在。' });
      const meeting: Meeting = {
        ...blankMeeting(kit.ids.next('mtg'), tx.now),
        status: row.state,
        ownerOrgId,
        secrecyLevel: row.level,
        meetingNo: await numbers.keep(tx, ownerOrgId, row.meeting_no),
        title: row.title,
        type: row.type,
        organizerId: row.secretary ?? '',
        secretaryId: row.secretary ?? '',
        chairId: row.chair,
        startAt: row.start_at,
        endAt: row.end_at,
        mode: row.mode,
        vcUrl: null,
        quorum: null,
        roomId: room?.id ?? null,
        cancelReason: row.cancel_reason,
        endedAt: row.state === 'CANCELLED' ? null : row.end_at,
        minutesDraftNo: row.minutes_draft_no,
        imported: true,
      };
      await store(tx, meeting, agenda);
      return undefined;
    },
  });
}

const titleLength = 500;

/**
 * `1.…；2.…；3.…` as secretaries write an agenda.
 * @throws DomainError BAD_USER_INPUT when an item is longer than a title may be
 */
export function agendaTitles(agenda: string | null): string[] {
  const titles = linesOf(agenda ?? '')
    .map((line, at) => withoutListNumber(line, at + 1))
    .filter((title) => title !== '');
  if (titles.some((title) => title.length > titleLength)) {
    throw badInput('agenda', {
      en: `An item has up to ${titleLength} characters.`,
      zh: `每项议题不超过 ${titleLength} 个字符。`,
    });
  }
  return titles;
}

const item = (meeting: Meeting, number: number, title: string): Omit<AgendaItem, 'id'> => ({
  version: 1,
  meetingId: meeting.id,
  number,
  title,
  reporterId: null,
  minutes: null,
  outcome: 'NONE',
  secrecyLevel: meeting.secrecyLevel,
  attendeeIds: [],
});

function ending(meeting: Meeting) {
  if (meeting.status === 'CLOSED') return [closedEvent(meeting)];
  return meeting.status === 'CANCELLED' ? [cancelledEvent(meeting)] : [];
}
