import type { Foundation } from '@chengqi/office-kernel';
import { createAssignmentCommands } from './assignments/assignments.commands.ts';
import { createDisputeCommands } from './assignments/disputes.commands.ts';
import { createConsolidationCommands } from './consolidation/consolidations.commands.ts';
import { createCoordinationCommands } from './coordination/coordination.commands.ts';
import { createExtensionCommands } from './extensions/extensions.commands.ts';
import { createFocusTopicCommands } from './focus/focus-topics.commands.ts';
import { createGapCommands } from './gaps/gaps.commands.ts';
import { createImports } from './imports/imports.ts';
import { createClosingCommands } from './items/closing.commands.ts';
import { createItemCommands } from './items/items.commands.ts';
import { createMilestoneCommands } from './milestones/milestones.commands.ts';
import { createNoticeCommands } from './notices/notices.commands.ts';
import { createProgressCommands } from './progress/progress.commands.ts';
import { createRectificationCommands } from './rectification/rectification.commands.ts';
import { createDutyCommands } from './reporting/duties.commands.ts';
import { createSubmissionCommands } from './reporting/submissions.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice. */
export const createCommands = (foundation: Foundation) => ({
  items: createItemCommands(foundation),
  closing: createClosingCommands(foundation),
  assignments: createAssignmentCommands(foundation),
  disputes: createDisputeCommands(foundation),
  progress: createProgressCommands(foundation),
  milestones: createMilestoneCommands(foundation),
  notices: createNoticeCommands(foundation),
  rectification: createRectificationCommands(foundation),
  extensions: createExtensionCommands(foundation),
  coordination: createCoordinationCommands(foundation),
  duties: createDutyCommands(foundation),
  submissions: createSubmissionCommands(foundation),
  consolidations: createConsolidationCommands(foundation),
  gaps: createGapCommands(foundation),
  focusTopics: createFocusTopicCommands(foundation),
  imports: createImports(foundation),
});
