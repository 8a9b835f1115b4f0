import { days, type MetricDefinition, rate } from '../metric.ts';

/** Inspections, by the unit of the place. */
export const inspectionMetrics: readonly MetricDefinition[] = [
  {
    name: 'ins.coverage',
    labelEn: 'Inspections carried out',
    labelZh: '检查覆盖率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Inspections carried out since, over those carried out, and those missed whose day is over; by the day due.',
    definitionZh: '其后已完成的检查数 ÷ 已完成的检查数与当日已过而漏检数之和；按应检日期计。',
    dimensions: ['ORG', 'CATEGORY'],
    owner: 'security',
    people: false,
    measure: rate(
      {
        table: 'inspection_fact',
        clock: 'due_at',
        where: `(f.finished_at <= :asOf OR f.due_at + ${days} <= :asOf)`,
        timing: 'foreseen',
      },
      'f.finished_at <= :asOf',
    ),
  },
];
