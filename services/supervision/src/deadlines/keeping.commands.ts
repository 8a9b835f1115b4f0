import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';
import { factsOf, lightFrom, type StoredLight } from '../lights/lights.repository.ts';
import { deadlinesOf } from './item-deadlines.ts';

/** What follows from an item as it now stands: its limits, stored here, and its light, for who stores the item. */
export function createKeeping({ office }: Pick<Foundation, 'office'>) {
  return {
    /** Of items as they will be stored, in their order. */
    async follow(tx: Transaction, items: readonly SupervisionItem[]): Promise<StoredLight[]> {
      const days = await office.calendar.days();
      const known = await factsOf(tx.manager, items);
      for (const facts of known) await office.deadlines.keep(tx, facts.item, deadlinesOf(facts, days, tx.now));
      return known.map((facts) => lightFrom(facts, tx.now, days));
    },

    /** Other working days: limits end elsewhere, and until when a wish for more time is to be decided. */
    async keepAgain(tx: Transaction, itemIds: readonly string[]): Promise<void> {
      // Not the calendar that is kept for some seconds: what is counted by an old one now is not counted again.
      const days = await office.calendar.daysIn(tx.manager);
      const items = await tx.manager.getRepository(SupervisionItemEntity).findBy({ id: In([...itemIds]) });
      for (const facts of await factsOf(tx.manager, items)) {
        const limits = deadlinesOf(facts, days, tx.now);
        await office.deadlines.keep(tx, facts.item, limits);
        for (const { rule, part, dueAt } of limits) {
          if (rule.rule !== 'EXTENSION' || part === undefined) continue;
          await tx.manager
            .getRepository(ExtensionEntity)
            .update({ id: part, decision: 'PENDING' }, { decideBy: dueAt });
        }
      }
    },
  };
}
