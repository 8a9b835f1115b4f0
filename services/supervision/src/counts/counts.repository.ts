import type { Foundation } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';
import type { SelectQueryBuilder } from 'typeorm';
import { orphansAt } from '../decisions/orphans.repository.ts';
import type { OwnCount } from '../generated/graphql.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';

export interface CountInput {
  readonly metric: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly orgId?: string | null | undefined;
}

type Items = SelectQueryBuilder<SupervisionItem>;
type Clock = 'registeredAt' | 'dueAt' | 'originalDueAt' | 'firstStruckOffAt';

/** Registered items whose clock falls into the period and had struck by then, of one lead unit or all. */
function itemsBy({ kit }: Foundation, clock: Clock, { from, to, asOf, orgId }: CountInput): Items {
  const query = kit.db.read
    .getRepository<SupervisionItem>(SupervisionItemEntity)
    .createQueryBuilder('item')
    .where('item.registeredAt IS NOT NULL')
    .andWhere(`item.${clock} >= :from AND item.${clock} < :to AND item.${clock} <= :asOf`, { from, to, asOf });
  return orgId ? query.andWhere('item.leadOrgId = :orgId', { orgId }) : query;
}

async function rate(foundation: Foundation, clock: Clock, input: CountInput, met: string) {
  const denominator = await itemsBy(foundation, clock, input).getCount();
  const numerator = await itemsBy(foundation, clock, input).andWhere(met, { asOf: input.asOf }).getCount();
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

const count = (value: number) => ({ numerator: value, denominator: null, value });

/** Decisions adopted in the period that nobody followed at that moment, by their lead unit. */
async function orphans({ kit, office }: Foundation, { from, to, asOf, orgId }: CountInput) {
  const query = orphansAt(kit, await office.calendar.days(), asOf).andWhere(
    'r.adoptedAt >= :from AND r.adoptedAt < :to',
    { from, to },
  );
  if (orgId) query.andWhere('r.leadOrgId = :orgId', { orgId });
  return count(await query.getCount());
}

const struckBy = (limit: 'dueAt' | 'originalDueAt') =>
  `item.struckOffAt IS NOT NULL AND item.struckOffAt <= item.${limit} AND item.struckOffAt <= :asOf`;

const metrics: Record<string, (foundation: Foundation, input: CountInput) => Promise<OwnCount>> = {
  'sup.registered': async (foundation, input) => count(await itemsBy(foundation, 'registeredAt', input).getCount()),
  'sup.onTime': (foundation, input) => rate(foundation, 'dueAt', input, struckBy('dueAt')),
  'sup.onTimeFirstDue': (foundation, input) => rate(foundation, 'originalDueAt', input, struckBy('originalDueAt')),
  'sup.relapse': (foundation, input) => rate(foundation, 'firstStruckOffAt', input, 'item.reopenedAt <= :asOf'),
  'gov.orphans': orphans,
};

/** What supervision counts itself, from its own rows. */
export function ownCount(foundation: Foundation, input: CountInput) {
  const measure = Object.hasOwn(metrics, input.metric) ? metrics[input.metric] : undefined;
  if (!measure) throw badInput('metric', { en: 'Not counted here.', zh: '本服务不统计该指标。' });
  return measure(foundation, input);
}
