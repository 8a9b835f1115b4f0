import type { Foundation } from '@chengqi/office-kernel';
import { inspectionClosed, rosterPublished } from '@chengqi/schemas/events/security';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { CoverageEvidenceEntity } from './gap.entity.ts';
import type { CoverageEvidence } from './gap.ts';
import { fillGaps } from './gaps.repository.ts';

const imported = { imported: true };

/** What other services tell that covers a cell: inspections of places, shifts of duty rooms. */
export function createGapConsumers(foundation: Foundation): Consumer[] {
  async function keep(
    tx: Transaction,
    cell: Pick<CoverageEvidence, 'kind' | 'cellId'>,
    sources: readonly Pick<CoverageEvidence, 'sourceId' | 'at'>[],
  ): Promise<void> {
    if (sources.length === 0) return;
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(CoverageEvidenceEntity)
      .values(sources.map((source) => ({ ...cell, ...source })))
      .orIgnore()
      .updateEntity(false)
      .execute();
    await fillGaps(foundation, tx, cell, sources);
  }

  return [
    on(
      inspectionClosed,
      async ({ data: { inspectionId: sourceId, siteId: cellId, finishedAt } }, tx) => {
        if (finishedAt === null) return;
        await keep(tx, { kind: 'INSPECTION', cellId }, [{ sourceId, at: new Date(finishedAt) }]);
      },
      imported,
    ),
    on(
      rosterPublished,
      ({ data: { orgId: cellId, shifts } }, tx) =>
        keep(
          tx,
          { kind: 'DUTY', cellId },
          shifts.map(({ shiftId: sourceId, start }) => ({ sourceId, at: new Date(start) })),
        ),
      imported,
    ),
  ];
}
