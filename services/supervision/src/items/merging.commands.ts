import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { isWaived, noteFollowed } from '../decisions/resolution.repository.ts';
import { moveHazards, takeBackHazard } from '../rectification/hazard-links.repository.ts';
import { createItemActs } from './act.commands.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { lockMergedInto } from './item.repository.ts';
import { openKeyOf, type SupervisionItem } from './item.ts';
import { goAlong, unmergeItem } from './merging.workflow.ts';
import { rejectItem } from './registration.workflow.ts';

/**
 * Hazards, and what is merged into the item already, become part of the other one with it: chains stay flat. One that is
 * registered follows the decisions of all of them.
 */
export async function bringAlong(
  foundation: Foundation,
  tx: Transaction,
  item: SupervisionItem,
  into: SupervisionItem,
): Promise<void> {
  await moveHazards(tx, item.id, into.id);
  const along = await lockMergedInto(tx, item.id);
  for (const merged of along) {
    const { changes, events } = goAlong(merged, into, tx.now);
    await tx.update(SupervisionItemEntity, merged, changes);
    await tx.append(events, { role: 'SYSTEM' });
  }
  if (into.registeredAt !== null)
    await noteFollowed(foundation, tx, { item: into, sources: [item, ...along], since: tx.now });
}

/** Gives back what was merged into a proposal that is turned down; what needs no supervision any more is turned down as well. */
export async function giveBack(foundation: Foundation, tx: Transaction, item: SupervisionItem): Promise<void> {
  const { bySystem } = createItemActs(foundation);
  for (const merged of await lockMergedInto(tx, item.id)) {
    await takeBackHazard(tx, item.id, merged);
    const proposed = await bySystem(tx, merged, 'UNMERGE', unmergeItem);
    if (!(await isWaived(tx.manager, proposed))) continue;
    await bySystem(tx, proposed, 'REJECT', (found, act) => rejectItem(found, act, null));
  }
}

/** The sources of what is merged into the item are held by it, or free, as its own is. */
export async function holdMerged(tx: Transaction, itemId: string, hold: boolean): Promise<void> {
  for (const merged of await lockMergedInto(tx, itemId)) {
    await tx.update(SupervisionItemEntity, merged, { openKey: hold ? openKeyOf(merged) : null });
  }
}
