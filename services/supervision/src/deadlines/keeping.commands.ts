import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';
import { factsOf, lightFrom, type StoredLight } from '../lights/lights.repository.ts';
import { deadlinesOf, type LimitFacts } from './item-deadlines.ts';

/** What follows from an item as it now stands: its limits, stored here, and its light, for who stores the item. */
export function createKeeping({ office }: Pick<Foundation, 'office'>) {
  async function keepLimits(tx: Transaction, facts: LimitFacts): Promise<void> {
    const days = await office.calendar.daysIn(tx.manager);
    await office.deadlines.keep(tx, facts.item, deadlinesOf(facts, days, tx.now));
  }

  return {
    keepLimits,

    /** Of items as they will be stored, in their order. */
    async follow(tx: Transaction, items: readonly SupervisionItem[]): Promise<StoredLight[]> {
      const days = await office.calendar.daysIn(tx.manager);
      const known = await factsOf(tx.manager, items);
      for (const facts of known) await keepLimits(tx, facts);
      return known.map((facts) => lightFrom(facts, tx.now, days));
    },

    /** Other working days: limits end elsewhere, and until when a wish for more time is to be decided. */
    async keepAgain(tx: Transaction, itemIds: readonly string[]): Promise<void> {
      const items = await tx.manager.getRepository(SupervisionItemEntity).findBy({ id: In([...itemIds]) });
      for (const facts of await factsOf(tx.manager, items)) {
        await keepLimits(tx, facts);
        const days = await office.calendar.daysIn(tx.manager);
        for (const { rule, part, dueAt } of deadlinesOf(facts, days, tx.now)) {
          if (rule.rule !== 'EXTENSION' || part === undefined) continue;
          await tx.manager
            .getRepository(ExtensionEntity)
            .update({ id: part, decision: 'PENDING' }, { decideBy: dueAt });
        }
      }
    },
  };
}
