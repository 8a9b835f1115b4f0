import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { badInput, defineWorkflow, guardFailed, optionalText, person, role, separate } from '@chengqi/service-kit';
import {
  type Attendee,
  type Meeting,
  type MeetingStatus,
  meetingReaders,
  type Partstat,
  type SignInMethod,
} from '../meetings/meeting.ts';

export type AttendeeAction = 'RESPOND' | 'DELEGATE' | 'APPROVE_LEAVE' | 'SIGN_IN';

/** An invitation inside its meeting: the meeting's state, version and owner decide. */
export type AttendanceSubject = Pick<
  Meeting,
  'status' | 'version' | 'ownerOrgId' | 'chairId' | 'secretaryId' | 'startAt' | 'endAt'
> &
  Pick<Attendee, 'personId' | 'role' | 'partstat' | 'leaveApprovedById' | 'signInAt'>;

/** The two rows as the table wants them. */
export const attendanceOf = (meeting: Meeting, attendee: Attendee): AttendanceSubject => ({
  status: meeting.status,
  version: meeting.version,
  ownerOrgId: meeting.ownerOrgId,
  chairId: meeting.chairId,
  secretaryId: meeting.secretaryId,
  startAt: meeting.startAt,
  endAt: meeting.endAt,
  personId: attendee.personId,
  role: attendee.role,
  partstat: attendee.partstat,
  leaveApprovedById: attendee.leaveApprovedById,
  signInAt: attendee.signInAt,
});

const invited = person<AttendanceSubject>((attendance) => attendance.personId, 'ATTENDEE');
const chair = person<AttendanceSubject>((attendance) => attendance.chairId, 'CHAIR');
const secretaries = [
  person<AttendanceSubject>((attendance) => attendance.secretaryId, 'SECRETARY'),
  role<AttendanceSubject>('MEETING_SECRETARY'),
];

const notOwnLeave = separate<AttendanceSubject>(({ personId }) => [personId], {
  en: 'Nobody gives leave to themselves.',
  zh: '不得批准本人请假。',
});

const leave = {
  roles: [chair, ...secretaries],
  duties: [notOwnLeave],
  guard: notSignedIn,
  settled: ({ partstat, leaveApprovedById }: AttendanceSubject) =>
    partstat === 'DECLINED' && leaveApprovedById !== null,
};
const arrival = {
  roles: [invited, ...secretaries],
  guard: stillComing,
  settled: ({ signInAt }: AttendanceSubject) => signInAt !== null,
};

const wording = { states: words.values.MeetingState, actions: words.values.AttendeeAction };

export const attendanceWorkflow = defineWorkflow<AttendanceSubject, MeetingStatus, AttendeeAction>(wording, [
  { from: 'SCHEDULED', action: 'RESPOND', to: 'SCHEDULED', roles: [invited], guard: notSignedIn },
  { from: 'SCHEDULED', action: 'DELEGATE', to: 'SCHEDULED', roles: [invited], guard: freeToSend },
  { from: 'SCHEDULED', action: 'APPROVE_LEAVE', to: 'SCHEDULED', ...leave },
  { from: 'IN_PROGRESS', action: 'APPROVE_LEAVE', to: 'IN_PROGRESS', ...leave },
  { from: 'SCHEDULED', action: 'SIGN_IN', to: 'SCHEDULED', ...arrival },
  { from: 'IN_PROGRESS', action: 'SIGN_IN', to: 'IN_PROGRESS', ...arrival },
]);

/** Who may see a meeting may see who is invited to it. */
export const attendanceAccess: Access<AttendanceSubject, MeetingStatus, AttendeeAction> = {
  type: 'Attendee',
  roles: meetingReaders,
  workflow: attendanceWorkflow,
};

type AttendanceAct = Act<MeetingStatus>;

function stillComing({ partstat }: AttendanceSubject): void {
  if (partstat === 'DELEGATED') throw guardFailed('MTG-3', { en: 'Somebody else was sent.', zh: '已委托他人参会。' });
}

function notSignedIn({ signInAt }: AttendanceSubject): void {
  if (signInAt !== null) throw guardFailed('MTG-3', { en: 'The person is already signed in.', zh: '该人员已签到。' });
}

function freeToSend(attendance: AttendanceSubject): void {
  stillComing(attendance);
  notSignedIn(attendance);
}

/** MTG-3: a required member declines only with leave; delegating is an act of its own. */
export function respond(
  attendance: AttendanceSubject,
  _: AttendanceAct,
  answer: Partstat,
  comment: string | null | undefined,
): Decision<Attendee> {
  if (answer === 'NEEDS_ACTION' || answer === 'DELEGATED') {
    throw badInput('answer', { en: 'Answer ACCEPTED, TENTATIVE or DECLINED.', zh: '请回复接受、待定或拒绝。' });
  }
  const required = attendance.role === 'CHAIR' || attendance.role === 'REQ';
  if (answer === 'DECLINED' && required && attendance.leaveApprovedById === null) {
    throw guardFailed('MTG-3', {
      en: 'A required member needs leave or sends a delegate.',
      zh: '必须参会人员须经请假批准或委托他人参会。',
    });
  }
  const said = optionalText('comment', comment, 500);
  return { changes: { partstat: answer, delegateToId: null, comment: said }, events: [] };
}

export function delegate({ personId }: AttendanceSubject, _: AttendanceAct, delegateToId: string): Decision<Attendee> {
  if (delegateToId === personId) throw badInput('delegateToId', { en: 'Send somebody else.', zh: '不能委托本人。' });
  return { changes: { partstat: 'DELEGATED', delegateToId }, events: [] };
}

export const approveLeave = (
  _: AttendanceSubject,
  { by: leaveApprovedById }: AttendanceAct,
  comment: string,
): Decision<Attendee> => ({ changes: { partstat: 'DECLINED', leaveApprovedById, comment }, events: [] });

const halfHour = 30 * 60_000;

/** MTG-3: from 30 minutes before the start until the end; of two sign-ins of a person the first moment counts. */
export function signIn(
  { personId, startAt, endAt, signInAt }: AttendanceSubject,
  { by, at }: AttendanceAct,
  method: SignInMethod | null,
): Decision<Attendee> {
  if (at.getTime() < startAt.getTime() - halfHour || at > endAt) {
    throw guardFailed('MTG-3', {
      en: 'Sign in from 30 minutes before the start until the end.',
      zh: '签到时间为会前 30 分钟至会议结束。',
    });
  }
  if (signInAt !== null) return { changes: {}, events: [] };
  const usual = personId === by ? 'QR' : 'MANUAL';
  return { changes: { signInAt: at, method: method ?? usual, partstat: 'ACCEPTED' }, events: [] };
}
