import type { LineageType } from '../lineage/lineage.ts';
import { catalogue } from '../metrics/catalogue.ts';
import type { ListedMetric, MetricDefinition } from '../metrics/metric.ts';
import { countedFacts, thingOf } from './member.ts';

/** A fact behind a figure that became known when its day was over. */
export interface LateMember {
  readonly type: LineageType;
  readonly orgId: string | null;
  /** By the clock of the figure. */
  readonly at: Date;
  readonly day: string;
  readonly knownAt: Date;
  readonly daysLate: number;
  /** Null for who may not read it. */
  readonly entityId: string | null;
}

const isLimit = (clock: string): boolean => clock.endsWith('due_at');

/**
 * The clock by which facts of a figure come late, `table.column`: of what happened, and not of limits, which are named
 * ahead. Null also where facts have no members, and of people, who are told by whole months alone.
 */
export function lateClockOf(metric: ListedMetric | MetricDefinition): string | null {
  if (metric.people || thingOf(metric) === null || !('measure' in metric)) return null;
  const facts = countedFacts(metric.measure);
  return facts === null || isLimit(facts.clock) ? null : `${facts.table}.${facts.clock}`;
}

export const lateClocks: ReadonlySet<string> = new Set(catalogue.flatMap((metric) => lateClockOf(metric) ?? []));
