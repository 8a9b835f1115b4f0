import type { Foundation } from '@chengqi/office-kernel';
import type { ArchiveSourceType } from '@chengqi/schemas/events/documents';
import { held, type Transaction } from '@chengqi/service-kit';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord } from './archive-record.ts';
import { cataloguedEvent } from './archive-record.workflow.ts';
import { type ArchiveSource, ArchiveSourceEntity } from './archive-source.entity.ts';

export type ArchiveSources = ReturnType<typeof createArchiveSources>;

/**
 * An export names what a record is of by its number, other services tell the id, in whichever order. Who comes second
 * finds the first: both take one turn, and read what was committed before it.
 */
export function createArchiveSources({ office }: Foundation) {
  const takeTurn = (tx: Transaction): Promise<unknown> => office.serials.next(tx, 'archive-sources');

  /** Null while it is not known, when two of one number cannot be told apart, and when it has its record already. */
  async function free(tx: Transaction, type: ArchiveSourceType, code: string): Promise<ArchiveSource | null> {
    const query = tx.manager.getRepository(ArchiveSourceEntity).createQueryBuilder('s');
    const [source, other] = await held(query.where('s.code = :code AND s.type = :type', { code, type })).getMany();
    if (!source || other) return null;
    const kept = tx.manager.getRepository(ArchiveRecordEntity).createQueryBuilder('r');
    kept.where('r.sourceType = :type AND r.sourceId = :id', { type, id: source.id });
    return (await held(kept).getOne()) ? null : source;
  }

  async function find(tx: Transaction, type: ArchiveSourceType, code: string): Promise<ArchiveSource | null> {
    await takeTurn(tx);
    return free(tx, type, code);
  }

  /** The source may count as filed from now on. */
  async function announce(tx: Transaction, record: ArchiveRecord): Promise<void> {
    const { archivalCode, retention, cataloguedAt: at } = record;
    if (record.sourceId === null || archivalCode === null || retention === null || at === null) return;
    await tx.append(cataloguedEvent(record, { archivalCode, retention, at }));
  }

  /** Remembers the number; a record of an export that waited for it is told only as the history it is. */
  async function learn(tx: Transaction, source: ArchiveSource): Promise<void> {
    await takeTurn(tx);
    await tx.manager.getRepository(ArchiveSourceEntity).upsert(source, ['id']);
    const { id: sourceId, type, code } = source;
    if (tx.provenance !== 'imported' || !(await free(tx, type, code))) return;
    const query = tx.manager.getRepository(ArchiveRecordEntity).createQueryBuilder('r');
    query.where('r.sourceCode = :code AND r.sourceType = :type AND r.sourceId IS NULL', { code, type });
    const waiting = await held(query.orderBy('r.archivalCode').limit(1)).getOne();
    if (waiting) await announce(tx, await tx.update(ArchiveRecordEntity, waiting, { sourceId }));
  }

  return { find, learn, announce };
}
