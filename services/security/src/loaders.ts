import type { Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { DutyRosterEntity, DutyShiftEntity } from './duty/duty.entity.ts';
import { findOnDuty, findShiftsOf } from './duty/duty.repository.ts';
import type { DutyShift } from './duty/duty.ts';
import { rosterAccess, shiftAccess } from './duty/duty.workflow.ts';
import { HazardEntity } from './hazards/hazard.entity.ts';
import { findBySource, findRechecks, findRectifications } from './hazards/hazard.repository.ts';
import type { Hazard, Recheck, Rectification } from './hazards/hazard.ts';
import { hazardAccess } from './hazards/hazard.workflow.ts';
import { InspectionTaskEntity } from './inspections/inspection.entity.ts';
import { findFindings, findFindingsById } from './inspections/inspection.repository.ts';
import { type Finding, inspectionReading } from './inspections/inspection.ts';
import { findSourceIds } from './origins/hazard-sources.commands.ts';

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

  const hazards = batch((ids) => office.readByIds(request, HazardEntity, ids, hazardAccess));
  const inspections = batch((ids) => office.readByIds(request, InspectionTaskEntity, ids, inspectionReading));

  return {
    hazards,
    inspections,
    /** The first hazard that something made known and that the viewer may see. */
    hazardsOfSource: batch<Hazard>(async (sourceIds) => {
      const all = await findBySource(db.read, sourceIds);
      const seen = (await hazards.loadMany(all.map(({ id }) => id))).filter(isRow);
      return new Map(seen.toReversed().map((hazard) => [hazard.sourceId ?? '', hazard]));
    }),
    /** Findings of inspections that the viewer may see. */
    visibleFindings: batch<Finding>(async (ids) => {
      const all = await findFindingsById(db.read, ids);
      const tasks = (await inspections.loadMany(all.map(({ taskId }) => taskId))).filter(isRow);
      const open = new Set(tasks.map(({ id }) => id));
      return new Map(all.filter(({ taskId }) => open.has(taskId)).map((finding) => [finding.id, finding]));
    }),
    findingsOfTask: batchMany<Finding>(async (ids) =>
      groupBy(await findFindings(db.read, ids), ({ taskId }) => taskId),
    ),
    /** Calls by the exchange's number, as far as they are known here. */
    callIds: batch<string>((refs) => findSourceIds(db.read, 'Call', refs)),
    rosters: batch((ids) => office.readByIds(request, DutyRosterEntity, ids, rosterAccess)),
    shifts: batch((ids) => office.readByIds(request, DutyShiftEntity, ids, shiftAccess)),
    deadlines: batchMany<StoredDeadline>((ids) => office.deadlines.ofSubjects(db.read, ids)),
    rectifications: batchMany<Rectification>(async (ids) =>
      groupBy(await findRectifications(db.read, ids), ({ hazardId }) => hazardId),
    ),
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

const isRow = <T>(row: T | Error | null): row is T => row !== null && !(row instanceof Error);
