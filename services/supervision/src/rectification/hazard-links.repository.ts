import type { Transaction } from '@chengqi/service-kit';
import { HazardLinkEntity } from './hazard.entity.ts';

/** The hazards of a merged item go along, except those the other item has or demands already. */
export async function moveHazards(tx: Transaction, fromItemId: string, toItemId: string): Promise<void> {
  const links = tx.manager.getRepository(HazardLinkEntity);
  const there = new Set(
    (await links.findBy({ itemId: toItemId })).flatMap(({ hazardId, requestedHazardId }) => [
      hazardId,
      requestedHazardId,
    ]),
  );
  for (const { id, hazardId } of await links.findBy({ itemId: fromItemId })) {
    if (hazardId === null || !there.has(hazardId)) await links.update({ id }, { itemId: toItemId });
  }
}
