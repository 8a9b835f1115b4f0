import { LessThan, LessThanOrEqual } from 'typeorm';
import { IdempotencyEntity } from './database/tables.ts';
import type { Timer } from './timers.ts';

const keptMilliseconds = 7 * 24 * 60 * 60 * 1000;
const mostAtOnce = 1000;

/** Frees idempotency keys after seven days, the oldest first; a run takes about a thousand, so that it holds few rows for a short time. */
export const forgetIdempotencyKeys: Timer = {
  name: 'forgetIdempotencyKeys',
  everySeconds: 30,
  async run({ manager, now }) {
    const keys = manager.getRepository(IdempotencyEntity);
    const createdAt = LessThan(new Date(now.getTime() - keptMilliseconds));
    const [last] = await keys.find({
      where: { createdAt },
      order: { createdAt: 'ASC' },
      skip: mostAtOnce - 1,
      take: 1,
    });
    await keys.delete({ createdAt: last ? LessThanOrEqual(last.createdAt) : createdAt });
  },
};
