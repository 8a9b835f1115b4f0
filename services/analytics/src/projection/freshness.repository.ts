import type { Envelope } from '@chengqi/schemas';
import type { Dialect } from '@chengqi/service-kit';
import { type EntityManager, EntitySchema } from 'typeorm';
import { column } from './fact-columns.ts';
import type { Moment } from './projection.ts';

/** The newest fact applied of each service. */
export interface Freshness {
  /** The service, as events name their source. */
  readonly id: string;
  readonly newestAt: Moment;
}

export const FreshnessEntity = new EntitySchema<Freshness>({
  name: 'Freshness',
  tableName: 'freshness',
  columns: { id: column.key('id'), newestAt: column.moment('newest_at', { nullable: false }) },
});

/** Time of the newest event of each service; an older batch moves nothing back. */
export async function markFresh(manager: EntityManager, dialect: Dialect, events: readonly Envelope[]): Promise<void> {
  const newest = new Map<string, Moment>();
  for (const { source, time } of events) newest.set(source, Math.max(newest.get(source) ?? 0, Date.parse(time)));
  if (newest.size === 0) return;
  const later =
    dialect === 'mysql'
      ? 'ON DUPLICATE KEY UPDATE newest_at = GREATEST(newest_at, VALUES(newest_at))'
      : 'ON CONFLICT (id) DO UPDATE SET newest_at = MAX(newest_at, excluded.newest_at)';
  await manager.query(
    `INSERT INTO freshness (id, newest_at) VALUES ${[...newest].map(() => '(?, ?)').join(', ')} ${later}`,
    [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).flat(),
  );
}

/** Null while nothing has been applied. */
export async function newestApplied(manager: EntityManager): Promise<Date | null> {
  const newest = await manager.getRepository(FreshnessEntity).maximum('newestAt');
  return newest === null ? null : new Date(Number(newest));
}
