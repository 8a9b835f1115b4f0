import type { Foundation } from '@chengqi/office-kernel';
import { createDutyRoom } from './duty/duty-room.commands.ts';
import { createRosterCommands } from './duty/rosters.commands.ts';
import { createShiftCommands } from './duty/shifts.commands.ts';
import type { HazardLedger } from './hazards/hazard-ledger.commands.ts';
import { createRectificationCommands } from './hazards/rectification.commands.ts';
import { createReportingCommands } from './hazards/reporting.commands.ts';
import { createImports } from './imports/imports.ts';
import type { HazardSources } from './origins/hazard-sources.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice. */
export function createCommands(foundation: Foundation, ledger: HazardLedger, sources: HazardSources) {
  const room = createDutyRoom(foundation);
  return {
    reporting: createReportingCommands(foundation, ledger),
    rectification: createRectificationCommands(foundation, ledger),
    rosters: createRosterCommands(foundation, room),
    shifts: createShiftCommands(foundation),
    imports: createImports(foundation, { room, ledger, sources }),
  };
}
