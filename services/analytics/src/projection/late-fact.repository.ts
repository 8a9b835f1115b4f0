import { upsertRows } from '@chengqi/service-kit';
import { type EntityManager, EntitySchema, In } from 'typeorm';
import { column } from './fact-columns.ts';
import type { Moment } from './projection.ts';

/** A fact that became known when the business day was over by which figures count it. */
export interface LateFact {
  /** The column that puts the fact into a day, `table.column`. */
  readonly clock: string;
  readonly factId: string;
  /** When its owner told of it. */
  readonly knownAt: Moment;
}

export const LateFactEntity = new EntitySchema<LateFact>({
  name: 'LateFact',
  tableName: 'late_facts',
  columns: {
    clock: column.key('clock', 60),
    factId: column.key('fact_id'),
    knownAt: column.moment('known_at', { nullable: false }),
  },
});

/** A clock of a fact that was set, for the first time or anew. */
export interface Struck extends Omit<LateFact, 'knownAt'> {
  /** Null when its day was not over. */
  readonly lateAt: Moment | null;
  readonly anew: boolean;
}

/** The last that was told of a clock counts; two statements at most for five hundred, and none where all is in time. */
export async function noteLate(manager: EntityManager, struck: readonly Struck[]): Promise<void> {
  const rows = manager.getRepository(LateFactEntity);
  const late = struck.flatMap(({ clock, factId, lateAt }) =>
    lateAt === null ? [] : [{ clock, factId, knownAt: lateAt }],
  );
  const corrected = struck.filter(({ lateAt, anew }) => lateAt === null && anew);
  await upsertRows(manager, LateFactEntity, late);
  for (const [clock, facts] of Map.groupBy(corrected, (each) => each.clock))
    await rows.delete({ clock, factId: In(facts.map(({ factId }) => factId)) });
}
