import type { Foundation } from '@chengqi/office-kernel';
import { groupBy, type Timer } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import type { MetricDimension } from '../generated/graphql.ts';
import { catalogue } from '../metrics/catalogue.ts';
import type { MetricDefinition, Tally } from '../metrics/metric.ts';
import { RestatementEntity, type RollupDay, RollupDayEntity } from '../projection/rollup-day.ts';
import { counting, StaleDayEntity } from '../projection/stale-day.repository.ts';
import { ask, type Cut, factsIn, placeColumns, placeGroups, placeOf, placesIn } from './cut.repository.ts';
import type { Days } from './rollup.repository.ts';

interface CountedMetric extends MetricDefinition {
  readonly measure: Tally & { readonly moments: readonly string[] };
}

/** Figures whose days are counted ahead. */
export const countedMetrics = catalogue.filter(
  (metric): metric is CountedMetric => metric.measure.of === 'tally' && metric.measure.moments !== undefined,
);

const clockOf = ({ facts }: Tally): string => `${facts.table}.${facts.clock}`;
const daysAtOnce = 60;
const rowsAtOnce = 1000;
/** Later than all moments: days are counted as if everything known had happened; `lastAt` says from when on it has. */
const everKnown = 8_640_000_000_000_000;

/** Counts the days anew whose facts changed; answers never wait for it, they ask the facts of such days. */
export const countingTimer = ({ kit, office }: Foundation): Timer => ({
  name: 'count-days',
  everySeconds: 0.5,
  isDue: () => counting.isDue(kit.db.writer),
  run: async ({ manager, now }) => {
    const counted = await countSomeDays(manager, office.calendar, now);
    return counted === daysAtOnce ? counting.goesOn(manager) : undefined;
  },
});

/** Counts up to sixty days and answers how many; nobody else changes their facts unseen meanwhile. */
export async function countSomeDays(manager: EntityManager, days: Days, now: Date): Promise<number> {
  const stale = await manager
    .getRepository(StaleDayEntity)
    .find({ order: { clock: 'ASC', day: 'ASC' }, take: daysAtOnce });
  for (const [clock, marks] of groupBy(stale, (mark) => mark.clock)) {
    const chosen = marks.map(({ day }) => day);
    // Taken away before the facts are read: whoever changes one later has to wait, and marks the day again.
    await manager.getRepository(StaleDayEntity).delete({ clock, day: In(chosen) });
    for (const metric of countedMetrics) {
      if (clockOf(metric.measure) === clock) await countDays(manager, metric, chosen, days, now);
    }
  }
  return stale.length;
}

async function countDays(
  manager: EntityManager,
  metric: CountedMetric,
  chosen: readonly string[],
  days: Days,
  now: Date,
): Promise<void> {
  const repository = manager.getRepository(RollupDayEntity);
  const old = groupBy(await repository.findBy({ metric: metric.name, day: In([...chosen]) }), ({ day }) => day);
  const rows = await rollupsOf(manager, metric, chosen, days);
  await repository.delete({ metric: metric.name, day: In([...chosen]) });
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await repository.insert(rows.slice(from, from + rowsAtOnce));
  }
  const counted = groupBy(rows, ({ day }) => day);
  const restated = [...old].flatMap(([day, before]) =>
    days.endOf(day) <= now && totalOf(before) !== totalOf(counted.get(day) ?? []) ? [day] : [],
  );
  if (restated.length > 0) {
    const at = now.getTime();
    await manager.getRepository(RestatementEntity).upsert(
      restated.map((day) => ({ metric: metric.name, day, restatedAt: at })),
      ['metric', 'day'],
    );
  }
}

/** What a day came to, to tell whether it has changed. */
const totalOf = (rows: readonly RollupDay[]): string =>
  rows
    .map(({ orgId, category, level, channel, numerator, denominator }) =>
      [orgId, category, level, channel, numerator, denominator].join('|'),
    )
    .sort()
    .join('\n');

/**
 * The days of a figure by all its dimensions, in one statement. Facts that do not count now may have counted before
 * their last moment: they make a row as well, if only of zeros.
 */
async function rollupsOf(
  manager: EntityManager,
  { name, measure, dimensions }: CountedMetric,
  chosen: readonly string[],
  { startOf, endOf }: Days,
): Promise<RollupDay[]> {
  const cut: Cut = { orgs: null, unowned: true, by: dimensions, only: {}, asOf: everKnown, registerBy: everKnown };
  const { where: counts = '1 = 1', ...all } = measure.facts;
  const places = placesIn(all, cut);
  const slices = chosen.map((day, period) => ({ period, from: startOf(day).getTime(), to: endOf(day).getTime() }));
  const moments = measure.moments.map((moment, index) => `, MAX(f.${moment}) AS m${index}`).join('');
  const rows = await ask(
    manager,
    `SELECT p.i AS i${placeColumns(places)}, SUM(CASE WHEN ${counts} THEN ${measure.numerator} END) AS numerator,
      SUM(CASE WHEN ${counts} THEN ${measure.over ?? 1} ELSE 0 END) AS total${moments}
      ${factsIn(all, cut, slices)} GROUP BY p.i${placeGroups(places)}`,
    cut,
  );
  return rows.map((row) => {
    const { period, dims } = placeOf(row, cut);
    const place = (dimension: MetricDimension): string => dims[dimensions.indexOf(dimension)] ?? '';
    return {
      metric: name,
      day: chosen[period] ?? '',
      orgId: place('ORG'),
      category: place('CATEGORY'),
      level: place('LEVEL'),
      channel: place('CHANNEL'),
      numerator: Number(row.numerator ?? 0),
      denominator: Number(row.total),
      lastAt: Math.max(...measure.moments.map((_, index) => Number(row[`m${index}`] ?? 0))),
    };
  });
}
