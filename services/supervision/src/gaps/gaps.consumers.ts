import type { Foundation } from '@chengqi/office-kernel';
import { inspectionClosed, rosterPublished } from '@chengqi/schemas/events/security';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { CoverageEvidenceEntity } from './gap.entity.ts';
import type { CoverageEvidence } from './gap.ts';
import { fillGaps } from './gaps.repository.ts';

const imported = { imported: true };

/** What other services tell that covers a cell: inspections of places, shifts of duty rooms. */
export function createGapConsumers(foundation: Foundation): Consumer[] {
  async function keep(tx: Transaction, evidence: readonly CoverageEvidence[]): Promise<void> {
    if (evidence.length === 0) return;
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(CoverageEvidenceEntity)
      .values([...evidence])
      .orIgnore()
      .updateEntity(false)
      .execute();
    for (const each of evidence) await fillGaps(foundation, tx, each);
  }

  return [
    on(
      inspectionClosed,
      async ({ data: { inspectionId: sourceId, siteId: cellId, finishedAt } }, tx) => {
        if (finishedAt !== null) await keep(tx, [{ kind: 'INSPECTION', cellId, sourceId, at: new Date(finishedAt) }]);
      },
      imported,
    ),
    on(
      rosterPublished,
      ({ data: { orgId: cellId, shifts } }, tx) =>
        keep(
          tx,
          shifts.map(({ shiftId: sourceId, start }) => ({
            kind: 'DUTY' as const,
            cellId,
            sourceId,
            at: new Date(start),
          })),
        ),
      imported,
    ),
  ];
}
