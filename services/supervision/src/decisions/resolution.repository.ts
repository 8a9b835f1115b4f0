import type { EntityManager } from 'typeorm';
import type { SupervisionItem } from '../items/item.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';

/** The item was proposed for a decision that was waived meanwhile. */
export async function isWaived(manager: EntityManager, { sourceType, sourceId }: SupervisionItem): Promise<boolean> {
  if (sourceType !== 'Resolution' || sourceId === null) return false;
  return manager.getRepository(ResolutionReplicaEntity).existsBy({ id: sourceId, waived: true });
}
