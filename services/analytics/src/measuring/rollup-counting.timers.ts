import type { Foundation } from '@chengqi/office-kernel';
import { groupBy, type Timer } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import type { MetricDimension } from '../generated/graphql.ts';
import { catalogue } from '../metrics/catalogue.ts';
import type { Facts, MetricDefinition, Tally } from '../metrics/metric.ts';
import { RestatementEntity, type RollupDay, RollupDayEntity } from '../projection/rollup-day.ts';
import { counting, StaleDayEntity } from '../projection/stale-day.repository.ts';
import { ask, type Cut, factsIn, periodIn, placeColumns, placeGroups, placeOf, placesIn } from './cut.repository.ts';
import type { Days } from './rollup.repository.ts';

interface CountedMetric extends MetricDefinition {
  readonly measure: Tally & { readonly moments: readonly string[] };
}

/** Figures whose days are counted ahead. */
export const countedMetrics = catalogue.filter(
  (metric): metric is CountedMetric => metric.measure.of === 'tally' && metric.measure.moments !== undefined,
);

type Together = readonly [CountedMetric, ...CountedMetric[]];

/** The facts of a figure, those among them that do not count. */
function allOf({ facts: { where: _, ...all } }: Tally): Facts {
  return all;
}

/** Figures of the same facts at the same places: what one statement counts. */
const countedTogether = [
  ...Map.groupBy(countedMetrics, ({ measure, dimensions }) => JSON.stringify([allOf(measure), dimensions])).values(),
] as unknown as readonly Together[];

const clockOf = ({ measure: { facts } }: CountedMetric): string => `${facts.table}.${facts.clock}`;
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
    for (const figures of countedTogether) {
      if (clockOf(figures[0]) === clock) await countDays(manager, figures, chosen, days, now);
    }
  }
  return stale.length;
}

async function countDays(
  manager: EntityManager,
  figures: Together,
  chosen: readonly string[],
  days: Days,
  now: Date,
): Promise<void> {
  const repository = manager.getRepository(RollupDayEntity);
  const ofThese = { metric: In(figures.map(({ name }) => name)), day: In([...chosen]) };
  const old = groupBy(await repository.findBy(ofThese), keyOf);
  const rows = await rollupsOf(manager, figures, chosen, days);
  await repository.delete(ofThese);
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await repository.insert(rows.slice(from, from + rowsAtOnce));
  }
  const counted = groupBy(rows, keyOf);
  const restated = [...old].flatMap(([key, before]) => {
    const [{ metric, day }] = before as [RollupDay];
    const isRestated = days.endOf(day) <= now && totalOf(before) !== totalOf(counted.get(key) ?? []);
    return isRestated ? [{ metric, day, restatedAt: now.getTime() }] : [];
  });
  if (restated.length > 0) await manager.getRepository(RestatementEntity).upsert(restated, ['metric', 'day']);
}

const keyOf = ({ metric, day }: RollupDay): string => `${metric} ${day}`;

/** What a day came to, to tell whether it has changed. */
const totalOf = (rows: readonly RollupDay[]): string =>
  rows
    .map(({ orgId, category, level, channel, numerator, denominator }) =>
      [orgId, category, level, channel, numerator, denominator].join('|'),
    )
    .sort()
    .join('\n');

/**
 * The days of figures by all their dimensions, in one statement. Facts that do not count now may have counted before
 * their last moment: they make a row as well, if only of zeros.
 */
async function rollupsOf(
  manager: EntityManager,
  figures: Together,
  chosen: readonly string[],
  { startOf, endOf }: Days,
): Promise<RollupDay[]> {
  const [{ measure, dimensions }] = figures;
  const cut: Cut = { orgs: null, unowned: true, by: dimensions, only: {}, asOf: everKnown, registerBy: everKnown };
  const all = allOf(measure);
  const places = placesIn(all, cut);
  const slices = chosen.map((day, period) => ({ period, from: startOf(day).getTime(), to: endOf(day).getTime() }));
  const sums = figures.map(({ measure: { facts, numerator, over } }, index) => {
    const { where = '1 = 1' } = facts;
    return `, SUM(CASE WHEN ${where} THEN ${numerator} END) AS n${index},
      SUM(CASE WHEN ${where} THEN ${over ?? 1} ELSE 0 END) AS t${index}`;
  });
  const moments = [...new Set(figures.flatMap((figure) => figure.measure.moments))];
  const latest = moments.map((moment, index) => `, MAX(f.${moment}) AS m${index}`);
  const rows = await ask(
    manager,
    `SELECT ${periodIn(all, slices)} AS i${placeColumns(places)}${sums.join('')}${latest.join('')}
      ${factsIn(all, cut, slices)} GROUP BY i${placeGroups(places)}`,
    cut,
  );
  return rows.flatMap((row) => {
    const { period, dims } = placeOf(row, cut);
    const place = (dimension: MetricDimension): string => dims[dimensions.indexOf(dimension)] ?? '';
    const at = {
      ...{ day: chosen[period] ?? '', orgId: place('ORG') },
      ...{ category: place('CATEGORY'), level: place('LEVEL'), channel: place('CHANNEL') },
    };
    return figures.map((figure, index) => ({
      ...at,
      metric: figure.name,
      numerator: Number(row[`n${index}`] ?? 0),
      denominator: Number(row[`t${index}`]),
      lastAt: Math.max(...figure.measure.moments.map((moment) => Number(row[`m${moments.indexOf(moment)}`] ?? 0))),
    }));
  });
}
