import { type Creation, ceiling, type Foundation, isAbove, levelAtMost, optionalCode } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import {
  badInput,
  duplicate,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  optionalHttpsUrl,
  type Request,
  spanOf,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { type Invitation, invite, resetAnswers } from '../attendance/invitations.commands.ts';
import type {
  CancelMeetingInput,
  PlanMeetingInput,
  RescheduleMeetingInput,
  ScheduleMeetingInput,
} from '../generated/graphql.ts';
import { isOpen } from '../rooms/booking.workflow.ts';
import type { BookingCommands } from '../rooms/bookings.commands.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { onMeeting } from './act.commands.ts';
import { agendaOf, layAgenda } from './agenda.commands.ts';
import { MeetingEntity } from './meeting.entity.ts';
import type { Meeting } from './meeting.ts';
import { meetingAccess } from './meeting.workflow.ts';
import { cancel, reschedule, schedule } from './meeting-acts.workflow.ts';
import { blankMeeting } from './new-meeting.ts';
import { createMeetingNumbers } from './numbers.commands.ts';

export function createPlanningCommands({ kit, office }: Foundation, bookings: BookingCommands) {
  const { clock } = kit;
  const numbers = createMeetingNumbers({ kit, office });

  async function plan(tx: Transaction, request: Request, input: PlanMeetingInput): Promise<Creation<Meeting>> {
    const { actor, viewer } = request;
    const organizer = await office.orgs.require(tx, 'organizerOrgId', input.organizerOrgId);
    const role = actor.holds('MEETING_SECRETARY', organizer.id) ? 'MEETING_SECRETARY' : null;
    if (role === null && !actor.belongsTo(organizer.id)) throw forbidden();
    const { secrecyLevel, meetingNo, agenda, details } = fieldsOf({
      secrecyLevel: () => levelOf(input),
      meetingNo: () => optionalCode('meetingNo', input.meetingNo, 40),
      agenda: () => agendaOf(input.agenda),
      details: () => detailsOf(input, viewer.personId ?? ''),
    });
    if (!levelAtMost(secrecyLevel, viewer.clearance)) throw forbidden();
    const secretary = [details.secretaryId];
    await office.people.requireCleared(tx, () => 'secretaryId', secretary, secrecyLevel, clock.today(tx.now));
    const meeting: Meeting = {
      ...blankMeeting(kit.ids.next('mtg'), tx.now),
      ...details,
      ownerOrgId: organizer.id,
      secrecyLevel,
      meetingNo: await numberOfPlan(tx, request, organizer.id, meetingNo, details),
    };
    await layAgenda({ kit, office }, tx, meeting, agenda);
    await invite({ kit, office }, tx, meeting, invitationsOf(meeting, input));
    return { row: meeting, events: [], role, parties: partiesOf(meeting, input) };
  }

  async function numberOfPlan(
    tx: Transaction,
    request: Request,
    orgId: string,
    given: string | null,
    { type, startAt }: Pick<Meeting, 'type' | 'startAt'>,
  ): Promise<string> {
    if (given === null) return numbers.next(tx, orgId, type, startAt);
    const existing = await tx.manager.getRepository(MeetingEntity).findOneBy({ meetingNo: given, ownerOrgId: orgId });
    if (!existing) return numbers.keep(tx, orgId, given);
    const seen = await office.readByIds(request, MeetingEntity, [existing.id], meetingAccess);
    const id = seen.has(existing.id) ? existing.id : null;
    throw duplicate(id, { en: `Meeting ${given} exists.`, zh: `会议编号 ${given} 已存在。` });
  }

  return {
    planMeeting: (request: Request, input: PlanMeetingInput) =>
      office.create({ request, name: 'planMeeting', input, entity: MeetingEntity }, (tx) => plan(tx, request, input)),

    scheduleMeeting: (request: Request, input: ScheduleMeetingInput) =>
      office.act(onMeeting(request, 'scheduleMeeting', input, 'SCHEDULE'), schedule),

    rescheduleMeeting: (request: Request, input: RescheduleMeetingInput) =>
      office.act(onMeeting(request, 'rescheduleMeeting', input, 'RESCHEDULE'), async (meeting, act, tx) => {
        const { start: startAt, end: endAt } = spanOf('endAt', input.startAt, input.endAt);
        await bookings.moveRooms(tx, request, await roomsOfMeetings(tx.manager, [meeting.id]), startAt, endAt);
        await resetAnswers(tx, meeting.id);
        return reschedule(meeting, act, { startAt, endAt });
      }),

    cancelMeeting: (request: Request, input: CancelMeetingInput) =>
      office.act(onMeeting(request, 'cancelMeeting', input, 'CANCEL'), async (meeting, act, tx) => {
        const reason = textOf('reason', input.reason, 500);
        const held = await roomsOfMeetings(tx.manager, [meeting.id]);
        for (const booking of held.filter(({ status }) => isOpen(status))) {
          await tx.update(RoomBookingEntity, booking, { status: 'CANCELLED', reason });
        }
        return cancel(meeting, act, reason);
      }),
  };
}

/** Chair first, then who is named, then who comes for one item only. */
const invitationsOf = (meeting: Meeting, { attendees, agenda }: PlanMeetingInput): Invitation[] => [
  ...(meeting.chairId ? [{ personId: meeting.chairId, role: 'CHAIR' as const, path: 'chairId' }] : []),
  ...(attendees ?? []).map(({ personId, role }, at) => ({
    personId,
    role: role ?? ('REQ' as const),
    path: `attendees.${at}.personId`,
  })),
  ...(agenda ?? []).flatMap(({ attendeeIds }, item) =>
    (attendeeIds ?? []).map((personId, at) => ({
      personId,
      role: 'OPT' as const,
      path: `agenda.${item}.attendeeIds.${at}`,
    })),
  ),
];

const reportersOf = ({ agenda }: PlanMeetingInput) => (agenda ?? []).flatMap(({ reporterId }) => reporterId ?? []);

const partiesOf = ({ organizerId, secretaryId }: Meeting, input: PlanMeetingInput) => [
  ...[...new Set([organizerId, secretaryId])]
    .filter((id) => id !== '')
    .map((partyId) => ({ partyId, relation: 'keeper' })),
  ...reportersOf(input).map((partyId) => ({ partyId, relation: 'reporter' })),
];

const detailsOf = (input: PlanMeetingInput, viewerId: string) => {
  const { span, ...fields } = fieldsOf({
    span: () => spanOf('endAt', input.startAt, input.endAt),
    title: () => lineOf('title', input.title, 200),
    vcUrl: () => optionalHttpsUrl('vcUrl', input.vcUrl),
    quorum: () => (input.quorum == null ? null : numberOf('quorum', input.quorum, 1, 10_000)),
  });
  return {
    ...fields,
    type: input.type,
    organizerId: viewerId,
    secretaryId: input.secretaryId ?? viewerId,
    chairId: input.chairId ?? null,
    startAt: span.start,
    endAt: span.end,
    mode: input.mode,
  };
};

function levelOf({ secrecyLevel }: PlanMeetingInput): SecrecyLevel {
  const level = secrecyLevel ?? 'INTERNAL';
  if (!isAbove(level, ceiling)) return level;
  throw badInput('secrecyLevel', { en: `At most ${ceiling}.`, zh: '超出本系统允许的最高密级。' });
}
