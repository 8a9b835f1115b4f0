import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { AssignmentCommands } from './assignments/assignments.commands.ts';
import type { ClosingCommands } from './items/closing.commands.ts';
import type { ItemCommands } from './items/items.commands.ts';
import type { Loaders } from './loaders.ts';
import type { NoticeCommands } from './notices/notices.commands.ts';
import type { ProgressCommands } from './progress/progress.commands.ts';
import type { RectificationCommands } from './rectification/rectification.commands.ts';

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
}
