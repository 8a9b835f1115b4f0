import type { LineageType } from '../lineage/lineage.ts';
import type { Facts, ListedMetric, Measure, MetricDefinition } from '../metrics/metric.ts';

/** A fact behind a figure that the viewer may read. */
export interface MetricMember {
  readonly id: string;
  readonly type: LineageType;
  /** By the clock of the figure. */
  readonly at: Date;
}

/** What a fact is, or what it is about, and the column that names it. */
export interface FactThing {
  readonly type: LineageType;
  readonly column: string;
}

const its = (type: LineageType): FactThing => ({ type, column: 'id' });
const item: FactThing = { type: 'SUPERVISION_ITEM', column: 'item_id' };

/** By the table that keeps the facts. */
const things: Readonly<Record<string, FactThing>> = {
  document_fact: its('DOCUMENT'),
  delivery_fact: { type: 'DOCUMENT', column: 'document_id' },
  meeting_fact: its('MEETING'),
  decision_fact: its('RESOLUTION'),
  item_fact: its('SUPERVISION_ITEM'),
  feedback_fact: its('SUPERVISION_ITEM'),
  obstacle_fact: item,
  verification_fact: item,
  hazard_fact: its('HAZARD'),
  call_fact: its('CALL'),
  case_fact: its('SERVICE_CASE'),
  rating_fact: its('RATING'),
  record_fact: its('ARCHIVE_RECORD'),
};

/** The facts that a measure counts one by one; null for what is made of others or of minutes. */
export const countedFacts = (measure: Measure): Facts | null =>
  measure.of === 'tally' || measure.of === 'spread' ? measure.facts : null;

/** What the facts of a figure are or are about; null where that is nothing that stands in a chain. */
export function thingOf(metric: ListedMetric | MetricDefinition): FactThing | null {
  // What nothing feeds has no facts.
  const facts = 'measure' in metric ? countedFacts(metric.measure) : null;
  return facts && (things[facts.table] ?? null);
}
