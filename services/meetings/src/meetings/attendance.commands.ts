import {
  badInput,
  notFound,
  numberOf,
  optionalText,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  ApproveLeaveInput,
  DelegateAttendanceInput,
  InviteAttendeesInput,
  RespondInvitationInput,
  SignInAttendeeInput,
} from '../generated/graphql.ts';
import {
  type AttendanceSubject,
  type AttendeeAction,
  attendanceOf,
  attendanceWorkflow,
  respond,
  withinSignIn,
} from './attendance.workflow.ts';
import { admit, invite } from './invitations.ts';
import { AttendeeEntity, MeetingEntity } from './meeting.entity.ts';
import { lockMeeting, meetingAccess, meetingSubject } from './meeting.repository.ts';
import type { Attendee, Meeting } from './meeting.ts';
import { meetingWorkflow } from './meeting.workflow.ts';

export type AttendanceCommands = ReturnType<typeof createAttendanceCommands>;

interface Act {
  readonly attendeeId: string;
  readonly idempotencyKey?: string | null | undefined;
}

export function createAttendanceCommands(foundation: Foundation) {
  const { office } = foundation;

  const act = (
    request: Request,
    name: string,
    input: Act,
    action: AttendeeAction,
    work: (
      tx: Transaction,
      attendee: Attendee,
      attendance: AttendanceSubject,
      meeting: Meeting,
    ) => Promise<Partial<Attendee>>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const attendees = tx.manager.getRepository(AttendeeEntity);
      const found = await attendees.findOneBy({ id: input.attendeeId });
      if (!found) throw notFound('Attendee');
      await lockMeeting(tx, found.meetingId);
      const meeting = await office.require(tx, request, MeetingEntity, found.meetingId, {
        ...meetingAccess,
        type: 'Attendee',
      });
      const attendee = await attendees.findOneByOrFail({ id: found.id });
      const attendance = attendanceOf(meeting, attendee);
      attendanceWorkflow.permit(request.actor, attendance, action);
      await tx.update(AttendeeEntity, attendee, await work(tx, attendee, attendance, meeting));
      return attendee.id;
    });

  return {
    inviteAttendees: (request: Request, input: InviteAttendeesInput) =>
      office.execute(request, 'inviteAttendees', input, async (tx) => {
        const meeting = await office.require(tx, request, MeetingEntity, input.meetingId, meetingAccess);
        const subject = await meetingSubject(tx.manager, meeting);
        meetingWorkflow.permit(request.actor, subject, 'INVITE', { expectedVersion: input.expectedVersion ?? null });
        numberOf('attendees', input.attendees.length, 1, 500);
        const invitations = input.attendees.map(({ personId, role }) => ({ personId, role: role ?? ('REQ' as const) }));
        await invite(foundation, tx, meeting, invitations);
        await tx.update(MeetingEntity, meeting, {});
        return meeting.id;
      }),

    respondInvitation: (request: Request, input: RespondInvitationInput) =>
      act(request, 'respondInvitation', input, 'RESPOND', async (_, __, attendance) => ({
        partstat: respond(attendance, input.answer),
        delegateToId: null,
        comment: optionalText('comment', input.comment, 500),
      })),

    delegateAttendance: (request: Request, input: DelegateAttendanceInput) =>
      act(request, 'delegateAttendance', input, 'DELEGATE', async (tx, attendee, _, meeting) => {
        if (input.delegateToId === attendee.personId) {
          throw badInput('delegateToId', { en: 'Send somebody else.', zh: '不能委托本人。' });
        }
        await invite(foundation, tx, meeting, [
          { personId: input.delegateToId, role: attendee.role === 'CHAIR' ? 'REQ' : attendee.role },
        ]);
        await admit(foundation, tx, meeting.id, [input.delegateToId]);
        return { partstat: 'DELEGATED', delegateToId: input.delegateToId };
      }),

    approveLeave: (request: Request, input: ApproveLeaveInput) =>
      act(request, 'approveLeave', input, 'APPROVE_LEAVE', async () => ({
        partstat: 'DECLINED',
        leaveApprovedById: request.viewer.personId,
        comment: textOf('reason', input.reason, 500),
      })),

    /** The second sign-in of a person changes nothing: the first moment counts. */
    signInAttendee: (request: Request, input: SignInAttendeeInput) =>
      act(request, 'signInAttendee', input, 'SIGN_IN', async (tx, attendee, attendance) => {
        withinSignIn(attendance, tx.now);
        const own = attendee.personId === request.viewer.personId;
        const method = input.method ?? (own ? 'QR' : 'MANUAL');
        return attendee.signInAt ? {} : { signInAt: tx.now, method, partstat: 'ACCEPTED' };
      }),
  };
}
