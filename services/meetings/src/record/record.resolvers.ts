import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import { attendanceOf, attendanceWorkflow } from '../attendance/attendance.workflow.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { Attendee } from '../meetings/meeting.ts';
import { isRestricted } from '../meetings/meeting.workflow.ts';
import { recordParts } from './record.repository.ts';
import { recordDigest } from './record.workflow.ts';

const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  attendee: await loadChanged(loaders.attendees, id),
});

/** What lies inside a meeting: agenda, invitations, record. */
export const recordResolvers = {
  Mutation: {
    respondInvitation: (_, { input }, context) =>
      payload(context, context.attendance.respondInvitation(context, input)),
    delegateAttendance: (_, { input }, context) =>
      payload(context, context.attendance.delegateAttendance(context, input)),
    approveLeave: (_, { input }, context) => payload(context, context.attendance.approveLeave(context, input)),
    signInAttendee: (_, { input }, context) => payload(context, context.attendance.signInAttendee(context, input)),
  },
  AgendaItem: {
    restricted: (item, _, context) => isRestricted(item, context),
    title: (item, _, context) => (isRestricted(item, context) ? null : item.title),
    reporter: (item, _, context) => (isRestricted(item, context) ? null : reference('Person', item.reporterId)),
  },
  Attendee: {
    person: ({ personId }) => reference('Person', personId),
    delegateTo: ({ delegateToId }) => reference('Person', delegateToId),
    leaveApprovedBy: ({ leaveApprovedById }) => reference('Person', leaveApprovedById),
    ...actionFields(attendanceWorkflow, async (attendee: Attendee, { loaders }: Context) => {
      const meeting = await loaders.meetingRows.load(attendee.meetingId);
      return meeting && attendanceOf(meeting, attendee);
    }),
  },
  MeetingRecord: {
    notes: async ({ id }, _, context) => {
      const agenda = await context.loaders.agendaOf.load(id);
      const above = new Set(agenda.filter((item) => isRestricted(item, context)).map((item) => item.id));
      return (await context.loaders.notesOf.load(id)).filter(
        ({ agendaItemId }) => agendaItemId === null || !above.has(agendaItemId),
      );
    },
    digest: ({ recordDigest: digest }) => digest,
    intact: async (meeting, _, { kit }) =>
      meeting.recordDigest === null
        ? null
        : recordDigest(await recordParts(kit.db.read, meeting)) === meeting.recordDigest,
  },
  RecordNote: {
    agendaItem: ({ agendaItemId }, _, { loaders }) =>
      agendaItemId === null ? null : loaders.agendaItems.load(agendaItemId),
    speaker: ({ speakerId }) => reference('Person', speakerId),
  },
} satisfies Resolvers;
