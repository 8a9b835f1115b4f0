import type { Foundation } from '@chengqi/office-kernel';
import { eachOf, notFound, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type {
  ApproveLeaveInput,
  DelegateAttendanceInput,
  InviteAttendeesInput,
  RespondInvitationInput,
  SignInAttendeeInput,
} from '../generated/graphql.ts';
import { onMeeting } from '../meetings/act.commands.ts';
import { AttendeeEntity, MeetingEntity } from '../meetings/meeting.entity.ts';
import { meetingOf } from '../meetings/meeting.repository.ts';
import type { Attendee } from '../meetings/meeting.ts';
import { meetingAccess } from '../meetings/meeting.workflow.ts';
import { proceed } from '../meetings/meeting-acts.workflow.ts';
import {
  type AttendeeAction,
  approveLeave,
  attendanceAccess,
  attendanceOf,
  delegate,
  respond,
  signIn,
} from './attendance.workflow.ts';
import { admit, invite } from './invitations.commands.ts';

/** Invitations and their answers; the meeting opens and holds each. */
export function createAttendanceCommands(foundation: Foundation) {
  const { office } = foundation;

  async function held(tx: Transaction, request: Request, id: string): Promise<Attendee> {
    const attendees = tx.manager.getRepository(AttendeeEntity);
    const known = await attendees.findOneBy({ id });
    if (!known) throw notFound('Attendee');
    await office.require(tx, request, MeetingEntity, known.meetingId, { ...meetingAccess, type: 'Attendee' });
    return attendees.findOneByOrFail({ id });
  }

  const onAttendee = <I extends { readonly attendeeId: string }>(
    request: Request,
    name: string,
    input: I,
    action: AttendeeAction,
  ) => ({
    ...{ request, name, input, action, entity: AttendeeEntity, access: attendanceAccess },
    id: (tx: Transaction) => held(tx, request, input.attendeeId),
    subject: async (attendee: Attendee, { manager }: Transaction) =>
      attendanceOf(await meetingOf(manager, attendee.meetingId), attendee),
  });

  return {
    inviteAttendees: (request: Request, input: InviteAttendeesInput) =>
      office.act(onMeeting(request, 'inviteAttendees', input, 'INVITE'), async (meeting, act, tx) => {
        const bounds = { min: 1, max: 500 };
        const invitations = eachOf('attendees', input.attendees, bounds, ({ personId, role }, path) => ({
          personId,
          role: role ?? ('REQ' as const),
          path: `${path}.personId`,
        }));
        await invite(foundation, tx, meeting, invitations);
        return proceed(meeting, act);
      }),

    respondInvitation: (request: Request, input: RespondInvitationInput) =>
      office.act(onAttendee(request, 'respondInvitation', input, 'RESPOND'), (attendance, act) =>
        respond(attendance, act, input.answer, input.comment),
      ),

    delegateAttendance: (request: Request, input: DelegateAttendanceInput) =>
      office.act(
        onAttendee(request, 'delegateAttendance', input, 'DELEGATE'),
        async (attendance, act, tx, { meetingId, role }) => {
          const personId = input.delegateToId;
          const decision = delegate(attendance, act, personId);
          await invite(foundation, tx, await meetingOf(tx.manager, meetingId), [
            { personId, role: role === 'CHAIR' ? 'REQ' : role, path: 'delegateToId' },
          ]);
          await admit(foundation, tx, meetingId, [personId]);
          return decision;
        },
      ),

    approveLeave: (request: Request, input: ApproveLeaveInput) =>
      office.act(onAttendee(request, 'approveLeave', input, 'APPROVE_LEAVE'), (attendance, act) =>
        approveLeave(attendance, act, textOf('reason', input.reason, 500)),
      ),

    signInAttendee: (request: Request, input: SignInAttendeeInput) =>
      office.act(onAttendee(request, 'signInAttendee', input, 'SIGN_IN'), (attendance, act) =>
        signIn(attendance, act, input.method ?? null),
      ),
  };
}
