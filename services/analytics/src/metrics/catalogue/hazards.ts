import { count, days, type Facts, type MetricDefinition, rate, spread } from '../metric.ts';

const hazards = (clock: string, where?: string): Facts => ({ table: 'hazard_fact', clock, ...(where && { where }) });
const closed = 'f.closed_at <= :asOf';
/** Of what was known then. */
export const notDismissed = '(f.dismissed_at IS NULL OR f.dismissed_at > :asOf)';
/** When the period, or what is known, ends. */
const still = (end: string) => `(f.${end} IS NULL OR f.${end} > :asOf OR f.${end} >= p.hi)`;

const family = {
  dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
  owner: 'security',
  people: false,
} satisfies Partial<MetricDefinition>;

/** Hazards, by the unit that has to put them right, or that keeps the ledger while nobody has. */
export const hazardMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'haz.found',
    labelEn: 'Hazards found',
    labelZh: '排查隐患数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Hazards entered in the ledger; by the moment of the report.',
    definitionZh: '登记入台账的隐患数；按上报时间计。',
    measure: count(hazards('reported_at'), { moments: [] }),
  },
  {
    ...family,
    name: 'haz.closedRate',
    labelEn: 'Put right',
    labelZh: '整改销号率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Hazards closed since, over hazards found and not dismissed; by the moment of the report.',
    definitionZh: '其后已销号的隐患数 ÷ 发现且未排除的隐患数；按上报时间计。',
    measure: rate(hazards('reported_at', notDismissed), closed, ['closed_at', 'dismissed_at']),
  },
  {
    ...family,
    name: 'haz.onTime',
    labelEn: 'Put right in time',
    labelZh: '按期整改率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Hazards closed by their limit, over confirmed hazards whose limit has run out; by the limit.',
    definitionZh: '期限内销号的隐患数 ÷ 期限已届满的已确认隐患数；按期限计。',
    measure: rate(
      hazards('due_at', `f.confirmed_at IS NOT NULL AND ${notDismissed}`),
      `${closed} AND f.closed_at <= f.due_at`,
      ['confirmed_at', 'closed_at', 'dismissed_at'],
    ),
  },
  {
    ...family,
    name: 'haz.majorOpen',
    labelEn: 'Major hazards open',
    labelZh: '未销号重大隐患数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Major hazards that are neither closed nor dismissed at the end of the period.',
    definitionZh: '期末既未销号也未排除的重大隐患数。',
    measure: count({
      ...hazards('reported_at', `f.level = 'MAJOR' AND ${still('closed_at')} AND ${still('dismissed_at')}`),
      timing: 'standing',
    }),
  },
  {
    ...family,
    name: 'haz.recurrence',
    labelEn: 'Hazards that came back',
    labelZh: '隐患复发率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Hazards that had been there before, over hazards closed; by the moment of closing.',
    definitionZh: '曾经出现过的隐患数 ÷ 销号的隐患数；按销号时间计。',
    measure: rate(hazards('closed_at'), 'f.recurrence = 1', []),
  },
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `haz.days.p${percent}`,
      labelEn: `Days to put right, ${percent} %`,
      labelZh: `整改天数 P${percent}`,
      unit: 'd',
      kind: 'DURATION',
      definition: `Days from the report to the closing, ${percent}th percentile; by the moment of closing.`,
      definitionZh: `隐患自上报至销号的天数，第 ${percent} 百分位；按销号时间计。`,
      measure: spread(hazards('closed_at'), 'f.closed_at - f.reported_at', days, percent),
    }),
  ),
];
