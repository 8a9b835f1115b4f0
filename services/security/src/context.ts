import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { RosterCommands } from './duty/rosters.commands.ts';
import type { ShiftCommands } from './duty/shifts.commands.ts';
import type { HazardLedger } from './hazards/hazard-ledger.ts';
import type { RectificationCommands } from './hazards/rectification.commands.ts';
import type { ReportingCommands } from './hazards/reporting.commands.ts';
import type { Imports } from './imports/imports.ts';
import type { Loaders } from './loaders.ts';

/** What every slice is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

/** What a resolver may see. */
export interface Context extends Request, Foundation {
  readonly loaders: Loaders;
  readonly ledger: HazardLedger;
  readonly reporting: ReportingCommands;
  readonly rectification: RectificationCommands;
  readonly rosters: RosterCommands;
  readonly shifts: ShiftCommands;
  readonly imports: Imports;
}
