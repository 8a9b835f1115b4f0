import { createHash } from 'node:crypto';
import type { Foundation } from '@chengqi/office-kernel';
import { held, type Request, refusal } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { WrongCodesEntity } from './rating.entity.ts';
import { guessingMilliseconds, type WrongCodes } from './rating.ts';
import type { RatingCodes } from './rating-codes.commands.ts';

export type Guessing = ReturnType<typeof createGuessing>;

const mostTries = 5;

/** codes are not found by trying. After five wrong ones the sixth try waits until a minute from the first is over. */
export function createGuessing({ kit }: Foundation, codes: Pick<RatingCodes, 'isKnown'>) {
  /** Milliseconds the guesser has to wait; a wrong code that need not wait is counted. */
  async function wait(manager: EntityManager, guesser: string, code: string): Promise<number> {
    const now = kit.clock.now();
    if (await codes.isKnown(manager, code)) {
      const row = await manager.getRepository(WrongCodesEntity).findOneBy({ guesser });
      return row === null ? 0 : waitOf(row, now);
    }
    await manager
      .createQueryBuilder()
      .insert()
      .into(WrongCodesEntity)
      .values({ guesser, since: now, tries: 0 })
      .orIgnore()
      .execute();
    const rows = manager.getRepository(WrongCodesEntity).createQueryBuilder('w').where({ guesser });
    const row = await held(rows).getOneOrFail();
    const left = waitOf(row, now);
    if (left > 0) return left;
    const counted = isOver(row, now) ? { since: now, tries: 1 } : { tries: row.tries + 1 };
    await manager.getRepository(WrongCodesEntity).update({ guesser }, counted);
    return 0;
  }

  return {
    /**
     * In a transaction of its own and before that of the rating, which a wrong code rolls back. A code that was given
     * out is never counted, be it used or expired.
     * @throws DomainError RATE_LIMITED
     */
    async slow(request: Request, code: string): Promise<void> {
      const left = await kit.db.write((manager) => wait(manager, guesserOf(request), code));
      if (left > 0) throw tooManyTries(Math.ceil(left / 1000));
    },
  };
}

const isOver = ({ since }: WrongCodes, now: Date): boolean => now.getTime() >= since.getTime() + guessingMilliseconds;

const waitOf = (row: WrongCodes, now: Date): number =>
  row.tries < mostTries || isOver(row, now) ? 0 : row.since.getTime() + guessingMilliseconds - now.getTime();

/**
 * A person, or the digest of an address. Who comes with neither does not come through the gateway: they share one
 * count, because a limit that is not there for whoever leaves something out is none.
 */
const guesserOf = ({ viewer }: Request): string =>
  createHash('sha256')
    .update(viewer.personId ?? viewer.clientHash ?? viewer.kind)
    .digest('hex');

const tooManyTries = (retryAfterSeconds: number) =>
  refusal(
    'RATE_LIMITED',
    { en: 'Too many wrong codes; try again in a minute.', zh: '评价码错误次数过多，请一分钟后再试。' },
    { rule: 'R-5', retryable: true, retryAfterSeconds },
  );
