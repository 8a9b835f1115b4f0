import { count, days, type Facts, type MetricDefinition, rate, spread } from '../metric.ts';

const obstacles = (clock: string, where?: string): Facts => ({
  table: 'obstacle_fact',
  join: 'JOIN item_fact i ON i.id = f.item_id',
  clock,
  dimensions: { ORG: 'i.org_id', LEVEL: 'i.level' },
  ...(where && { where }),
});
const settled: Facts = { table: 'coordination_fact', clock: 'settled_at' };
/** When the period, or what is known, ends. */
const still = (end: string) => `(f.${end} IS NULL OR f.${end} > :asOf OR f.${end} >= p.hi)`;

const family = {
  dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
  owner: 'supervision',
  people: false,
} satisfies Partial<MetricDefinition>;

/** What blocks items, by the unit that leads them. */
export const obstacleMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'sup.obstacles',
    labelEn: 'Obstacles',
    labelZh: '梗阻数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Obstacles raised by people or found by rules; by the moment of raising.',
    definitionZh: '人工提出或规则发现的梗阻数；按提出时间计。',
    measure: count(obstacles('raised_at')),
  },
  {
    ...family,
    name: 'sup.obstaclesOpen',
    labelEn: 'Obstacles in the way',
    labelZh: '未化解梗阻数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Obstacles that are neither removed nor accepted as a risk at the end of the period.',
    definitionZh: '期末既未消除也未作为风险接受的梗阻数。',
    measure: count({
      ...obstacles('raised_at', `${still('resolved_at')} AND ${still('accepted_at')}`),
      timing: 'standing',
    }),
  },
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `sup.obstacleDwell.p${percent}`,
      labelEn: `Days until an obstacle is removed, ${percent} %`,
      labelZh: `梗阻化解天数 P${percent}`,
      unit: 'd',
      kind: 'DURATION',
      definition: `Days from the raising of an obstacle to its removal, ${percent}th percentile; by the removal.`,
      definitionZh: `梗阻自提出至消除的天数，第 ${percent} 百分位；按消除时间计。`,
      measure: spread(obstacles('resolved_at'), 'f.resolved_at - f.raised_at', days, percent),
    }),
  ),
];

/** Units asked for their positions, by the organisation that leads it. */
export const coordinationMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    dimensions: ['ORG'],
    name: 'crd.agreedRate',
    labelEn: 'Coordinations agreed',
    labelZh: '协调一致率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Coordinations that all units agreed to, over coordinations agreed or decided; by the settlement.',
    definitionZh: '各单位协商一致的协调事项数 ÷ 已一致或已裁定的协调事项数；按了结时间计。',
    measure: rate(settled, 'f.agreed = 1', []),
  },
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      dimensions: ['ORG'],
      name: `crd.days.p${percent}`,
      labelEn: `Days of coordination, ${percent} %`,
      labelZh: `协调天数 P${percent}`,
      unit: 'd',
      kind: 'DURATION',
      definition: `Days from the request to the settlement, ${percent}th percentile; by the settlement.`,
      definitionZh: `协调自提请至了结的天数，第 ${percent} 百分位；按了结时间计。`,
      measure: spread(settled, 'f.settled_at - f.requested_at', days, percent),
    }),
  ),
];

const blanks: Facts = { table: 'gap_fact', clock: 'opened_at' };

/** What was expected and did not come, by the unit of which it was. */
export const blankMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    dimensions: ['ORG', 'CATEGORY'],
    name: 'sup.blanks',
    labelEn: 'Blank cells',
    labelZh: '空白点数',
    unit: '1',
    kind: 'COUNT',
    definition:
      'Units and places without what was expected of them in a period that is over; by the moment of noticing.',
    definitionZh: '时段已结束而应有事项仍缺失的单位、地点数；按发现时间计。',
    measure: count(blanks, { moments: [] }),
  },
  {
    ...family,
    dimensions: ['ORG', 'CATEGORY'],
    name: 'sup.blankFilled',
    labelEn: 'Blank cells filled',
    labelZh: '空白点补填率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Blank cells filled since, over blank cells; by the moment of noticing.',
    definitionZh: '其后已补填的空白点数 ÷ 空白点数；按发现时间计。',
    measure: rate(blanks, 'f.filled_at <= :asOf', ['filled_at']),
  },
];
