import { count, days, type Facts, type MetricDefinition, rate, spread } from '../metric.ts';

const topics: Facts = { table: 'topic_fact', clock: 'hot_at' };
const answered = 'f.answered_at <= :asOf';

const family = { dimensions: ['ORG'], owner: null, people: false } satisfies Partial<MetricDefinition>;

/** What leaders, staff and the public come back to, by the unit whose matters are watched; supervision keeps no history of it. */
export const focusMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'sup.focusTopics',
    labelEn: 'Topics that became hot',
    labelZh: '新增关注点数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Topics whose heat reached that of a focus; by that moment, the last one of each.',
    definitionZh: '热度达到关注标准的议题数；按最近一次达到的时间计。',
    measure: count(topics, { moments: [] }),
  },
  {
    ...family,
    name: 'sup.focusCoverage',
    labelEn: 'Topics answered',
    labelZh: '关注点回应率',
    unit: 'share',
    kind: 'RATE',
    definition: 'Topics that an item has answered since, over topics that became hot; by the moment they did.',
    definitionZh: '其后已有督办事项回应的议题数 ÷ 升温为关注点的议题数；按升温时间计。',
    measure: rate(topics, answered, ['answered_at']),
  },
  {
    ...family,
    name: 'sup.focusAnswer.p50',
    labelEn: 'Days until a topic is answered, 50 %',
    labelZh: '关注点回应天数 P50',
    unit: 'd',
    kind: 'DURATION',
    definition:
      'Days from becoming hot to the first item that answers it, 50th percentile; by the moment it became hot.',
    definitionZh: '自升温至首个督办事项回应的天数，第 50 百分位；按升温时间计。',
    measure: spread({ ...topics, where: answered }, 'f.answered_at - f.hot_at', days, 50),
  },
];
