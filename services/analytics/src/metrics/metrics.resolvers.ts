import type { Message, ServiceKit } from '@chengqi/service-kit';
import type { MetricGrain } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { newestApplied } from '../projection/freshness.repository.ts';
import { targetOf } from '../scorecard/targets.ts';
import { listed } from './catalogue.ts';
import { dutiesOf } from './duties.ts';
import type { ListedMetric, UnfedMetric } from './metric.ts';

const grains = ['DAY', 'WEEK', 'MONTH'] as const;

/** Figures of people are told by months alone. */
const grainsOf = (metric: ListedMetric): MetricGrain[] => {
  if (whyUnfed(metric)) return [];
  return metric.people ? ['MONTH'] : [...grains];
};

const whyUnfed = (metric: ListedMetric): Message | null => ('why' in metric ? (metric as UnfedMetric).why : null);

/** Seconds since the newest fact applied while events wait; 0 when none does, null when that is not known. */
async function lagSeconds({ kit }: { readonly kit: ServiceKit }): Promise<number | null> {
  const waiting = Object.values(await kit.backlog());
  if (waiting.some((events) => events < 0)) return null;
  if (waiting.every((events) => events === 0)) return 0;
  const newest = await newestApplied(kit.db.read);
  return newest && Math.max(1, Math.ceil((kit.clock.now().getTime() - newest.getTime()) / 1000));
}

export const metricResolvers = {
  Org: { __resolveReference: (known) => known },
  Query: {
    metrics: () => [...listed],
    metric: (_, args, context) => context.metricAnswer(context, args),
    metricQuery: (_, { input }, context) => context.metricQuery(context, input),
  },
  Metric: {
    target: ({ name }) => targetOf(name),
    duties: ({ name }) => [...dutiesOf(name)],
    grains: (metric) => grainsOf(metric),
    fed: (metric) => whyUnfed(metric) === null,
    whyEn: (metric) => whyUnfed(metric)?.en ?? null,
    whyZh: (metric) => whyUnfed(metric)?.zh ?? null,
  },
  MetricAnswer: { lagSeconds: (_, __, context) => lagSeconds(context) },
  MetricTable: { lagSeconds: (_, __, context) => lagSeconds(context) },
} satisfies Resolvers;
