import { badInput } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { MeetingFilter, Resolvers } from '../generated/graphql.ts';
import { loadVisible, reload } from '../loaders.ts';
import { page, ref } from '../page.ts';
import { MeetingEntity } from './meeting.entity.ts';
import { meetingAccess } from './meeting.repository.ts';
import type { Meeting } from './meeting.ts';
import { meetingWorkflow } from './meeting.workflow.ts';

export const meetingResolvers = {
  Query: {
    meeting: (_, { id }, { loaders }) => loaders.meetings.load(id),
    meetingByNo: async (_, { meetingNo, organizerOrgId }, context) => {
      const query = meetingsWhere(context, { ...(organizerOrgId && { organizerOrgId }) });
      const found = await query.andWhere('m.meetingNo = :meetingNo', { meetingNo }).take(2).getMany();
      return onlyOne(found, context);
    },
    meetings: (_, { where, orderBy, ...args }, context) => {
      const direction = orderBy === 'START_DESC' ? 'DESC' : 'ASC';
      return page(
        meetingsWhere(context, where ?? {}),
        args,
        { column: 'm.startAt', direction },
        context.loaders.meetings,
      );
    },
  },
  Mutation: {
    planMeeting: async (_, { input }, context) => changed(context, await context.planning.planMeeting(context, input)),
    scheduleMeeting: async (_, { input }, context) =>
      changed(context, await context.planning.scheduleMeeting(context, input)),
    rescheduleMeeting: async (_, { input }, context) =>
      changed(context, await context.planning.rescheduleMeeting(context, input)),
    cancelMeeting: async (_, { input }, context) =>
      changed(context, await context.planning.cancelMeeting(context, input)),
    inviteAttendees: async (_, { input }, context) =>
      changed(context, await context.attendance.inviteAttendees(context, input)),
    openMeeting: async (_, { input }, context) => changed(context, await context.conduct.openMeeting(context, input)),
    addNote: async (_, { input }, context) => changed(context, await context.conduct.addNote(context, input)),
    recordOutcome: async (_, { input }, context) =>
      changed(context, await context.conduct.recordOutcome(context, input)),
    endMeeting: async (_, { input }, context) => changed(context, await context.conduct.endMeeting(context, input)),
    sealRecord: async (_, { input }, context) => changed(context, await context.conduct.sealRecord(context, input)),
    authoriseMinutesSigner: async (_, { input }, context) =>
      changed(context, await context.conduct.authoriseMinutesSigner(context, input)),
  },
  Person: {
    __resolveReference: (known) => known,
    calendar: async ({ id }, { from, to }, { calendarOf, loaders }) =>
      loadVisible(
        loaders.meetings,
        (await calendarOf(id, from, to)).map((meeting) => meeting.id),
      ),
  },
  Meeting: {
    __resolveReference: ({ id }, { loaders }) => loaders.meetings.load(id),
    organizer: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    secretary: ({ secretaryId }) => ref('Person', secretaryId),
    chair: ({ chairId }) => ref('Person', chairId),
    minutesSigner: ({ minutesSignerId }) => ref('Person', minutesSignerId),
    timezone: (_, __, { kit }) => kit.clock.zone,
    state: ({ status }) => status,
    icalUid: ({ id }) => `${id}@chengqi`,
    rooms: async ({ id }, _, { loaders }) => loadVisible(loaders.bookings, await loaders.bookingIdsOf.load(id)),
    plannedRoom: ({ roomId }, _, { loaders }) => (roomId === null ? null : loaders.rooms.load(roomId)),
    agenda: ({ id }, _, context) => visibleAgenda(context, id),
    attendees: ({ id }, _, { loaders }) => loaders.attendeesOf.load(id),
    record: (meeting) => (['DRAFT', 'SCHEDULED', 'CANCELLED'].includes(meeting.status) ? null : meeting),
    minutes: async ({ id }, _, { loaders }) =>
      (await loadVisible(loaders.minutes, await loaders.minutesIdsOf.load(id))).at(0) ?? null,
    resolutions: async ({ id }, _, { loaders }) =>
      loadVisible(loaders.resolutions, await loaders.resolutionIdsOf.load(id)),
    allowedActions: async (meeting, _, { loaders, actor }) => {
      const extras = await loaders.extras.load(meeting.id);
      return extras ? meetingWorkflow.allowedActions(actor, { ...meeting, ...extras }) : [];
    },
  },
} satisfies Resolvers;

async function changed({ loaders }: Context, id: string) {
  loaders.extras.clear(id);
  for (const list of [
    loaders.agendaOf,
    loaders.attendeesOf,
    loaders.notesOf,
    loaders.bookingIdsOf,
    loaders.resolutionIdsOf,
  ])
    list.clear(id);
  loaders.meetingRows.clear(id);
  return { meeting: await reload(loaders.meetings, id) };
}

/** MTG-9: an item above the viewer's clearance is a number to those invited for it, and nothing to others. */
async function visibleAgenda({ loaders, viewer, agendaAbove }: Context, meetingId: string) {
  const items = await loaders.agendaOf.load(meetingId);
  return items.filter((item) => !agendaAbove(item) || item.attendeeIds.includes(viewer.personId ?? ''));
}

function meetingsWhere({ kit, office, viewer }: Context, where: MeetingFilter) {
  const visible = office.visible(viewer, { alias: 'm', roles: meetingAccess.roles });
  const query = kit.db.read.getRepository(MeetingEntity).createQueryBuilder('m').where(visible.sql, visible.params);
  if (where.start?.gte) query.andWhere('m.startAt >= :gte', { gte: where.start.gte });
  if (where.start?.lt) query.andWhere('m.startAt < :lt', { lt: where.start.lt });
  if (where.organizerOrgId) query.andWhere('m.ownerOrgId = :org', { org: where.organizerOrgId });
  if (where.type) query.andWhere('m.type = :type', { type: where.type });
  if (where.state) query.andWhere('m.status = :state', { state: where.state });
  if (where.mine) {
    query.andWhere(
      '(m.chairId = :me OR m.secretaryId = :me OR m.organizerId = :me OR EXISTS (SELECT 1 FROM attendee a WHERE a.meeting_id = m.id AND a.person_id = :me))',
      { me: viewer.personId },
    );
  }
  return query;
}

/** Reading by number is reading by id: it is audited the same way, and two organizers' numbers need a choice. */
export async function onlyOne(found: readonly Meeting[], { loaders }: Context): Promise<Meeting | null> {
  const [first, second] = found;
  if (second)
    throw badInput('organizerOrgId', {
      en: 'Two organizers use this number; name one.',
      zh: '该编号有多个主办单位，请指明。',
    });
  return first ? loaders.meetings.load(first.id) : null;
}
