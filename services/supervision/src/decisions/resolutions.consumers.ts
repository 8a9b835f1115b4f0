import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { resolutionAdopted, supervisionWaived } from '@chengqi/schemas/events/meetings';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { createItemActs } from '../items/act.commands.ts';
import { itemsOfSource, lockItem } from '../items/item.repository.ts';
import { giveBack } from '../items/merging.commands.ts';
import { rejectItem } from '../items/registration.workflow.ts';
import { propose, proposedForResolution, toldBy } from '../sources/proposals.commands.ts';
import { nameSource } from '../sources/source-links.commands.ts';
import { keepCorrelation } from './correlation.repository.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';
import type { AdoptedResolution } from './resolution.ts';

const replica = { imported: true };

/** Keeps the decisions that orphans are counted from; a live one that requires action is proposed. */
export function createResolutionConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;
  const { bySystem } = createItemActs(foundation);

  async function adopt(event: Envelope, tx: Transaction, resolution: AdoptedResolution): Promise<void> {
    const replicas = tx.manager.getRepository(ResolutionReplicaEntity);
    // What was noted of who follows it stays.
    await replicas.upsert(resolution as never, ['id']);
    await keepCorrelation(tx, event);
    const { leadOrgId, leaderId, coOrgIds } = resolution;
    const concerned = [leadOrgId, leaderId, ...coOrgIds].filter((id) => id !== null);
    await office.parties.add(
      tx,
      resolution.id,
      concerned.map((partyId) => ({ partyId, relation: 'concerned' })),
    );
    await nameSource(foundation, tx, 'Resolution', resolution);
    if (event.provenance !== 'live' || !resolution.requiresAction || resolution.waived) return;
    if ((await itemsOfSource(tx.manager, 'Resolution', resolution.id)).length > 0) return;
    await propose(foundation, tx, proposedForResolution(resolution), toldBy(event.sequence));
  }

  async function waive(
    event: Envelope<{ resolutionId: string; reason: string | null }>,
    tx: Transaction,
  ): Promise<void> {
    const { resolutionId, reason } = event.data;
    await tx.manager.getRepository(ResolutionReplicaEntity).update({ id: resolutionId }, { waived: true });
    if (event.provenance !== 'live') return;
    for (const { id } of await itemsOfSource(tx.manager, 'Resolution', resolutionId)) {
      const item = await lockItem(tx, id);
      if (item?.status !== 'PROPOSED') continue;
      await bySystem(tx, item, 'REJECT', (found, act) => rejectItem(found, act, reason));
      await giveBack(foundation, tx, item);
    }
  }

  return [
    on(
      resolutionAdopted,
      (event, tx) => {
        const { resolutionId: id, level: secrecyLevel, supervisingOrgId: ownerOrgId, adoptedAt, ...told } = event.data;
        return adopt(event, tx, { ...told, id, secrecyLevel, ownerOrgId, adoptedAt: new Date(adoptedAt) });
      },
      replica,
    ),
    on(supervisionWaived, waive, replica),
  ];
}
