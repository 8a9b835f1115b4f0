import { countOf, type Foundation, type OwnCountAsked, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import type { SelectQueryBuilder } from 'typeorm';
import { decisionsLed } from '../decisions/coverage.repository.ts';
import { coverageOf } from '../decisions/coverage.ts';
import { orphansAt, registerBy } from '../decisions/orphans.repository.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';

type Items = SelectQueryBuilder<SupervisionItem>;
type Clock = 'registeredAt' | 'dueAt' | 'originalDueAt' | 'firstStruckOffAt';

/** Registered items whose clock falls into the period and had struck by then, of one lead unit or all. */
function itemsBy({ kit }: Foundation, clock: Clock, { from, to, asOf, orgId }: OwnCountAsked): Items {
  const query = kit.db.read
    .getRepository<SupervisionItem>(SupervisionItemEntity)
    .createQueryBuilder('item')
    .where('item.registeredAt IS NOT NULL')
    .andWhere(`item.${clock} >= :from AND item.${clock} < :to AND item.${clock} <= :asOf`, { from, to, asOf });
  return orgId ? query.andWhere('item.leadOrgId = :orgId', { orgId }) : query;
}

async function rate(foundation: Foundation, clock: Clock, input: OwnCountAsked, met: string) {
  const denominator = await itemsBy(foundation, clock, input).getCount();
  const numerator = await itemsBy(foundation, clock, input).andWhere(met, { asOf: input.asOf }).getCount();
  return rateOf(numerator, denominator);
}

/** Decisions adopted in the period that nobody followed at that moment, by their lead unit. */
async function orphans({ kit, office }: Foundation, { from, to, asOf, orgId }: OwnCountAsked) {
  const query = orphansAt(kit, await office.calendar.days(), asOf).andWhere(
    'r.adoptedAt >= :from AND r.adoptedAt < :to',
    { from, to },
  );
  if (orgId) query.andWhere('r.leadOrgId = :orgId', { orgId });
  return countOf(await query.getCount());
}

/** Decisions of the period that were followed in time, by their lead unit. */
async function coverage(foundation: Foundation, asked: OwnCountAsked) {
  const days = await foundation.office.calendar.days();
  return coverageOf(await decisionsLed(foundation, asked), (decidedAt) => registerBy(days, decidedAt), asked.asOf);
}

const struckBy = (limit: 'dueAt' | 'originalDueAt') =>
  `item.struckOffAt IS NOT NULL AND item.struckOffAt <= item.${limit} AND item.struckOffAt <= :asOf`;

/** What supervision counts of items and decisions, from its own rows. */
export const createItemCounts = (foundation: Foundation): OwnCounters => ({
  'sup.registered': async (asked) => countOf(await itemsBy(foundation, 'registeredAt', asked).getCount()),
  'sup.onTime': (asked) => rate(foundation, 'dueAt', asked, struckBy('dueAt')),
  'sup.onTimeFirstDue': (asked) => rate(foundation, 'originalDueAt', asked, struckBy('originalDueAt')),
  'sup.relapse': (asked) => rate(foundation, 'firstStruckOffAt', asked, 'item.reopenedAt <= :asOf'),
  'sup.proactive': (asked) =>
    rate(foundation, 'registeredAt', asked, `(item.origin = 'DETECTED' OR item.category = 'SELF_INITIATED')`),
  'sup.decisionCoverage': (asked) => coverage(foundation, asked),
  'gov.orphans': (asked) => orphans(foundation, asked),
});
