import type { Timer } from '@chengqi/service-kit';
import { LessThan } from 'typeorm';
import { RatingEntity, WrongCodesEntity } from './rating.entity.ts';
import { overdueEvent } from './rating.events.ts';
import { findLateRatings } from './rating.repository.ts';
import { guessingMilliseconds } from './rating.ts';

const batchSize = 100;

/**
 * A bad rating whose limit passes before its rater is told is announced once; history is left alone. Wrong codes are
 * forgotten after their minute.
 */
export const createRatingTimers = (): Timer[] => [
  {
    name: 'ratings',
    everySeconds: 30,
    async run(tx) {
      for (const rating of await findLateRatings(tx.manager, tx.now, batchSize)) {
        await tx.update(RatingEntity, rating, { overdueToldAt: tx.now });
        if (rating.dueAt) await tx.append(overdueEvent(rating, rating.dueAt));
      }
    },
  },
  {
    name: 'forget-wrong-codes',
    everySeconds: 60,
    async run({ manager, now }) {
      const since = LessThan(new Date(now.getTime() - guessingMilliseconds));
      await manager.getRepository(WrongCodesEntity).delete({ since });
    },
  },
];
