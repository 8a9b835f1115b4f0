import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { reload } from '../loaders.ts';
import { ref } from '../page.ts';
import { attendanceOf, attendanceWorkflow } from './attendance.workflow.ts';
import { recordParts } from './conduct.commands.ts';
import { recordDigest } from './record.workflow.ts';

/** What lies inside a meeting: agenda, invitations, record. */
export const recordResolvers = {
  Mutation: {
    respondInvitation: async (_, { input }, context) =>
      answered(context, await context.attendance.respondInvitation(context, input)),
    delegateAttendance: async (_, { input }, context) =>
      answered(context, await context.attendance.delegateAttendance(context, input)),
    approveLeave: async (_, { input }, context) =>
      answered(context, await context.attendance.approveLeave(context, input)),
    signInAttendee: async (_, { input }, context) =>
      answered(context, await context.attendance.signInAttendee(context, input)),
  },
  AgendaItem: {
    restricted: (item, _, { agendaAbove }) => agendaAbove(item),
    title: (item, _, { agendaAbove }) => (agendaAbove(item) ? null : item.title),
    reporter: (item, _, { agendaAbove }) => (agendaAbove(item) ? null : ref('Person', item.reporterId)),
  },
  Attendee: {
    person: ({ personId }) => ref('Person', personId),
    delegateTo: ({ delegateToId }) => ref('Person', delegateToId),
    leaveApprovedBy: ({ leaveApprovedById }) => ref('Person', leaveApprovedById),
    allowedActions: async (attendee, _, { loaders, actor }) => {
      const meeting = await loaders.meetingRows.load(attendee.meetingId);
      return meeting ? attendanceWorkflow.allowedActions(actor, attendanceOf(meeting, attendee)) : [];
    },
  },
  MeetingRecord: {
    notes: async ({ id }, _, { loaders, agendaAbove }) => {
      const above = new Set((await loaders.agendaOf.load(id)).filter(agendaAbove).map((item) => item.id));
      return (await loaders.notesOf.load(id)).filter(
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
    speaker: ({ speakerId }) => ref('Person', speakerId),
  },
} satisfies Resolvers;

async function answered({ loaders }: Context, id: string) {
  const attendee = await reload(loaders.attendees, id);
  loaders.attendeesOf.clear(attendee.meetingId);
  return { attendee };
}
