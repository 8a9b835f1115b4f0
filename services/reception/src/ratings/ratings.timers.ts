import type { Timer } from '@chengqi/service-kit';
import { RatingEntity } from './rating.entity.ts';
import { overdueEvent } from './rating.events.ts';
import { openAt, ratingQuery } from './rating.repository.ts';

const batchSize = 100;

/** A bad rating whose limit passes before its rater is told is announced once; history is left alone. */
export const createRatingTimers = (): Timer[] => [
  {
    name: 'ratings',
    everySeconds: 30,
    async run(tx) {
      const late = await openAt(ratingQuery(tx.manager), tx.now)
        .andWhere('r.dueAt < :now AND r.overdueToldAt IS NULL AND r.imported = :history', {
          now: tx.now,
          history: false,
        })
        .andWhere(`r.status <> 'CLOSED'`)
        .orderBy('r.dueAt')
        .take(batchSize)
        .getMany();
      for (const rating of late) {
        await tx.update(RatingEntity, rating, { overdueToldAt: tx.now });
        if (rating.dueAt) await tx.append(overdueEvent(rating, rating.dueAt));
      }
    },
  },
];
