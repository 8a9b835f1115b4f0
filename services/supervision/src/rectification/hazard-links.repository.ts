import type { Foundation, Replicated } from '@chengqi/office-kernel';
import type { Request, Transaction } from '@chengqi/service-kit';
import type { SupervisionItem } from '../items/item.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import type { HazardLink, HazardReplica } from './hazard.ts';

/** Hazards as security answers for them. */
export const hazardsThere: Replicated<HazardReplica> = {
  owner: 'security',
  type: 'Hazard',
  entity: HazardReplicaEntity,
};

/** Links whose hazard the viewer may read; drafts that security has not answered are the item's own. */
export async function readableLinks(
  { office }: Foundation,
  request: Request,
  links: readonly HazardLink[],
): Promise<HazardLink[]> {
  const hazardOf = ({ hazardId, requestedHazardId }: HazardLink) => hazardId ?? requestedHazardId;
  const named = links.flatMap((link) => hazardOf(link) ?? []);
  const readable = await office.readable(request, hazardsThere, named);
  return links.filter((link) => {
    const id = hazardOf(link);
    return id === null || readable.has(id);
  });
}

/** The hazard that caused a merged item returns to it, unless it is still there. */
export async function takeBackHazard(tx: Transaction, fromItemId: string, item: SupervisionItem): Promise<void> {
  if (item.sourceType !== 'Hazard' || item.sourceId === null) return;
  const links = tx.manager.getRepository(HazardLinkEntity);
  if (await links.existsBy({ itemId: item.id, hazardId: item.sourceId })) return;
  await links.update({ itemId: fromItemId, hazardId: item.sourceId }, { itemId: item.id });
}

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
