import {
  type AttendeeAction,
  Console_AddNoteDocument,
  Console_ApproveLeaveDocument,
  Console_CancelMeetingDocument,
  Console_EndMeetingDocument,
  Console_OpenMeetingDocument,
  Console_RecordOutcomeDocument,
  Console_RescheduleMeetingDocument,
  Console_RespondInvitationDocument,
  Console_ScheduleMeetingDocument,
  Console_SealRecordDocument,
  Console_SignInAttendeeDocument,
  type MeetingAction,
  type MeetingState,
} from '../generated/graphql.ts';
import { type Act, defineAct } from './act.ts';

const outcomes = ['DISCUSSED', 'ADOPTED', 'ADOPTED_WITH_CHANGES', 'REJECTED', 'DEFERRED'];
const to = (state: MeetingState) => () => ({ state });
const reason = { name: 'reason', as: 'text', required: true } as const;

/** What can be done with a meeting here; what needs more than a small form is left to other clients. */
export const meetingActs: Readonly<Partial<Record<MeetingAction, Act>>> = {
  SCHEDULE: defineAct(Console_ScheduleMeetingDocument, [], to('SCHEDULED')),
  RESCHEDULE: defineAct(Console_RescheduleMeetingDocument, [
    { name: 'startAt', as: 'moment', required: true },
    { name: 'endAt', as: 'moment', required: true },
  ]),
  CANCEL: defineAct(Console_CancelMeetingDocument, [reason], to('CANCELLED')),
  OPEN: defineAct(Console_OpenMeetingDocument, [], to('IN_PROGRESS')),
  ADD_NOTE: defineAct(Console_AddNoteDocument, [
    { name: 'text', as: 'text', required: true },
    { name: 'agendaItemId', as: 'agenda', required: false },
    { name: 'dissent', as: 'flag', required: false },
  ]),
  RECORD_OUTCOME: defineAct(Console_RecordOutcomeDocument, [
    { name: 'agendaItemId', as: 'agenda', required: true },
    { name: 'outcome', as: 'code', required: true, type: 'AgendaOutcome', values: outcomes },
  ]),
  END: defineAct(Console_EndMeetingDocument, [], to('ENDED')),
  SEAL: defineAct(Console_SealRecordDocument, [], to('RECORDED')),
};

/** What can be done with an invitation here. */
export const attendeeActs: Readonly<Partial<Record<AttendeeAction, Act>>> = {
  RESPOND: defineAct(
    Console_RespondInvitationDocument,
    [
      {
        name: 'answer',
        as: 'code',
        required: true,
        type: 'ParticipationStatus',
        values: ['ACCEPTED', 'TENTATIVE', 'DECLINED'],
      },
      { name: 'comment', as: 'text', required: false },
    ],
    ({ answer }) => ({ partstat: String(answer) }),
  ),
  SIGN_IN: defineAct(Console_SignInAttendeeDocument, []),
  APPROVE_LEAVE: defineAct(Console_ApproveLeaveDocument, [reason]),
};
