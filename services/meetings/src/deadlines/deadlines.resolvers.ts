import { deadlineList, deadlineResolvers as shared } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { meetingAccess } from '../meetings/meeting.workflow.ts';
import { resolutionAccess } from '../resolutions/resolution.workflow.ts';

export const deadlineResolvers = {
  ...shared,
  Query: { meetingDeadlines: deadlineList(['mtg_', meetingAccess], ['res_', resolutionAccess]) },
  Meeting: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
  Resolution: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
