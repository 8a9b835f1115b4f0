import { count, type Facts, type MetricDefinition, rate } from '../metric.ts';

const items = (clock: string): Facts => ({ table: 'item_fact', clock, where: 'f.registered_at IS NOT NULL' });
const struckBy = (limit: string) => `f.struck_off_at <= f.${limit} AND f.struck_off_at <= :asOf`;
const inTime = (limit: 'due_at' | 'original_due_at') =>
  rate(items(limit), struckBy(limit), ['registered_at', 'struck_off_at']);

const family = {
  dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
  owner: 'supervision',
  people: false,
} satisfies Partial<MetricDefinition>;

/** Supervised items, by the unit that leads the work. */
export const supervisionMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'sup.registered',
    labelEn: 'Items registered',
    labelZh: '立项数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Items that were registered; by the moment of registration.',
    definitionZh: '立项的督办事项数；按立项时间计。',
    measure: count(items('registered_at'), { moments: [] }),
  },
  {
    ...family,
    name: 'sup.proactive',
    labelEn: 'Found by the office itself',
    labelZh: '主动发现占比',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Items that the office opened by itself or that a rule found, over items registered; by the moment of registration.',
    definitionZh: '本单位自行发起或规则发现的事项数 ÷ 立项事项数；按立项时间计。',
    measure: rate(items('registered_at'), 'f.proactive = 1', []),
  },
  {
    ...family,
    name: 'sup.onTime',
    labelEn: 'Finished in time',
    labelZh: '按期办结率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Items struck off by their limit, over items whose limit has run out; by the limit, extensions granted.',
    definitionZh: '期限内销号的事项数 ÷ 期限已届满的事项数；按期限（含批准的延期）计。',
    measure: inTime('due_at'),
  },
  {
    ...family,
    name: 'sup.onTimeFirstDue',
    labelEn: 'Finished by the first limit',
    labelZh: '首次时限办结率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Items struck off by their first limit, over items whose first limit has run out; by the first limit.',
    definitionZh: '首次期限内销号的事项数 ÷ 首次期限已届满的事项数；按首次期限计。',
    measure: inTime('original_due_at'),
  },
  {
    ...family,
    name: 'sup.relapse',
    labelEn: 'Relapses',
    labelZh: '反弹率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Items reopened since, over items struck off; by the first strike-off.',
    definitionZh: '销号后又重新打开的事项数 ÷ 销号事项数；按首次销号时间计。',
    measure: rate(items('first_struck_off_at'), 'f.reopened_at <= :asOf', ['registered_at', 'reopened_at']),
  },
];
