import { type Foundation, levelAtMost } from '@chengqi/office-kernel';
import { earlyWarningRaised } from '@chengqi/schemas/events/analytics';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { openOf } from '../items/item.repository.ts';
import { propose, proposedForWarning, toldBy } from '../sources/proposals.commands.ts';
import { type HeardWarning, HeardWarningEntity } from './warning.entity.ts';

/**
 * What is likely to go wrong at a unit is looked into before it does (DOMAIN 6.1): an item is proposed, one of a unit and
 * kind at a time, however many lines or categories warn (SUP-1). OVERDUE_RISK proposes nothing: its subject has a limit of
 * its own, of which its people are reminded. Repeated hazards are proposed also where an item has some of them: of which
 * category each is, is not known here.
 */
export function createWarningConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;

  async function openItem({ manager }: Transaction, warning: Pick<HeardWarning, 'kind' | 'orgId'>) {
    const { kind, orgId } = warning;
    const heard = await manager.getRepository(HeardWarningEntity).findBy({ kind, orgId });
    if (heard.length === 0) return null;
    const id = In([...new Set(heard.map(({ itemId }) => itemId))]);
    return openOf(manager, await manager.getRepository(SupervisionItemEntity).findBy({ id }));
  }

  return [
    on(earlyWarningRaised, async ({ data, secrecylevel, sequence }, tx) => {
      const { warningId: id, kind, orgId, detail, dueAt } = data;
      if (kind === 'OVERDUE_RISK' || !levelAtMost(secrecylevel, 'INTERNAL')) return;
      // Two of one unit and kind make one item: one waits for the other, and finds it.
      await office.serials.next(tx, 'heard-warnings');
      const open = await openItem(tx, { kind, orgId });
      const suggestedDueOn = dueAt === null ? null : office.calendar.dayOf(new Date(dueAt));
      const proposed = proposedForWarning(office.orgs.tree.rootOf(orgId), { kind, orgId, detail, suggestedDueOn });
      const { id: itemId } = open ?? (await propose(foundation, tx, proposed, toldBy(sequence)));
      await tx.manager.getRepository(HeardWarningEntity).upsert({ id, kind, orgId, itemId }, ['id']);
    }),
  ];
}
