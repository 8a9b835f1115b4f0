import { createOccasion, type Dialect } from '@chengqi/service-kit';
import { type EntityManager, EntitySchema } from 'typeorm';
import { column } from './fact-columns.ts';

/** A business day whose facts changed since its figures were counted; `clock` is the column that puts facts into days. */
export interface StaleDay {
  readonly clock: string;
  readonly day: string;
}

export const StaleDayEntity = new EntitySchema<StaleDay>({
  name: 'StaleDay',
  tableName: 'stale_day',
  columns: { clock: column.key('clock', 60), day: column.key('day', 10) },
});

/** When there are days to count: not while batches of events follow each other, for who counts a day holds them up. */
export const counting = createOccasion({ restMilliseconds: 400 });

/** A row that is there already stays locked until the commit, so that nobody counts the day without these facts. */
export async function markStale(manager: EntityManager, dialect: Dialect, days: readonly StaleDay[]): Promise<void> {
  if (days.length === 0) return;
  const ignore = dialect === 'mysql' ? 'INSERT IGNORE' : 'INSERT OR IGNORE';
  await manager.query(
    `${ignore} INTO stale_day (clock, day) VALUES ${days.map(() => '(?, ?)').join(', ')}`,
    days.flatMap(({ clock, day }) => [clock, day]),
  );
  counting.arose(manager);
}

const slot = 15 * 60_000;
const remembered = 200_000;

/** Business day of a moment; zones differ by quarters of an hour at most, so one answer serves a quarter. */
export function createDayOf(dayOf: (instant: Date) => string): (moment: number) => string {
  const known = new Map<number, string>();
  return (moment) => {
    const quarter = Math.floor(moment / slot);
    const day = known.get(quarter) ?? dayOf(new Date(quarter * slot));
    if (known.size > remembered) known.clear();
    known.set(quarter, day);
    return day;
  };
}
