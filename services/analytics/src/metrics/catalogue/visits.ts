import { count, type MetricDefinition } from '../metric.ts';

/** People who come to the house, by the unit visited. */
export const visitMetrics: readonly MetricDefinition[] = [
  {
    name: 'vis.count',
    labelEn: 'Visits',
    labelZh: '来访数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Visits of which somebody came in, however many came along; by the arrival.',
    definitionZh: '有人入场的来访次数，不论随行人数；按到达时间计。',
    dimensions: ['ORG', 'CATEGORY'],
    owner: 'reception',
    people: false,
    measure: count({ table: 'visit_fact', clock: 'arrived_at' }, { moments: [] }),
  },
];
