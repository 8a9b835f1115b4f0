import type { Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { SupervisionItem } from '../items/item.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';

/** The item was proposed for a decision that was waived meanwhile. */
export async function isWaived(manager: EntityManager, { sourceType, sourceId }: SupervisionItem): Promise<boolean> {
  if (sourceType !== 'Resolution' || sourceId === null) return false;
  return manager.getRepository(ResolutionReplicaEntity).existsBy({ id: sourceId, waived: true });
}

/** Notes that a registered item follows the decisions among these sources since the moment, or since an earlier one. */
export async function noteFollowed(
  { manager }: Transaction,
  sources: readonly Pick<SupervisionItem, 'sourceType' | 'sourceId'>[],
  since: Date,
): Promise<void> {
  const ids = sources.flatMap(({ sourceType, sourceId }) =>
    sourceType === 'Resolution' && sourceId !== null ? [sourceId] : [],
  );
  if (ids.length === 0) return;
  await manager
    .createQueryBuilder()
    .update(ResolutionReplicaEntity)
    .set({ followedAt: since })
    .where('id IN (:...ids) AND (followed_at IS NULL OR followed_at > :since)', { ids, since })
    .execute();
}
