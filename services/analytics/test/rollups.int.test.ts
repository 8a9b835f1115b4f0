import { createOffice } from '@chengqi/office-kernel';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import type { Cut, Slice } from '../src/measuring/cut.repository.ts';
import { createMeasuring } from '../src/measuring/measuring.ts';
import { countedMetrics, countSomeDays } from '../src/measuring/rollup-counting.timers.ts';
import { sumFacts } from '../src/measuring/tally.repository.ts';
import { periodsOf } from '../src/metrics/period.ts';
import type { AnyProjection } from '../src/projection/projection.ts';
import { factEntities, projectionsBy } from '../src/projection/projections.ts';
import { clockOf } from '../src/projection/projector.consumers.ts';
import { markStale } from '../src/projection/stale-day.repository.ts';
import { type Figures, startFigures } from './figures.ts';

const zone = 'Asia/Shanghai';
const minute = 60_000;
const day = 1440 * minute;
const begin = Date.parse('2026-09-01T00:00:00+08:00');
/** Ten days, and limits that lie two days beyond. */
const moment = fc.integer({ min: 0, max: 12 * 1440 }).map((minutes) => begin + minutes * minute);
const orgs = [systemIds.next('org'), systemIds.next('org'), systemIds.next('org')];

/** Columns of facts that figures read; anything may be unknown, in any combination. */
const values: Record<string, fc.Arbitrary<unknown>> = {
  orgId: fc.option(fc.constantFrom(...orgs), { freq: 5 }),
  category: fc.constantFrom('PETITION', 'SERVICE', 'NOTICE', null),
  level: fc.constantFrom('GENERAL', 'MAJOR', null),
  channel: fc.constantFrom('A', 'B', null),
  outcome: fc.constantFrom('ANSWERED', 'MISSED', 'SPAM', 'OPEN', 'WITHDRAWN'),
  waitSeconds: fc.integer({ min: 0, max: 30 }),
  shiftId: fc.option(fc.constant('shf_1')),
  calls: fc.integer({ min: 1, max: 4 }),
  visits: fc.integer({ min: 0, max: 3 }),
  score: fc.integer({ min: 1, max: 5 }),
  recurrence: fc.boolean(),
  proactive: fc.boolean(),
  agreed: fc.boolean(),
  granted: fc.boolean(),
  performed: fc.boolean(),
  waived: fc.boolean(),
  followBy: fc.option(moment, { freq: 3 }),
  noShow: fc.boolean(),
  required: fc.integer({ min: 0, max: 3 }),
  requiredPresent: fc.integer({ min: 0, max: 3 }),
};

/** Families of which days are counted ahead. */
const clocks = new Set(countedMetrics.map(({ measure }) => `${measure.facts.table}.${measure.facts.clock}`));
const families = projectionsBy(() => new Date(0)).filter(({ entity, clocks: own }) =>
  own.some((property) => clocks.has(clockOf(entity, property))),
);
const fact = ({ entity }: AnyProjection) =>
  fc.record(
    Object.fromEntries(
      Object.keys(entity.options.columns)
        .filter((name) => name !== 'id')
        .map((name) => [
          name,
          name.endsWith('At') ? fc.option(moment, { freq: 3 }) : (values[name] ?? fc.constant(null)),
        ]),
    ),
  );

const facts = fc.record(
  Object.fromEntries(families.map((family, index) => [index, fc.array(fact(family), { minLength: 3, maxLength: 12 })])),
);

const cut = fc.record({
  from: moment,
  days: fc.integer({ min: 1, max: 9 }),
  whole: fc.boolean(),
  grain: fc.constantFrom('DAY' as const, 'WEEK' as const, null),
  orgs: fc.option(fc.subarray(orgs, { minLength: 1 })),
  unowned: fc.boolean(),
  asOf: moment,
  split: fc.boolean(),
});

/** Stretches in no order, some neighbours and some with a gap between them. */
const stretches = fc
  .tuple(
    fc.uniqueArray(moment, { minLength: 4, maxLength: 12 }),
    fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  )
  .chain(([moments, kept]) => {
    const ends = moments.toSorted((a, b) => a - b);
    const between = ends.slice(1).map((to, index) => ({ from: ends[index] ?? 0, to, period: index }));
    const some = between.filter(({ period }) => period === 0 || kept[period]);
    return fc.shuffledSubarray(some, { minLength: some.length });
  });

describe.each(testDialects())('days counted ahead on %s', (dialect) => {
  let office: Figures;
  beforeAll(async () => {
    office = await startFigures(dialect);
  });
  afterAll(() => office.close());

  /** As the projector leaves them: the rows, and the days that are to be counted anew. */
  async function store(manager: EntityManager, drawn: Record<string, readonly Record<string, unknown>[]>) {
    const { dayOf } = createOffice(office.kit).calendar;
    for (const [index, family] of families.entries()) {
      const rows = (drawn[index] ?? []).map((row) => ({ ...row, id: systemIds.next('fct') }));
      await manager.getRepository(family.entity).insert(rows as never);
      const stale = family.clocks.flatMap((property) =>
        rows.flatMap((row) => {
          const at = (row as Record<string, unknown>)[property];
          return typeof at === 'number' ? [{ clock: clockOf(family.entity, property), day: dayOf(new Date(at)) }] : [];
        }),
      );
      await markStale(manager, dialect, stale);
    }
  }

  it('A-7: come to what the facts come to, whatever of them is counted, for any period, part and moment', async () => {
    const calendar = await createOffice(office.kit).calendar.days();
    const { measure, measureFromFacts } = createMeasuring({ kit: office.kit, office: createOffice(office.kit) });
    const some = (manager: EntityManager) => countSomeDays(manager, calendar, office.clock.now());
    await fc.assert(
      fc.asyncProperty(
        facts,
        facts,
        fc.array(cut, { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 0, max: 2 }),
        async (early, late, cuts, rounds) => {
          await office.db.write(async (manager) => {
            for (const { options } of factEntities) await manager.query(`DELETE FROM ${options.tableName}`);
            for (const table of ['stale_day', 'rollup_day', 'restatement']) await manager.query(`DELETE FROM ${table}`);
            await store(manager, early);
            while ((await some(manager)) > 0);
            await store(manager, late);
            for (let round = 0; round < rounds; round += 1) await some(manager);
          });
          for (const { from, days, whole, grain, asOf, split, ...place } of cuts) {
            const start = whole ? begin + Math.floor((from - begin) / day) * day : from;
            const periods = periodsOf(zone, new Date(start), new Date(start + days * day), grain);
            for (const metric of countedMetrics) {
              const by = split ? metric.dimensions.slice(0, 2) : [];
              const asked = { ...place, by, only: {}, asOf: new Date(asOf), periods };
              const sorted = async (count: typeof measure) =>
                (await count(metric, asked)).map((cell) => JSON.stringify(cell)).sort();
              expect([metric.name, await sorted(measure)]).toEqual([metric.name, await sorted(measureFromFacts)]);
            }
          }
        },
      ),
      { numRuns: dialect === 'sqlite' ? 6 : 3, endOnFailure: true },
    );
  });

  it('A-7: a fact belongs to the same stretch by its time alone as by a table of them', async () => {
    const tallies = countedMetrics.map(({ name, measure }) => ({ name, measure }));
    await fc.assert(
      fc.asyncProperty(facts, stretches, async (drawn, slices) => {
        await office.db.write(async (manager) => {
          for (const { options } of factEntities) await manager.query(`DELETE FROM ${options.tableName}`);
          await store(manager, drawn);
        });
        const end = begin + 13 * day;
        const all: Cut = { orgs: null, unowned: true, by: [], only: {}, asOf: end, registerBy: end };
        for (const { name, measure } of tallies) {
          const told = async (asked: readonly Slice[]) =>
            (await sumFacts(office.db.read, measure, all, asked)).map((sum) => JSON.stringify(sum)).sort();
          const byTable = await told(slices.map((slice) => ({ ...slice, known: end })));
          expect([name, await told(slices)]).toEqual([name, byTable]);
        }
      }),
      { numRuns: dialect === 'sqlite' ? 10 : 3, endOnFailure: true },
    );
  });
});
