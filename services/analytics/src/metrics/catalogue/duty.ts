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
    dimensions: ['ORG'],
    owner: 'security',
    people: false,
    measure: { of: 'gaps' },
  },
];
