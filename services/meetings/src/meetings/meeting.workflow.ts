import { type Access, isAbove, levelAtMost } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { defineWorkflow, guardFailed, person, type Request, role, system, type Transition } from '@chengqi/service-kit';
import {
  type AgendaItem,
  type MeetingAction,
  type MeetingStatus,
  type MeetingSubject,
  type MeetingType,
  meetingReaders,
} from './meeting.ts';

const chair = person<MeetingSubject>((meeting) => meeting.chairId, 'CHAIR');
const secretaries = [
  person<MeetingSubject>((meeting) => meeting.secretaryId, 'SECRETARY'),
  role<MeetingSubject>('MEETING_SECRETARY'),
];
const planners = [...secretaries, person<MeetingSubject>((meeting) => meeting.organizerId, 'ORGANIZER')];
const conductors = [...secretaries, chair];

/** Acts that leave the meeting where it is. */
const stay = (
  states: readonly MeetingStatus[],
  row: Pick<Transition<MeetingSubject, MeetingStatus, MeetingAction>, 'action' | 'roles'>,
): Transition<MeetingSubject, MeetingStatus, MeetingAction>[] =>
  states.map((state) => ({ ...row, from: state, to: state }));

const wording = { states: words.values.MeetingState, actions: words.values.MeetingAction };

export const meetingWorkflow = defineWorkflow<MeetingSubject, MeetingStatus, MeetingAction>(wording, [
  { from: 'DRAFT', action: 'SCHEDULE', to: 'SCHEDULED', roles: planners, guard: schedulable },
  { from: 'SCHEDULED', action: 'RESCHEDULE', to: 'SCHEDULED', roles: planners },
  { from: ['DRAFT', 'SCHEDULED'], action: 'CANCEL', to: 'CANCELLED', roles: [...planners, chair] },
  ...stay(['DRAFT', 'SCHEDULED'], { action: 'BOOK', roles: planners }),
  ...stay(['DRAFT', 'SCHEDULED', 'IN_PROGRESS'], { action: 'INVITE', roles: planners }),
  ...stay(['DRAFT', 'SCHEDULED'], { action: 'UPDATE', roles: planners }),
  ...stay(['DRAFT', 'SCHEDULED'], { action: 'SET_AGENDA', roles: planners }),
  ...stay(['DRAFT', 'SCHEDULED'], { action: 'REMOVE_ATTENDEE', roles: planners }),
  { from: 'SCHEDULED', action: 'OPEN', to: 'IN_PROGRESS', roles: conductors, guard: openable },
  ...stay(['IN_PROGRESS', 'ENDED', 'RECORDED', 'MINUTED', 'CLOSED'], { action: 'ADD_NOTE', roles: secretaries }),
  ...stay(['IN_PROGRESS'], { action: 'RECORD_OUTCOME', roles: secretaries }),
  ...stay(['IN_PROGRESS', 'ENDED'], { action: 'DRAFT_RESOLUTION', roles: secretaries }),
  { from: 'IN_PROGRESS', action: 'END', to: 'ENDED', roles: conductors, guard: everyItemHasAnOutcome },
  { from: 'ENDED', action: 'SEAL', to: 'RECORDED', roles: secretaries },
  ...stay(['RECORDED'], { action: 'DRAFT_MINUTES', roles: secretaries }),
  ...stay(['IN_PROGRESS', 'ENDED', 'RECORDED'], { action: 'AUTHORISE_SIGNER', roles: [chair] }),
  { from: 'RECORDED', action: 'MINUTE', to: 'MINUTED', roles: [system()] },
  { from: 'MINUTED', action: 'CLOSE', to: 'CLOSED', roles: [system()] },
]);

export const meetingAccess: Access<MeetingSubject, MeetingStatus, MeetingAction> = {
  type: 'Meeting',
  roles: meetingReaders,
  workflow: meetingWorkflow,
};

/** The record takes notes as they are said until here; afterwards a note is a correction (MTG-4). */
export const isSealed = (status: MeetingStatus) => ['RECORDED', 'MINUTED', 'CLOSED'].includes(status);

/** What a meeting needs before people are told to come. */
export function schedulable(meeting: MeetingSubject): void {
  if (meeting.chairId === null)
    throw guardFailed('MTG-SCHEDULE', { en: 'The meeting has no chair.', zh: '会议尚未确定主持人。' });
  if (meeting.agenda.length === 0)
    throw guardFailed('MTG-SCHEDULE', { en: 'The agenda is empty.', zh: '会议议程为空。' });
  housed(meeting);
}

/** A confirmed room, or online; classified meetings only in rooms fit for them and without video link. */
function housed({ mode, rooms, secrecyLevel, vcUrl }: MeetingSubject): void {
  if (isAbove(secrecyLevel, 'INTERNAL')) {
    if (mode !== 'ONSITE' || vcUrl !== null) {
      throw guardFailed('MTG-SCHEDULE', {
        en: 'A classified meeting has no video link.',
        zh: '涉密会议不得使用视频连接。',
      });
    }
    if (rooms.some((room) => !room.classifiedOk)) {
      throw guardFailed('MTG-SCHEDULE', {
        en: 'A classified meeting needs a CLASSIFIED_OK room.',
        zh: '涉密会议须使用符合保密要求的会议室。',
      });
    }
  }
  if (mode === 'ONLINE') return;
  const held = rooms.some(({ status }) => status === 'CONFIRMED' || status === 'CHECKED_IN');
  if (!held) throw guardFailed('MTG-SCHEDULE', { en: 'No room is confirmed.', zh: '会议室尚未确认。' });
}

function openable(meeting: MeetingSubject): void {
  housed(meeting);
  if (meeting.quorum !== null && meeting.present < meeting.quorum) {
    throw guardFailed('MTG-QUORUM', {
      en: `${meeting.present} of ${meeting.quorum} are signed in.`,
      zh: '到会人数未达法定人数。',
    });
  }
}

function everyItemHasAnOutcome({ agenda }: MeetingSubject): void {
  if (agenda.some(({ outcome }) => outcome === 'NONE')) {
    throw guardFailed('MTG-4', { en: 'An agenda item has no outcome yet.', zh: '仍有议题未形成结果。' });
  }
}

/** MTG-9: nothing inside a meeting is above the meeting. */
export function withinLevel(
  item: Pick<MeetingSubject, 'secrecyLevel'>,
  meeting: Pick<MeetingSubject, 'secrecyLevel'>,
): void {
  if (!levelAtMost(item.secrecyLevel, meeting.secrecyLevel)) {
    throw guardFailed('MTG-9', {
      en: 'An agenda item is above the level of the meeting.',
      zh: '议题密级高于会议密级。',
    });
  }
}

/** MTG-9: an item above the viewer's clearance. */
export const isRestricted = ({ secrecyLevel }: AgendaItem, { viewer }: Request) =>
  isAbove(secrecyLevel, viewer.clearance);

const prefixes: Record<MeetingType, string> = {
  EXECUTIVE: 'CW',
  PARTY_GROUP: 'DZ',
  OFFICE: 'BG',
  SPECIAL: 'ZT',
  PLENARY: 'QT',
  COORDINATION: 'XT',
  DISPATCH: 'DD',
  TRAINING: 'PX',
  OTHER: 'HY',
};

/** Number of the n-th meeting of its sort in the year. */
export const meetingNoOf = (type: MeetingType, year: number, n: number) =>
  `${prefixes[type]}${year}-${String(n).padStart(2, '0')}`;

/** The run of numbers that a number of the usual form belongs to, whichever sort of meeting carries it; null for any other. */
export function serialOf(meetingNo: string): { type: MeetingType; year: number; serial: number } | null {
  const [, prefix, year, serial] = /^([A-Z]{2})(\d{4})-(\d{2,6})$/.exec(meetingNo) ?? [];
  const type = (Object.keys(prefixes) as MeetingType[]).find((name) => prefixes[name] === prefix);
  return type && year && serial ? { type, year: Number(year), serial: Number(serial) } : null;
}
