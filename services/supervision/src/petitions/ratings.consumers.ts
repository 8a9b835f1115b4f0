import { type Foundation, levelAtMost } from '@chengqi/office-kernel';
import { ratingRemoved, ratingSubmitted } from '@chengqi/schemas/events/reception';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { Between, In, IsNull, Not } from 'typeorm';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { closedStates } from '../items/item.ts';
import { propose, proposedForRatings, toldBy } from '../sources/proposals.commands.ts';
import { type BadRating, BadRatingEntity } from './case.entity.ts';

const bad = 2;
const enough = 3;
const span = 30 * 86_400_000;

/** Three bad ratings of one matter within thirty days are looked into (DOMAIN 6.1); each leads to one item at most. */
export function createRatingConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;
  const ratings = ({ manager }: Transaction) => manager.getRepository(BadRatingEntity);

  async function openItem(tx: Transaction, matterId: string): Promise<string | null> {
    const led = await ratings(tx).findBy({ matterId, itemId: Not(IsNull()) });
    if (led.length === 0) return null;
    const id = In([...new Set(led.map(({ itemId }) => itemId))]);
    const open = await tx.manager
      .getRepository(SupervisionItemEntity)
      .findOneBy({ id, status: Not(In([...closedStates])) });
    return open?.id ?? null;
  }

  async function count(tx: Transaction, { matterId, orgId, ratedAt }: BadRating, sequence: number): Promise<void> {
    const [since, until] = [new Date(ratedAt.getTime() - span), new Date(ratedAt.getTime() + span)];
    const around = await ratings(tx).findBy({ matterId, itemId: IsNull(), ratedAt: Between(since, until) });
    const recent = togetherWith(ratedAt, around);
    if (recent === undefined) return;
    const ownerOrgId = office.orgs.tree.rootOf(orgId);
    const itemId =
      (await openItem(tx, matterId)) ??
      (await propose(foundation, tx, proposedForRatings(orgId, ownerOrgId, recent.length), toldBy(sequence))).id;
    await ratings(tx).update({ id: In(recent.map(({ id }) => id)) }, { itemId });
  }

  return [
    on(ratingSubmitted, async ({ data, secrecylevel: secrecyLevel, sequence }, tx) => {
      const { ratingId: id, orgId, matterId, score, ratedAt } = data;
      // What is above INTERNAL is not counted together with what everybody may read.
      if (score > bad || orgId === null || matterId == null || !levelAtMost(secrecyLevel, 'INTERNAL')) return;
      const rating = { id, matterId, orgId, secrecyLevel, ratedAt: new Date(ratedAt), itemId: null };
      // Each is told by itself: one waits for the other, and counts it.
      await office.serials.next(tx, 'bad-ratings');
      await ratings(tx).insert(rating);
      await count(tx, rating, sequence);
    }),
    on(
      ratingRemoved,
      async ({ data: { ratingId: id } }, tx) => void (await ratings(tx).delete({ id, itemId: IsNull() })),
    ),
  ];
}

/** Of ratings that are told in any order, enough within thirty days of which one is of this moment. */
function togetherWith(ratedAt: Date, around: readonly BadRating[]): readonly BadRating[] | undefined {
  const ends = around.map((rating) => rating.ratedAt.getTime()).filter((end) => end >= ratedAt.getTime());
  return ends
    .map((end) => around.filter((rating) => rating.ratedAt.getTime() >= end - span && rating.ratedAt.getTime() <= end))
    .find((within) => within.length >= enough);
}
