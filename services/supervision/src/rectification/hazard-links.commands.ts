import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { createItemActs } from '../items/act.commands.ts';
import { itemsOfSource, lockItem } from '../items/item.repository.ts';
import { closedStates, type SupervisionItem } from '../items/item.ts';
import { bringAlong } from '../items/merging.commands.ts';
import { mergeItem } from '../items/merging.workflow.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import type { HazardLink, HazardState } from './hazard.ts';

/** A proposal for the same hazard becomes part of the item that already demands its removal (SUP-1). */
export async function absorbProposals(
  foundation: Foundation,
  tx: Transaction,
  hazardId: string,
  into: SupervisionItem,
): Promise<void> {
  if (closedStates.includes(into.status)) return;
  const { bySystem } = createItemActs(foundation);
  for (const found of await itemsOfSource(tx.manager, 'Hazard', hazardId)) {
    if (found.status !== 'PROPOSED' || found.ownerOrgId !== into.ownerOrgId || found.id === into.id) continue;
    const item = await lockItem(tx, found.id);
    if (item?.status !== 'PROPOSED') continue;
    await bySystem(tx, item, 'MERGE', (found, act) => mergeItem(found, act, into, null));
    await bringAlong(foundation, tx, item, into);
  }
}

interface Answer {
  readonly itemId: string;
  readonly linkId: string | null;
  readonly hazardId: string;
  readonly role: 'CAUSE' | 'EFFECT';
  readonly state: HazardState;
}

/** Turns the waiting link into one with a hazard; said twice, or by a second event, it stays one link. */
export async function linkHazard(foundation: Foundation, tx: Transaction, answer: Answer): Promise<void> {
  const item = await lockItem(tx, answer.itemId);
  if (!item) return;
  const { hazardId } = answer;
  const replica = await tx.manager.getRepository(HazardReplicaEntity).findOneBy({ id: hazardId });
  const state = replica?.state ?? answer.state;
  const links = tx.manager.getRepository(HazardLinkEntity);
  const ofItem = await links.find({ where: { itemId: item.id }, order: { createdAt: 'ASC', id: 'ASC' } });
  const waiting = waitingFor(ofItem, answer);
  if (ofItem.some((link) => link.hazardId === hazardId)) {
    await links.update({ itemId: item.id, hazardId }, { state });
    if (waiting?.requestedHazardId === hazardId) await links.delete({ id: waiting.id });
  } else if (waiting) {
    await links.update({ id: waiting.id }, { hazardId, state });
  } else {
    await links.insert({
      ...blank,
      id: foundation.kit.ids.next('hzl'),
      itemId: item.id,
      role: answer.role,
      hazardId,
      state,
      createdAt: tx.now,
    });
  }
  if (tx.provenance === 'live') await absorbProposals(foundation, tx, hazardId, item);
}

const blank = { requestedHazardId: null, draftDescription: null };

/** The link that asked, by name; an answer without name goes to the demand for that hazard, else to the oldest draft. */
function waitingFor(links: readonly HazardLink[], { linkId, hazardId }: Answer): HazardLink | undefined {
  const pending = links.filter((link) => link.hazardId === null);
  if (linkId !== null) return pending.find(({ id }) => id === linkId);
  return (
    pending.find((link) => link.requestedHazardId === hazardId) ??
    pending.find((link) => link.requestedHazardId === null)
  );
}
