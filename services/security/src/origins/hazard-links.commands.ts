import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { HazardLinkEntity } from '../hazards/hazard.entity.ts';
import { linkedEvent } from '../hazards/hazard.events.ts';
import type { Hazard } from '../hazards/hazard.ts';
import { partyOf } from '../hazards/new-hazard.ts';

interface Asked {
  readonly itemId: string;
  /** The supervision's link that asked for it; null where an export names the item. */
  readonly linkId: string | null;
  readonly supervisorOrgId: string;
}

export type HazardLinks = ReturnType<typeof createHazardLinks>;

/** Supervised items that wait for hazards. */
export function createHazardLinks({ kit, office }: Foundation) {
  /** Keeps the link, once, and answers it each time it is asked for. */
  async function link(tx: Transaction, hazard: Hazard, { itemId, linkId, supervisorOrgId }: Asked): Promise<void> {
    const hazardId = hazard.id;
    if (!(await tx.manager.getRepository(HazardLinkEntity).existsBy({ itemId, hazardId }))) {
      const id = kit.ids.next('lnk');
      await tx.insert(HazardLinkEntity, { id, itemId, hazardId, supervisorOrgId, createdAt: tx.now });
    }
    await office.parties.add(tx, hazardId, partyOf(supervisorOrgId, 'SUPERVISOR_ORG'));
    await tx.append(linkedEvent(hazard, itemId, linkId));
  }

  return { link };
}
