import { type Foundation, isAbove, type Party } from '@chengqi/office-kernel';
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
  /** Who asked; null for history and the system. */
  readonly supervisorId: string | null;
}

export type HazardLinks = ReturnType<typeof createHazardLinks>;

/** Supervised items that wait for hazards. */
export function createHazardLinks({ kit, office }: Foundation) {
  /** Keeps the link, once, and answers it each time it is asked for. */
  async function link(
    tx: Transaction,
    hazard: Hazard,
    { itemId, linkId, supervisorOrgId, supervisorId }: Asked,
  ): Promise<void> {
    const hazardId = hazard.id;
    if (!(await tx.manager.getRepository(HazardLinkEntity).existsBy({ itemId, hazardId }))) {
      const id = kit.ids.next('lnk');
      await tx.insert(HazardLinkEntity, { id, itemId, hazardId, supervisorOrgId, createdAt: tx.now });
    }
    await office.parties.add(tx, hazardId, supervising(hazard, supervisorOrgId, supervisorId));
    await tx.append(linkedEvent(hazard, itemId, linkId));
  }

  return { link };
}

/** A link opens a classified hazard to nobody but who asked, by name: a whole unit is let in by a grant alone. */
const supervising = ({ secrecyLevel }: Hazard, orgId: string, personId: string | null): Party[] =>
  isAbove(secrecyLevel, 'INTERNAL') ? partyOf(personId, 'SUPERVISOR') : partyOf(orgId, 'SUPERVISOR_ORG');
