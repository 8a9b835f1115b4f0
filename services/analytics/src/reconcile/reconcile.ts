import type { Foundation } from '@chengqi/office-kernel';
import type { Operation } from '@chengqi/service-kit';
import type { QueryReconcileArgs } from '../generated/graphql.ts';
import { catalogue } from '../metrics/catalogue.ts';
import type { MetricDefinition, MetricOwner } from '../metrics/metric.ts';
import { createMetricCount, type MetricCount } from '../metrics/metric-count.ts';
import { requireMetrics } from '../metrics/metric-input.ts';
import { requireSpan } from '../metrics/period.ts';

/** A figure as projected here, and as its owner counts it. */
export interface Reconciliation {
  readonly metric: MetricDefinition;
  readonly own: MetricCount | null;
  readonly projected: MetricCount;
  readonly difference: number | null;
}

/** Sets figures beside the owners' own counts of the same period and moment (A-7). */
export function createReconcile(foundation: Foundation) {
  const { kit } = foundation;
  const count = createMetricCount(foundation);

  /** One operation for all figures of an owner; null for each when it does not answer. */
  async function ownCounts(
    owner: MetricOwner,
    names: readonly string[],
    asked: object,
  ): Promise<(MetricCount | null)[]> {
    try {
      const data = await kit.askAsSystem(owner, operationOf(owner, names, asked));
      return names.map((_, index) => data[`m${index}`] as MetricCount);
    } catch (error) {
      kit.log.warn({ err: error, owner }, 'an owner did not count for a reconciliation');
      return names.map(() => null);
    }
  }

  /** @throws BAD_USER_INPUT for unknown figures, more than 20 named, and periods that end before they begin. */
  return async ({ metrics: names, from, to, orgId, asOf }: QueryReconcileArgs): Promise<Reconciliation[]> => {
    requireSpan({ from, to });
    const metrics = names ? requireMetrics(names) : catalogue.filter(({ owner }) => owner !== null);
    const moment = asOf ?? kit.clock.now();
    const place = { from, to, orgId: orgId ?? null, asOf: moment };
    const asked = { ...place, from: from.toISOString(), to: to.toISOString(), asOf: moment.toISOString() };
    const projected = await Promise.all(metrics.map((metric) => count(metric, place)));
    const byOwner = Map.groupBy(metrics, ({ owner }) => owner);
    const own = new Map<string, MetricCount | null>();
    await Promise.all(
      [...byOwner].map(async ([owner, owned]) => {
        if (owner === null) return;
        const counts = await ownCounts(
          owner,
          owned.map(({ name }) => name),
          asked,
        );
        for (const [index, { name }] of owned.entries()) own.set(name, counts[index] ?? null);
      }),
    );
    return metrics.map((metric, index) => {
      const counted = projected[index] as MetricCount;
      const theirs = own.get(metric.name) ?? null;
      const difference = theirs && differenceOf(theirs, counted);
      return metric.people
        ? { metric, own: theirs && withheld, projected: withheld, difference }
        : { metric, own: theirs, projected: counted, difference };
    });
  };
}

/** Of figures of people only the difference is told: any period may be asked here, and periods can be subtracted. */
const withheld: MetricCount = { numerator: null, denominator: null, value: null };

function operationOf(owner: MetricOwner, names: readonly string[], asked: object): Operation {
  const variables = names.map((_, index) => `$i${index}: OwnCountInput!`).join(', ');
  const fields = names.map(
    (_, index) => `m${index}: ${owner}OwnCount(input: $i${index}) { numerator denominator value }`,
  );
  return {
    query: `query Reconcile(${variables}) { ${fields.join(' ')} }`,
    variables: Object.fromEntries(names.map((metric, index) => [`i${index}`, { ...asked, metric }])),
  };
}

/** The largest difference of the parts that the owner gives, or of the values where it gives none. */
export function differenceOf(own: MetricCount, projected: MetricCount): number {
  const parts = (['numerator', 'denominator'] as const).filter((part) => own[part] !== null);
  const compared = parts.length > 0 ? parts : (['value'] as const);
  return Math.max(...compared.map((part) => apart(own[part], projected[part])));
}

/** Nothing against something differs by the something. */
const apart = (a: number | null, b: number | null): number => Math.abs((a ?? 0) - (b ?? 0));
