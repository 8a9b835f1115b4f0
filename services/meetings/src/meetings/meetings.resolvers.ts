import { foldedCode } from '@chengqi/office-kernel';
import { actionFields, badInput, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { MeetingDimension, MeetingFilter } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { amongMeetings, meetingDimensions, meetingsWhere } from './meeting.repository.ts';
import type { Meeting, MeetingCount, MeetingStatus, MeetingType } from './meeting.ts';
import { isRestricted, meetingAccess, meetingWorkflow } from './meeting.workflow.ts';

const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  meeting: await loadChanged(loaders.meetings, id),
});

const uncounted = { state: null, type: null, orgId: null };

async function counts(context: Context, by: MeetingDimension, where: MeetingFilter): Promise<MeetingCount[]> {
  const { search, ...conditions } = where;
  const query = meetingsWhere(context.kit.db.read, conditions, context.viewer.personId);
  const rows = await context.office.countBy(context, query, meetingAccess, {
    ...{ by: meetingDimensions[by], among: amongMeetings(conditions), search },
  });
  return rows.map(({ value, count }) => {
    const part = { ...uncounted, count };
    if (by === 'STATE') return { ...part, state: value as MeetingStatus };
    return by === 'TYPE' ? { ...part, type: value as MeetingType } : { ...part, orgId: value as string };
  });
}

export const meetingResolvers = {
  Query: {
    meeting: (_, { id }, { loaders }) => loaders.meetings.load(id),
    meetingByNo: async (_, { meetingNo, organizerOrgId }, context) => {
      const { kit, office, viewer } = context;
      const query = meetingsWhere(kit.db.read, { ...(organizerOrgId && { organizerOrgId }) }, viewer.personId)
        .andWhere('m.meetingNo = :meetingNo', { meetingNo: foldedCode(meetingNo) })
        .take(2);
      const [found, other] = await office.list(context, query, meetingAccess);
      if (other)
        throw badInput('organizerOrgId', {
          en: 'Two organizers use this number; name one.',
          zh: '该编号有多个主办单位，请指明。',
        });
      return found ?? null;
    },
    meetings: (_, { where, orderBy, ...page }, context) => {
      const query = meetingsWhere(context.kit.db.read, where ?? {}, context.viewer.personId);
      const startAt = orderBy === 'START_DESC' ? 'DESC' : 'ASC';
      return context.office.page(context, query, meetingAccess, {
        ...page,
        search: where?.search,
        orderBy: { startAt },
      });
    },
    meetingCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
  },
  Mutation: {
    planMeeting: (_, { input }, context) => payload(context, context.planning.planMeeting(context, input)),
    scheduleMeeting: (_, { input }, context) => payload(context, context.planning.scheduleMeeting(context, input)),
    rescheduleMeeting: (_, { input }, context) => payload(context, context.planning.rescheduleMeeting(context, input)),
    cancelMeeting: (_, { input }, context) => payload(context, context.planning.cancelMeeting(context, input)),
    updateMeeting: (_, { input }, context) => payload(context, context.corrections.updateMeeting(context, input)),
    setAgenda: (_, { input }, context) => payload(context, context.corrections.setAgenda(context, input)),
    removeAttendee: (_, { input }, context) => payload(context, context.corrections.removeAttendee(context, input)),
    inviteAttendees: (_, { input }, context) => payload(context, context.attendance.inviteAttendees(context, input)),
    openMeeting: (_, { input }, context) => payload(context, context.conduct.openMeeting(context, input)),
    addNote: (_, { input }, context) => payload(context, context.conduct.addNote(context, input)),
    recordOutcome: (_, { input }, context) => payload(context, context.conduct.recordOutcome(context, input)),
    endMeeting: (_, { input }, context) => payload(context, context.conduct.endMeeting(context, input)),
    sealRecord: (_, { input }, context) => payload(context, context.conduct.sealRecord(context, input)),
    authoriseMinutesSigner: (_, { input }, context) =>
      payload(context, context.conduct.authoriseMinutesSigner(context, input)),
  },
  Person: {
    __resolveReference: (known) => known,
    calendar: ({ id }, { from, to }, { loaders }) => loaders.calendarOf(id, from, to),
  },
  MeetingCount: { org: ({ orgId }) => reference('Org', orgId) },
  Meeting: {
    __resolveReference: ({ id }, { loaders }) => loaders.meetings.load(id),
    organizer: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    /** Imported meetings store an empty text where nobody was named. */
    secretary: ({ secretaryId }) => reference('Person', secretaryId || null),
    chair: ({ chairId }) => reference('Person', chairId),
    minutesSigner: ({ minutesSignerId }) => reference('Person', minutesSignerId),
    timezone: (_, __, { kit }) => kit.clock.zone,
    state: ({ status }) => status,
    icalUid: ({ id }) => `${id}@chengqi`,
    rooms: ({ id }, _, { loaders }) => loaders.bookingsOf.load(id),
    plannedRoom: ({ roomId }, _, { loaders }) => (roomId === null ? null : loaders.rooms.load(roomId)),
    /** MTG-9: an item above the viewer's clearance is a number to those invited for it, and nothing to others. */
    agenda: async ({ id }, _, context) =>
      (await context.loaders.agendaOf.load(id)).filter(
        (item) => !isRestricted(item, context) || item.attendeeIds.includes(context.viewer.personId ?? ''),
      ),
    attendees: ({ id }, _, { loaders }) => loaders.attendeesOf.load(id),
    record: (meeting) => (['DRAFT', 'SCHEDULED', 'CANCELLED'].includes(meeting.status) ? null : meeting),
    minutes: async ({ id }, _, { loaders }) => (await loaders.minutesOf.load(id)).at(0) ?? null,
    resolutions: ({ id }, _, { loaders }) => loaders.resolutionsOf.load(id),
    ...actionFields(meetingWorkflow, async (meeting: Meeting, { loaders }: Context) => {
      const extras = await loaders.extras.load(meeting.id);
      return extras && { ...meeting, ...extras };
    }),
  },
} satisfies Resolvers;
