import type { LineageType } from '../lineage/lineage.ts';
import type { Facts, Measure, MetricDefinition } from '../metrics/metric.ts';

/** A fact behind a figure that the viewer may read. */
export interface MetricMember {
  readonly id: string;
  readonly type: LineageType;
  /** By the clock of the figure. */
  readonly at: Date;
}

/** Facts that are things of their owners, by the table that keeps them: their ids are those of the things. */
const typesByTable: Readonly<Record<string, LineageType>> = {
  document_fact: 'DOCUMENT',
  decision_fact: 'RESOLUTION',
  item_fact: 'SUPERVISION_ITEM',
  hazard_fact: 'HAZARD',
  call_fact: 'CALL',
  case_fact: 'SERVICE_CASE',
  rating_fact: 'RATING',
  record_fact: 'ARCHIVE_RECORD',
};

/** The facts that a measure counts one by one; null for what is made of others or of minutes. */
export const countedFacts = (measure: Measure): Facts | null =>
  measure.of === 'tally' || measure.of === 'spread' ? measure.facts : null;

/** What the facts of a figure are; null where they are no things, or are found through others. */
export function memberTypeOf({ measure }: MetricDefinition): LineageType | null {
  const facts = countedFacts(measure);
  return facts === null || facts.join ? null : (typesByTable[facts.table] ?? null);
}
