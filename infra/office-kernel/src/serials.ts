import type { Dialect, Transaction } from '@chengqi/service-kit';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

export interface SerialRow {
  readonly scope: string;
  readonly last: number;
}

export const SerialEntity = new EntitySchema<SerialRow>({
  name: 'Serial',
  tableName: 'serials',
  columns: { scope: column.key('scope', 160), last: column.integer('last') },
});

export type Serials = ReturnType<typeof createSerials>;

/**
 * Business numbers without gaps: the row is counted up and stays locked until the caller's transaction ends, so a
 * number that was given out is stored with its holder or not given out at all.
 */
export function createSerials(dialect: Dialect) {
  const onConflict = (change: string) =>
    dialect === 'mysql'
      ? `ON DUPLICATE KEY UPDATE last = ${change}`
      : `ON CONFLICT (scope) DO UPDATE SET last = ${change}`;
  const larger = dialect === 'mysql' ? 'GREATEST' : 'MAX';

  async function read(tx: Transaction, scope: string): Promise<number> {
    const row = await tx.manager.getRepository(SerialEntity).findOneByOrFail({ scope });
    return row.last;
  }

  return {
    /** The next number of the scope; the first one is `startAt`. */
    async next(tx: Transaction, scope: string, { startAt = 1 }: { startAt?: number } = {}): Promise<number> {
      await tx.manager.query(`INSERT INTO serials (scope, last) VALUES (?, ?) ${onConflict('last + 1')}`, [
        scope,
        startAt,
      ]);
      return read(tx, scope);
    },
    /** Later numbers are larger than `n`: an imported series continues after its last one. */
    async ensureAtLeast(tx: Transaction, scope: string, n: number): Promise<void> {
      await tx.manager.query(`INSERT INTO serials (scope, last) VALUES (?, ?) ${onConflict(`${larger}(last, ?)`)}`, [
        scope,
        n,
        n,
      ]);
    },
  };
}
