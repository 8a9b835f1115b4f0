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
