import type { MetricDefinition } from '../metric.ts';

/** Duty rooms. */
export const dutyMetrics: readonly MetricDefinition[] = [
  {
    name: 'duty.gapMinutes',
    labelEn: 'Minutes without anybody on duty',
    labelZh: '值班脱岗分钟数',
    unit: 'min',
    kind: 'COUNT',
    definition:
      'Minutes of the period that a published roster promises to cover and no shift of its organisation does; each gap is rounded up and counts once.',
    definitionZh: '已发布值班表承诺而本单位无班次覆盖的分钟数；每处空缺向上取整且只计一次。',
    dimensions: ['ORG'],
    owner: 'security',
    people: false,
    measure: { of: 'gaps' },
  },
];
