import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { AssignmentCommands } from './assignments/assignments.commands.ts';
import type { CoordinationCommands } from './coordination/coordination.commands.ts';
import type { ExtensionCommands } from './extensions/extensions.commands.ts';
import type { Imports } from './imports/imports.ts';
import type { ClosingCommands } from './items/closing.commands.ts';
import type { ItemCommands } from './items/items.commands.ts';
import type { Loaders } from './loaders.ts';
import type { NoticeCommands } from './notices/notices.commands.ts';
import type { ProgressCommands } from './progress/progress.commands.ts';
import type { RectificationCommands } from './rectification/rectification.commands.ts';
import type { DutyCommands } from './reporting/duties.commands.ts';
import type { SubmissionCommands } from './reporting/submissions.commands.ts';

/** What every slice is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

/** What a resolver may see. */
export interface Context extends Request, Foundation {
  readonly loaders: Loaders;
  readonly items: ItemCommands;
  readonly closing: ClosingCommands;
  readonly assignments: AssignmentCommands;
  readonly progress: ProgressCommands;
  readonly notices: NoticeCommands;
  readonly rectification: RectificationCommands;
  readonly extensions: ExtensionCommands;
  readonly coordination: CoordinationCommands;
  readonly duties: DutyCommands;
  readonly submissions: SubmissionCommands;
  readonly imports: Imports;
}
