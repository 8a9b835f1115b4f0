import { ceiling, isAbove, levelAtMost } from '@chengqi/office-kernel';
import { meetingCancelled } from '@chengqi/schemas/events/meetings';
import {
  badInput,
  duplicate,
  forbidden,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  CancelMeetingInput,
  PlanMeetingInput,
  RescheduleMeetingInput,
  ScheduleMeetingInput,
} from '../generated/graphql.ts';
import { spanOf } from '../input.ts';
import { isOpen } from '../rooms/booking.workflow.ts';
import type { BookingCommands } from '../rooms/bookings.commands.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { worksFor } from '../units.ts';
import { type Invitation, invite, resetAnswers } from './invitations.ts';
import { AgendaItemEntity, MeetingEntity } from './meeting.entity.ts';
import { meetingAccess, meetingSubject } from './meeting.repository.ts';
import type { AgendaItem, Meeting, MeetingAction, MeetingSubject } from './meeting.ts';
import { meetingWorkflow, withinLevel } from './meeting.workflow.ts';
import { announceMeeting, blankMeeting, createMeetingNumbers } from './planned.ts';

export type PlanningCommands = ReturnType<typeof createPlanningCommands>;

interface Act {
  readonly meetingId: string;
  readonly expectedVersion?: number | null | undefined;
}

export function createPlanningCommands({ kit, office }: Foundation, bookings: BookingCommands) {
  const numbers = createMeetingNumbers({ kit, office });

  /** Visible, permitted, then the act's own work on the meeting with its new state. */
  const act = (
    request: Request,
    name: string,
    input: Act & { readonly idempotencyKey?: string | null | undefined },
    action: MeetingAction,
    work: (
      tx: Transaction,
      subject: MeetingSubject,
      meeting: Meeting,
      to: Meeting['status'],
      role: string | null,
    ) => Promise<unknown>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const meeting = await office.require(tx, request, MeetingEntity, input.meetingId, meetingAccess);
      const subject = await meetingSubject(tx.manager, meeting);
      const { to, role } = meetingWorkflow.permit(request.actor, subject, action, {
        expectedVersion: input.expectedVersion ?? null,
      });
      await work(tx, subject, meeting, to, role);
      return meeting.id;
    });

  async function plan(tx: Transaction, request: Request, input: PlanMeetingInput): Promise<string> {
    const { actor, viewer } = request;
    const organizer = await office.orgs.find(tx.manager, input.organizerOrgId);
    if (!organizer) throw referenceUnknown('organizerOrgId', input.organizerOrgId);
    const own = await worksFor({ kit, office }, tx.manager, request, organizer.id);
    if (!own && !actor.holds('MEETING_SECRETARY', organizer.id)) throw forbidden();
    const secrecyLevel = input.secrecyLevel ?? 'INTERNAL';
    if (isAbove(secrecyLevel, ceiling)) {
      throw badInput('secrecyLevel', { en: `At most ${ceiling}.`, zh: '超出本系统允许的最高密级。' });
    }
    if (!levelAtMost(secrecyLevel, viewer.clearance)) throw forbidden();
    const details = detailsOf(input, viewer.personId ?? '');
    await knownPeople(tx, { secretaryId: details.secretaryId, chairId: details.chairId });
    const meeting: Meeting = {
      ...blankMeeting(tx, kit.ids.next('mtg')),
      ...details,
      ownerOrgId: organizer.id,
      secrecyLevel,
      meetingNo: await numberOfPlan(tx, organizer.id, input),
    };
    await tx.insert(MeetingEntity, meeting);
    await layAgenda(tx, meeting, input);
    await welcome(tx, meeting, input);
    return meeting.id;
  }

  async function numberOfPlan(
    tx: Transaction,
    orgId: string,
    { meetingNo, type, startAt }: PlanMeetingInput,
  ): Promise<string> {
    const given = optionalLine('meetingNo', meetingNo, 40);
    if (given === null) return numbers.next(tx, orgId, type, startAt);
    const existing = await tx.manager.getRepository(MeetingEntity).findOneBy({ meetingNo: given, ownerOrgId: orgId });
    if (existing) throw duplicate(null, { en: `Meeting ${given} exists.`, zh: `会议编号 ${given} 已存在。` });
    return numbers.keep(tx, orgId, given);
  }

  async function knownPeople(tx: Transaction, people: Record<string, string | null>): Promise<void> {
    for (const [field, id] of Object.entries(people)) {
      if (id !== null && !(await office.people.find(tx.manager, id))) throw referenceUnknown(field, id);
    }
  }

  async function layAgenda(tx: Transaction, meeting: Meeting, { agenda }: PlanMeetingInput): Promise<void> {
    numberOf('agenda', agenda?.length ?? 0, 0, 100);
    for (const [index, entry] of (agenda ?? []).entries()) {
      await knownPeople(tx, { reporterId: entry.reporterId ?? null });
      const item: AgendaItem = {
        id: kit.ids.next('agd'),
        version: 1,
        meetingId: meeting.id,
        number: index + 1,
        title: lineOf('agenda.title', entry.title, 200),
        reporterId: entry.reporterId ?? null,
        minutes: entry.minutes == null ? null : numberOf('agenda.minutes', entry.minutes, 1, 1440),
        outcome: 'NONE',
        secrecyLevel: entry.secrecyLevel ?? meeting.secrecyLevel,
        attendeeIds: [...new Set(entry.attendeeIds ?? [])],
      };
      withinLevel(item, meeting);
      await tx.insert(AgendaItemEntity, item);
    }
  }

  /** Chair first, then who is named, then who comes for one item only. */
  async function welcome(tx: Transaction, meeting: Meeting, { attendees, agenda }: PlanMeetingInput): Promise<void> {
    const invitations: Invitation[] = [
      ...(meeting.chairId ? [{ personId: meeting.chairId, role: 'CHAIR' as const }] : []),
      ...(attendees ?? []).map(({ personId, role }) => ({ personId, role: role ?? ('REQ' as const) })),
      ...(agenda ?? []).flatMap(({ attendeeIds }) =>
        (attendeeIds ?? []).map((personId) => ({ personId, role: 'OPT' as const })),
      ),
    ];
    await invite({ kit, office }, tx, meeting, invitations);
    const keepers = [...new Set([meeting.organizerId, meeting.secretaryId])].filter((id) => id !== '');
    const reporters = (agenda ?? []).flatMap(({ reporterId }) => reporterId ?? []);
    await office.parties.add(tx, meeting.id, [
      ...keepers.map((partyId) => ({ partyId, relation: 'keeper' })),
      ...reporters.map((partyId) => ({ partyId, relation: 'reporter' })),
    ]);
  }

  return {
    planMeeting: (request: Request, input: PlanMeetingInput) =>
      office.execute(request, 'planMeeting', input, (tx) => plan(tx, request, input)),

    scheduleMeeting: (request: Request, input: ScheduleMeetingInput) =>
      act(request, 'scheduleMeeting', input, 'SCHEDULE', async (tx, _, meeting, status, role) => {
        const scheduled = await tx.update(MeetingEntity, meeting, { status });
        await tx.append(announceMeeting(scheduled), { role });
      }),

    rescheduleMeeting: (request: Request, input: RescheduleMeetingInput) =>
      act(request, 'rescheduleMeeting', input, 'RESCHEDULE', async (tx, _, meeting, status, role) => {
        const { start: startAt, end: endAt } = spanOf(input.startAt, input.endAt, 'endAt');
        await bookings.moveRooms(tx, request, await roomsOfMeetings(tx.manager, [meeting.id]), startAt, endAt);
        const moved = await tx.update(MeetingEntity, meeting, {
          status,
          startAt,
          endAt,
          icalSequence: meeting.icalSequence + 1,
        });
        await resetAnswers(tx, meeting.id);
        await tx.append(announceMeeting(moved), { role });
      }),

    cancelMeeting: (request: Request, input: CancelMeetingInput) =>
      act(request, 'cancelMeeting', input, 'CANCEL', async (tx, subject, meeting, status, role) => {
        const reason = textOf('reason', input.reason, 500);
        const held = await roomsOfMeetings(tx.manager, [meeting.id]);
        for (const booking of held.filter(({ status: state }) => isOpen(state))) {
          await tx.update(RoomBookingEntity, booking, { status: 'CANCELLED', reason });
        }
        await tx.update(MeetingEntity, meeting, {
          status,
          cancelReason: reason,
          icalSequence: meeting.icalSequence + 1,
        });
        const told = isAbove(meeting.secrecyLevel, 'INTERNAL') ? null : reason;
        if (subject.status !== 'DRAFT')
          await tx.append(meetingCancelled.create(meeting, { meetingId: meeting.id, reason: told }), { role });
      }),
  };
}

const detailsOf = (input: PlanMeetingInput, viewerId: string) => {
  const { start: startAt, end: endAt } = spanOf(input.startAt, input.endAt, 'endAt');
  return {
    title: lineOf('title', input.title, 200),
    type: input.type,
    organizerId: viewerId,
    secretaryId: input.secretaryId ?? viewerId,
    chairId: input.chairId ?? null,
    startAt,
    endAt,
    mode: input.mode,
    vcUrl: optionalLine('vcUrl', input.vcUrl, 500),
    quorum: input.quorum == null ? null : numberOf('quorum', input.quorum, 1, 10_000),
  };
};
