import {
  type AttendeeAction,
  Console_AddNoteDocument,
  Console_ApproveLeaveDocument,
  Console_AuthoriseMinutesSignerDocument,
  Console_BookRoomDocument,
  Console_CancelMeetingDocument,
  Console_DelegateAttendanceDocument,
  Console_DraftResolutionDocument,
  Console_EndMeetingDocument,
  Console_InviteAttendeesDocument,
  Console_OpenMeetingDocument,
  Console_RecordOutcomeDocument,
  Console_RemoveAttendeeDocument,
  Console_RescheduleMeetingDocument,
  Console_RespondInvitationDocument,
  Console_ScheduleMeetingDocument,
  Console_SealRecordDocument,
  Console_SignInAttendeeDocument,
  Console_UpdateMeetingDocument,
  type MeetingAction,
  type MeetingState,
} from '../generated/graphql.ts';
import { type Act, defineAct, defineListAct } from './act.ts';

const meeting = { target: 'meetingId', versioned: true } as const;
/** Acts on the record and on an invitation know no version. */
const record = { target: 'meetingId', versioned: false } as const;
const invitation = { target: 'attendeeId', versioned: false } as const;

const outcomes = ['DISCUSSED', 'ADOPTED', 'ADOPTED_WITH_CHANGES', 'REJECTED', 'DEFERRED'];
const roles = ['REQ', 'OPT', 'NON'];
const answers = ['ACCEPTED', 'TENTATIVE', 'DECLINED'];
const to = (state: MeetingState) => () => ({ state });
const reason = { name: 'reason', as: 'text', required: true } as const;
const agendaItem = { name: 'agendaItemId', as: 'choice', required: true } as const;

/** What can be done with a meeting here; what needs more than a small form is left to other clients. */
export const meetingActs: Readonly<Partial<Record<MeetingAction, Act>>> = {
  SCHEDULE: defineAct(meeting, Console_ScheduleMeetingDocument, [], to('SCHEDULED')),
  UPDATE: defineAct(meeting, Console_UpdateMeetingDocument, [
    { name: 'title', as: 'line', required: true },
    { name: 'chairId', as: 'person', required: false },
    { name: 'secretaryId', as: 'person', required: false },
  ]),
  RESCHEDULE: defineAct(meeting, Console_RescheduleMeetingDocument, [
    { name: 'startAt', as: 'moment', required: true },
    { name: 'endAt', as: 'moment', required: true },
  ]),
  CANCEL: defineAct(meeting, Console_CancelMeetingDocument, [reason], to('CANCELLED')),
  BOOK: defineAct(record, Console_BookRoomDocument, [
    { name: 'roomId', as: 'room', required: true },
    { name: 'start', as: 'known', required: true },
    { name: 'end', as: 'known', required: true },
  ]),
  INVITE: defineListAct(meeting, Console_InviteAttendeesDocument, 'attendees', [
    { name: 'personId', as: 'person', required: true },
    { name: 'role', as: 'code', required: true, type: 'AttendeeRole', values: roles },
  ]),
  REMOVE_ATTENDEE: defineAct({ target: null, versioned: true }, Console_RemoveAttendeeDocument, [
    { name: 'attendeeId', as: 'choice', required: true },
  ]),
  OPEN: defineAct(meeting, Console_OpenMeetingDocument, [], to('IN_PROGRESS')),
  ADD_NOTE: defineAct(record, Console_AddNoteDocument, [
    { name: 'text', as: 'text', required: true },
    { ...agendaItem, required: false },
    { name: 'dissent', as: 'flag', required: false },
  ]),
  RECORD_OUTCOME: defineAct(record, Console_RecordOutcomeDocument, [
    agendaItem,
    { name: 'outcome', as: 'code', required: true, type: 'AgendaOutcome', values: outcomes },
  ]),
  DRAFT_RESOLUTION: defineAct({ target: null, versioned: false }, Console_DraftResolutionDocument, [
    agendaItem,
    { name: 'text', as: 'text', required: true, label: 'decision' },
    { name: 'requiresAction', as: 'yesno', required: true },
    { name: 'leadOrgId', as: 'unit', required: false },
    { name: 'leaderId', as: 'person', required: false },
    { name: 'dueOn', as: 'day', required: false },
  ]),
  END: defineAct(meeting, Console_EndMeetingDocument, [], to('ENDED')),
  SEAL: defineAct(meeting, Console_SealRecordDocument, [], to('RECORDED')),
  AUTHORISE_SIGNER: defineAct(meeting, Console_AuthoriseMinutesSignerDocument, [
    { name: 'personId', as: 'person', required: true },
  ]),
};

/** What can be done with an invitation here. */
export const attendeeActs: Readonly<Partial<Record<AttendeeAction, Act>>> = {
  RESPOND: defineAct(
    invitation,
    Console_RespondInvitationDocument,
    [
      { name: 'answer', as: 'code', required: true, type: 'ParticipationStatus', values: answers },
      { name: 'comment', as: 'text', required: false },
    ],
    ({ answer }) => ({ partstat: String(answer) }),
  ),
  DELEGATE: defineAct(invitation, Console_DelegateAttendanceDocument, [
    { name: 'delegateToId', as: 'person', required: true },
  ]),
  SIGN_IN: defineAct(invitation, Console_SignInAttendeeDocument, []),
  APPROVE_LEAVE: defineAct(invitation, Console_ApproveLeaveDocument, [reason]),
};
