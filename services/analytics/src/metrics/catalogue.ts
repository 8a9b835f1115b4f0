import { badInput } from '@chengqi/service-kit';
import { callMetrics } from './catalogue/calls.ts';
import { caseMetrics, petitionMetrics } from './catalogue/cases.ts';
import { disputeMetrics } from './catalogue/disputes.ts';
import { documentMetrics } from './catalogue/documents.ts';
import { dutyMetrics } from './catalogue/duty.ts';
import { focusMetrics } from './catalogue/focus.ts';
import { governanceMetrics } from './catalogue/governance.repository.ts';
import { hazardMetrics } from './catalogue/hazards.ts';
import { inspectionMetrics } from './catalogue/inspections.ts';
import { itemActMetrics } from './catalogue/item-acts.repository.ts';
import { meetingMetrics } from './catalogue/meetings.repository.ts';
import { blankMetrics, coordinationMetrics, obstacleMetrics } from './catalogue/obstacles.ts';
import { reportMetrics } from './catalogue/reports.repository.ts';
import { satisfactionMetrics } from './catalogue/satisfaction.ts';
import { supervisionMetrics } from './catalogue/supervision.ts';
import { unfedMetrics } from './catalogue/unfed.ts';
import { visitMetrics } from './catalogue/visits.ts';
import type { ListedMetric, MetricDefinition } from './metric.ts';

/** Every figure that facts feed, defined once. */
export const catalogue: readonly MetricDefinition[] = [
  ...documentMetrics,
  ...meetingMetrics,
  ...supervisionMetrics,
  ...itemActMetrics,
  ...obstacleMetrics,
  ...blankMetrics,
  ...coordinationMetrics,
  ...reportMetrics,
  ...hazardMetrics,
  ...inspectionMetrics,
  ...dutyMetrics,
  ...callMetrics,
  ...caseMetrics,
  ...petitionMetrics,
  ...disputeMetrics,
  ...visitMetrics,
  ...satisfactionMetrics,
  ...focusMetrics,
  ...governanceMetrics,
];

/** All figures of DOMAIN 8, also those that nothing feeds. */
export const listed: readonly ListedMetric[] = [...catalogue, ...unfedMetrics];

const byName = new Map(catalogue.map((metric) => [metric.name, metric]));

/** @throws BAD_USER_INPUT that names the field, when the catalogue has no such figure, and with a rule when nothing feeds it. */
export function metricNamed(name: string, field = 'name'): MetricDefinition {
  const metric = byName.get(name);
  const unfed = unfedMetrics.find((one) => one.name === name);
  if (unfed) {
    const { why } = unfed;
    throw badInput(
      field,
      { en: `Nothing feeds this figure: ${why.en}`, zh: `该指标暂无数据来源：${why.zh}` },
      'metric.fed',
    );
  }
  if (!metric) {
    throw badInput(field, {
      en: `No figure is called ${name}; metrics lists them all.`,
      zh: `没有名为 ${name} 的指标，可用 metrics 查询指标目录。`,
    });
  }
  return metric;
}
