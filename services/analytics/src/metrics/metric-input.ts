import { badInput, eachOf } from '@chengqi/service-kit';
import type { MetricDimension, MetricFilter, MetricQueryInput } from '../generated/graphql.ts';
import type { Cut } from '../measuring/cut.repository.ts';
import { metricNamed } from './catalogue.ts';
import type { MetricDefinition } from './metric.ts';
import { isMonthStart } from './period.ts';

const mostMetrics = 20;
const mostDimensions = 3;
const mostRows = 100_000;
const defaultRows = 1000;

/** @throws BAD_USER_INPUT for unknown or repeated names, none, or more than 20. */
export function requireMetrics(names: readonly string[]): MetricDefinition[] {
  const metrics = eachOf('metrics', names, { min: 1, max: mostMetrics }, metricNamed);
  if (new Set(names).size < names.length) {
    throw badInput('metrics', {
      en: 'Name each figure once.',
      zh: '指标不得重复。',
    });
  }
  return metrics;
}

/** @throws BAD_USER_INPUT for more than three dimensions, or one that a figure cannot be cut by. */
export function requireDimensions(
  by: readonly MetricDimension[] | null | undefined,
  metrics: readonly MetricDefinition[],
): readonly MetricDimension[] {
  const dimensions = by ?? [];
  if (dimensions.length > mostDimensions || new Set(dimensions).size < dimensions.length) {
    throw badInput('by', {
      en: `At most ${mostDimensions} different dimensions.`,
      zh: `最多 ${mostDimensions} 个不同的维度。`,
    });
  }
  for (const dimension of dimensions) requireOffered('by', dimension, metrics);
  return dimensions;
}

/** @throws BAD_USER_INPUT when a figure does not know the dimension. */
export function requireFilter(
  { category, level, channel }: MetricFilter,
  metrics: readonly MetricDefinition[],
): Cut['only'] {
  const only = { CATEGORY: category, LEVEL: level, CHANNEL: channel };
  const given = (Object.keys(only) as (keyof typeof only)[]).filter((dimension) => only[dimension] != null);
  for (const dimension of given) requireOffered(`where.${dimension.toLowerCase()}`, dimension, metrics);
  return Object.fromEntries(given.map((dimension) => [dimension, only[dimension]]));
}

function requireOffered(field: string, dimension: MetricDimension, metrics: readonly MetricDefinition[]): void {
  const without = metrics.find(({ dimensions }) => !dimensions.includes(dimension));
  if (without) {
    throw badInput(field, {
      en: `${without.name} cannot be cut by ${dimension}; it offers ${without.dimensions.join(', ')}.`,
      zh: `指标 ${without.name} 不支持维度 ${dimension}，可用维度：${without.dimensions.join('、')}。`,
    });
  }
}

/** @throws BAD_USER_INPUT with the rule A-4 when a figure of people is asked by anything but whole months. */
export function requireMonths(
  zone: string,
  { where: { from, to }, grain }: Pick<MetricQueryInput, 'where' | 'grain'>,
  metrics: readonly MetricDefinition[],
): void {
  const ofPeople = metrics.find(({ people }) => people);
  if (!ofPeople) return;
  const fields = [
    ...(isMonthStart(zone, from) ? [] : ['where.from']),
    ...(isMonthStart(zone, to) ? [] : ['where.to']),
    ...(grain && grain !== 'MONTH' ? ['grain'] : []),
  ];
  const [field] = fields;
  if (field === undefined) return;
  const { name } = ofPeople;
  throw badInput(
    field,
    {
      en: `${name} tells of people: ask it by whole months of the office, from the first of one to the first of another.`,
      zh: `指标 ${name} 涉及个人，只能按整月查询，起止时间须为某月一日零时。`,
    },
    'A-4',
  );
}

/** @throws BAD_USER_INPUT when a bound or the order names a figure that is not asked, or the limit is out of bounds. */
export function requireTable({ having, orderBy, limit, metrics }: MetricQueryInput): { limit: number } {
  for (const [field, metric] of [
    ...(having ?? []).map((bound, at) => [`having.${at}.metric`, bound.metric] as const),
    ...(orderBy ? [['orderBy.metric', orderBy.metric] as const] : []),
  ]) {
    if (!metrics.includes(metric)) {
      throw badInput(field, {
        en: `${metric} is not among the figures asked.`,
        zh: `${metric} 不在所查询的指标之中。`,
      });
    }
  }
  const rows = limit ?? defaultRows;
  if (rows < 1 || rows > mostRows) {
    throw badInput('limit', { en: `Between 1 and ${mostRows}.`, zh: `取值范围 1 至 ${mostRows}。` });
  }
  return { limit: rows };
}
