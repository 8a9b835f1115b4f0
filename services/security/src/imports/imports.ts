import type { Cell, Foundation, ImportInput, ImportPlan } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { createDutyImport } from '../duty/duty.import.ts';
import { createDutyLogImport } from '../duty/duty-log.import.ts';
import type { DutyRoom } from '../duty/duty-room.commands.ts';
import type { HazardLedger } from '../hazards/hazard-ledger.commands.ts';
import { createHazardImport } from '../hazards/hazards.import.ts';
import { createRecheckImport } from '../hazards/rechecks.import.ts';
import { createFindingImport } from '../inspections/findings.import.ts';
import { createInspectionImport } from '../inspections/inspections.import.ts';
import type { HazardSources } from '../origins/hazard-sources.commands.ts';

interface Rooms {
  readonly room: DutyRoom;
  readonly ledger: HazardLedger;
  readonly sources: HazardSources;
}

/** The files of an export that security takes; each may only name what the ones before it brought. */
export function createImports(foundation: Foundation, { room, ledger, sources }: Rooms) {
  const take =
    <C extends Readonly<Record<string, Cell>>>(planOf: (input: ImportInput) => ImportPlan<C>) =>
    (request: Request, input: ImportInput) =>
      foundation.office.importRows(request, input, planOf(input));
  const always =
    <T>(plan: T) =>
    () =>
      plan;
  return {
    dutyRoster: take(createDutyImport(foundation, room)),
    dutyLog: take(always(createDutyLogImport(foundation))),
    inspections: take(always(createInspectionImport(foundation))),
    findings: take(always(createFindingImport(foundation, sources))),
    hazards: take(always(createHazardImport(foundation, ledger, sources))),
    rechecks: take(always(createRecheckImport(foundation))),
  };
}
