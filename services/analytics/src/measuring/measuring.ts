import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { MetricDimension } from '../generated/graphql.ts';
import type { MetricDefinition, Tally } from '../metrics/metric.ts';
import type { Cell, Cut } from './cut.repository.ts';
import { measureFacts } from './measure.repository.ts';
import { measureDays } from './rollup.repository.ts';
import { type Sum, sumFacts } from './tally.repository.ts';

export interface Asked extends Omit<Cut, 'asOf' | 'registerBy'> {
  readonly asOf: Date;
  /** Neighbours, in their order. */
  readonly periods: readonly { readonly from: Date; readonly to: Date }[];
}

const workingDaysToRegister = 2;

/** Counts figures: from days counted ahead where they hold, else from the facts; the two never differ. */
export function createMeasuring({ kit, office }: Foundation) {
  async function ready({ periods, asOf, ...asked }: Asked) {
    const calendar = await office.calendar.days();
    const slices = periods.map(({ from, to }, period) => ({ period, from: from.getTime(), to: to.getTime() }));
    const cut: Cut = { ...asked, asOf: asOf.getTime(), registerBy: registerBy(calendar, asOf).getTime() };
    return { cut, slices, calendar };
  }

  return {
    async measure(metric: MetricDefinition, asked: Asked): Promise<Cell[]> {
      const { cut, slices, calendar } = await ready(asked);
      return metric.measure.of === 'tally' && metric.measure.moments
        ? measureDays(kit.db.read, metric, metric.measure, cut, slices, calendar)
        : measureFacts(kit.db.read, metric.measure, cut, slices);
    },
    /** The same without days counted ahead. */
    async measureFromFacts({ measure }: Pick<MetricDefinition, 'measure'>, asked: Asked): Promise<Cell[]> {
      const { cut, slices } = await ready(asked);
      return measureFacts(kit.db.read, measure, cut, slices);
    },
    /** All facts of a tally by months and places, each month as it was known at a moment of its own. One statement. */
    async sumMonths(
      tally: Tally,
      by: readonly MetricDimension[],
      months: readonly { readonly from: Date; readonly to: Date; readonly known: Date }[],
    ): Promise<Sum[]> {
      const slices = months.map(({ from, to, known }, period) => ({
        ...{ period, from: from.getTime(), to: to.getTime(), known: known.getTime() },
      }));
      const asOf = Math.max(...slices.map(({ known }) => known));
      const cut: Cut = { orgs: null, unowned: true, by, only: {}, asOf, registerBy: asOf };
      return sumFacts(kit.db.read, knownBySlice(tally), cut, slices);
    },
  };
}

/** The same sums with the moment known of each slice. */
function knownBySlice(tally: Tally): Tally {
  const known = (sql: string): string => sql.replaceAll(':asOf', 'p.known');
  const { where, ...facts } = tally.facts;
  return {
    ...tally,
    numerator: known(tally.numerator),
    over: tally.over && known(tally.over),
    facts: { ...facts, ...(where && { where: known(where) }) },
  };
}

/** Decisions adopted before this instant should have had their item by `asOf` (MTG-6). */
export const registerBy = (calendar: WorkingCalendar, asOf: Date): Date =>
  calendar.ranOutBefore(asOf, workingDaysToRegister);
