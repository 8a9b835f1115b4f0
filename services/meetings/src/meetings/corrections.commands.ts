import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  fieldsOf,
  guardFailed,
  lineOf,
  notFound,
  numberOf,
  optionalHttpsUrl,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
import { invite } from '../attendance/invitations.commands.ts';
import type { RemoveAttendeeInput, SetAgendaInput, UpdateMeetingInput } from '../generated/graphql.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { onMeeting } from './act.commands.ts';
import { agendaOf, layAgenda, mostItems } from './agenda.commands.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity } from './meeting.entity.ts';
import { meetingRow } from './meeting.repository.ts';
import type { AgendaItem, Meeting, MeetingSubject } from './meeting.ts';
import { isRestricted, meetingAccess, schedulable } from './meeting.workflow.ts';
import { correct } from './meeting-acts.workflow.ts';

/** What was planned and is put right before the meeting opens; what it was stays in the audit. */
export function createCorrectionCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const repositories = ({ manager }: Transaction) => ({
    items: manager.getRepository(AgendaItemEntity),
    attendees: manager.getRepository(AttendeeEntity),
  });

  /** The chair is invited as such; who was it before stays invited, and is required. */
  async function hand(tx: Transaction, meeting: Meeting, chairId: string): Promise<void> {
    if (meeting.chairId === chairId) return;
    const { attendees } = repositories(tx);
    const present = await attendees.findBy({ meetingId: meeting.id });
    for (const attendee of present) {
      if (attendee.role === 'CHAIR') await tx.update(AttendeeEntity, attendee, { role: 'REQ' });
      if (attendee.personId === chairId) await tx.update(AttendeeEntity, attendee, { role: 'CHAIR' });
    }
    await invite(foundation, tx, meeting, [{ personId: chairId, role: 'CHAIR', path: 'chairId' }]);
  }

  async function entrust(tx: Transaction, meeting: Meeting, secretaryId: string): Promise<void> {
    if (meeting.secretaryId === secretaryId) return;
    const today = kit.clock.today(tx.now);
    await office.people.requireCleared(tx, () => 'secretaryId', [secretaryId], meeting.secrecyLevel, today);
    const keeper = (partyId: string) => [{ partyId, relation: 'keeper' }];
    if (meeting.secretaryId !== meeting.organizerId)
      await office.parties.remove(tx, meeting.id, keeper(meeting.secretaryId));
    await office.parties.add(tx, meeting.id, keeper(secretaryId));
  }

  return {
    updateMeeting: (request: Request, input: UpdateMeetingInput) =>
      office.act(onMeeting(request, 'updateMeeting', input, 'UPDATE'), async (meeting, act, tx) => {
        const changes = changesOf(input);
        const after: MeetingSubject = { ...meeting, ...changes };
        if (meeting.status === 'SCHEDULED') schedulable(after);
        if (after.chairId !== null) await hand(tx, meeting, after.chairId);
        await entrust(tx, meeting, after.secretaryId);
        const was = Object.fromEntries(Object.keys(changes).map((name) => [name, meeting[name as keyof Meeting]]));
        return { ...correct(meeting, act, changes), was };
      }),

    setAgenda: (request: Request, input: SetAgendaInput) =>
      office.act(onMeeting(request, 'setAgenda', input, 'SET_AGENDA'), async (meeting, act, tx) => {
        const entries = agendaOf(input.agenda);
        const before = carriedOn(request, meeting.agenda, input);
        const kept = meeting.agenda.filter((item) => isRestricted(item, request));
        if (entries.length + kept.length > mostItems)
          throw badInput('agenda', { en: `At most ${mostItems} items.`, zh: `议程最多${mostItems}项。` });
        if (meeting.status === 'SCHEDULED') schedulable({ ...meeting, agenda: [...entries, ...kept] as AgendaItem[] });
        await layAgenda(foundation, tx, meeting, entries, before, kept);
        const invitations = entries.flatMap(({ attendeeIds, path }) =>
          attendeeIds.map((personId, at) => ({ personId, role: 'OPT' as const, path: `${path}.attendeeIds.${at}` })),
        );
        await invite(foundation, tx, meeting, invitations);
        await followReporters(foundation, tx, meeting, [...entries, ...kept]);
        return { ...correct(meeting, act, {}), was: { agenda: meeting.agenda } };
      }),

    removeAttendee: (request: Request, input: RemoveAttendeeInput) =>
      office.act(
        {
          ...{ ...meetingRow, request, name: 'removeAttendee', input, action: 'REMOVE_ATTENDEE' as const },
          id: async (tx) => {
            const known = await repositories(tx).attendees.findOneBy({ id: input.attendeeId });
            if (!known) throw notFound('Attendee');
            return office.require(tx, request, MeetingEntity, known.meetingId, { ...meetingAccess, type: 'Attendee' });
          },
        },
        async (meeting, act, tx) => {
          const { items, attendees } = repositories(tx);
          const attendee = await attendees.findOneByOrFail({ id: input.attendeeId });
          const { personId, role, partstat } = attendee;
          if (personId === meeting.chairId)
            throw guardFailed('MTG-SCHEDULE', { en: 'Name another chair first.', zh: '请先更换主持人。' });
          if (attendee.signInAt !== null)
            throw guardFailed('MTG-3', { en: 'The person is already signed in.', zh: '该人员已签到。' });
          await attendees.delete({ id: attendee.id });
          for (const item of meeting.agenda.filter(({ attendeeIds }) => attendeeIds.includes(personId))) {
            const attendeeIds = item.attendeeIds.filter((id) => id !== personId);
            await items.update({ id: item.id }, { attendeeIds, version: item.version + 1 });
          }
          const held = await roomsOfMeetings(tx.manager, [meeting.id]);
          for (const id of [meeting.id, ...held.map((booking) => booking.id)])
            await office.parties.remove(tx, id, [{ partyId: personId, relation: 'attendee' }]);
          return { ...correct(meeting, act, {}), was: { personId, role, partstat } };
        },
      ),
  };
}

/** Only what was given; null takes away what a meeting may be without. */
function changesOf(input: UpdateMeetingInput): Partial<Meeting> {
  const { title, vcUrl, quorum, chairId, secretaryId, mode } = input;
  const read = fieldsOf({
    title: () => (title === undefined ? undefined : lineOf('title', title ?? '', 200)),
    vcUrl: () => (vcUrl === undefined ? undefined : optionalHttpsUrl('vcUrl', vcUrl)),
    quorum: () => (quorum == null ? quorum : numberOf('quorum', quorum, 1, 10_000)),
  });
  const given = { ...read, chairId, secretaryId: secretaryId ?? undefined, mode: mode ?? undefined };
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(changes).length > 0) return changes;
  throw badInput('title', { en: 'Say what is to change.', zh: '请填写需要变更的内容。' });
}

/** The item that each entry carries on; each of them once, and none that the viewer does not see. */
function carriedOn(
  request: Request,
  agenda: readonly AgendaItem[],
  { agenda: given }: SetAgendaInput,
): (AgendaItem | undefined)[] {
  const seen = new Map(agenda.filter((item) => !isRestricted(item, request)).map((item) => [item.id, item]));
  return given.map(({ id }, at) => {
    if (id == null) return undefined;
    const item = seen.get(id);
    if (!item || !seen.delete(id)) {
      throw badInput(`agenda.${at}.id`, { en: 'No other item of this agenda.', zh: '该议题不在本会议议程中或重复。' });
    }
    return item;
  });
}

/** Who reports sees the meeting; who no longer does, does so by this no longer. */
async function followReporters(
  { office }: Foundation,
  tx: Transaction,
  meeting: MeetingSubject,
  after: readonly Pick<AgendaItem, 'reporterId'>[],
): Promise<void> {
  const reporter = (items: readonly Pick<AgendaItem, 'reporterId'>[]) =>
    items.flatMap(({ reporterId }) => (reporterId === null ? [] : [{ partyId: reporterId, relation: 'reporter' }]));
  await office.parties.remove(tx, meeting.id, reporter(meeting.agenda));
  await office.parties.add(tx, meeting.id, reporter(after));
}
