import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import type { Foundation } from './context.ts';
import { DutyRosterEntity, DutyShiftEntity } from './duty/duty.entity.ts';
import { findOnDuty, findShiftsOf } from './duty/duty.repository.ts';
import type { DutyShift } from './duty/duty.ts';
import { rosterReading, shiftReading } from './duty/duty-room.ts';
import { HazardEntity } from './hazards/hazard.entity.ts';
import { findRechecks } from './hazards/hazard.repository.ts';
import type { Recheck } from './hazards/hazard.ts';
import { hazardReading } from './hazards/hazard-ledger.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** Look-ups of one request: one statement for all that a level of the query asks. */
export function createLoaders(request: Request, { kit, office }: Foundation) {
  const { db, clock } = kit;
  const onDutyAt = new Map<number, ReturnType<typeof onDuty>>();
  const now = clock.now();

  /** The nearest organisation that has a shift, or whom a duty room serves; its own shift before one that serves it. */
  function onDuty(at: Date) {
    return batch<DutyShift>(async (orgIds) => {
      const lines = new Map(orgIds.map((id) => [id, [id, ...office.orgs.ancestors(id)]]));
      const shifts = await findOnDuty(db.read, [...new Set([...lines.values()].flat())], at);
      const nearest = (line: readonly string[]) =>
        line
          .map(
            (id) =>
              shifts.find(({ ownerOrgId }) => ownerOrgId === id) ??
              shifts.find(({ servesOrgId }) => servesOrgId === id),
          )
          .find((shift) => shift !== undefined);
      const found = new Map<string, DutyShift>();
      for (const [id, line] of lines) {
        const shift = nearest(line);
        if (shift) found.set(id, shift);
      }
      return found;
    });
  }

  return {
    hazards: batch((ids) => office.readByIds(request, HazardEntity, ids, hazardReading)),
    rosters: batch((ids) => office.readByIds(request, DutyRosterEntity, ids, rosterReading)),
    shifts: batch((ids) => office.readByIds(request, DutyShiftEntity, ids, shiftReading)),
    rechecks: batchMany<Recheck>(async (ids) => groupBy(await findRechecks(db.read, ids), ({ hazardId }) => hazardId)),
    shiftsOfRoster: batchMany<DutyShift>(async (ids) =>
      groupBy(await findShiftsOf(db.read, ids), ({ rosterId }) => rosterId),
    ),
    onDuty(asOf: Date | null | undefined) {
      const at = asOf ?? now;
      const known = onDutyAt.get(at.getTime()) ?? onDuty(at);
      onDutyAt.set(at.getTime(), known);
      return known;
    },
  };
}
