import type { Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { SupervisionItem } from '../items/item.ts';
import { InstructionReplicaEntity } from './instruction.entity.ts';
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
  for (const [type, decisions] of followed) {
    const ids = sources.flatMap(({ sourceType, sourceId }) =>
      sourceType === type && sourceId !== null ? [sourceId] : [],
    );
    if (ids.length === 0) continue;
    await manager
      .createQueryBuilder()
      .update(decisions)
      .set({ followedAt: since })
      .where('id IN (:...ids) AND (followed_at IS NULL OR followed_at > :since)', { ids, since })
      .execute();
  }
}

/** What decisions are, each kept in its own table. */
const followed = [
  ['Resolution', ResolutionReplicaEntity],
  ['Instruction', InstructionReplicaEntity],
] as const;
