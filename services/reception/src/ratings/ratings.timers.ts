import type { Timer } from '@chengqi/service-kit';
import { RatingEntity } from './rating.entity.ts';
import { overdueEvent } from './rating.events.ts';
import { findLateRatings } from './rating.repository.ts';

const batchSize = 100;

/** A bad rating whose limit passes before its rater is told is announced once; history is left alone. */
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
];
