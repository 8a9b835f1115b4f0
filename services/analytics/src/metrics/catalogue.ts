import { badInput } from '@chengqi/service-kit';
import { callMetrics } from './catalogue/calls.ts';
import { caseMetrics, petitionMetrics } from './catalogue/cases.ts';
import { documentMetrics } from './catalogue/documents.ts';
import { dutyMetrics } from './catalogue/duty.ts';
import { focusMetrics } from './catalogue/focus.ts';
import { governanceMetrics } from './catalogue/governance.repository.ts';
import { hazardMetrics } from './catalogue/hazards.ts';
import { itemActMetrics } from './catalogue/item-acts.repository.ts';
import { blankMetrics, coordinationMetrics, obstacleMetrics } from './catalogue/obstacles.ts';
import { reportMetrics } from './catalogue/reports.repository.ts';
import { satisfactionMetrics } from './catalogue/satisfaction.ts';
import { supervisionMetrics } from './catalogue/supervision.ts';
import type { MetricDefinition } from './metric.ts';

/** Every figure, defined once. */
export const catalogue: readonly MetricDefinition[] = [
  ...documentMetrics,
  ...supervisionMetrics,
  ...itemActMetrics,
  ...obstacleMetrics,
  ...blankMetrics,
  ...coordinationMetrics,
  ...reportMetrics,
  ...hazardMetrics,
  ...dutyMetrics,
  ...callMetrics,
  ...caseMetrics,
  ...petitionMetrics,
  ...satisfactionMetrics,
  ...focusMetrics,
  ...governanceMetrics,
];

const byName = new Map(catalogue.map((metric) => [metric.name, metric]));

/** @throws BAD_USER_INPUT that names the field, when the catalogue has no such figure. */
export function metricNamed(name: string, field = 'name'): MetricDefinition {
  const metric = byName.get(name);
  if (!metric) {
    throw badInput(field, {
      en: `No figure is called ${name}; metrics lists them all.`,
      zh: `没有名为 ${name} 的指标，可用 metrics 查询指标目录。`,
    });
  }
  return metric;
}
