import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { HazardEntity } from '../hazards/hazard.entity.ts';
import type { Hazard } from '../hazards/hazard.ts';
import { deadlinesOf } from './hazard-deadlines.ts';

/** The limits that follow from hazards as they now stand. */
export function createKeeping({ office }: Foundation) {
  const keepBy = (tx: Transaction, hazards: readonly Hazard[], days: WorkingCalendar): Promise<void> =>
    office.deadlines.keepAll(
      tx,
      hazards.map((subject) => ({ subject, wanted: deadlinesOf(subject, days, tx.now) })),
    );

  return {
    /** Of hazards as they will be stored. */
    async keep(tx: Transaction, hazards: readonly Hazard[]): Promise<void> {
      await keepBy(tx, hazards, await office.calendar.days());
    },

    /** Other working days were published. */
    async keepAgain(tx: Transaction, hazardIds: readonly string[]): Promise<void> {
      // Not the calendar that is kept for some seconds: what is counted by an old one now is not counted again.
      const days = await office.calendar.daysIn(tx.manager);
      const hazards = await tx.manager.getRepository(HazardEntity).findBy({ id: In([...hazardIds]) });
      await keepBy(tx, hazards, days);
    },
  };
}
