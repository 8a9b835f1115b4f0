import type { Dialect, Transaction } from '@chengqi/service-kit';
import { column } from '@chengqi/service-kit';
import { EntitySchema, IsNull, LessThan } from 'typeorm';

export interface SerialRow {
  readonly scope: string;
  readonly last: number;
  /** Since a number was given here, or where the series goes on was stated; null while all numbers come from elsewhere. */
  readonly begun: boolean | null;
}

export const SerialEntity = new EntitySchema<SerialRow>({
  name: 'Serial',
  tableName: 'serials',
  columns: {
    scope: column.key('scope', 160),
    last: column.integer('last'),
    begun: column.bool('begun', { nullable: true }),
  },
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
      await tx.manager.query(
        `INSERT INTO serials (scope, last, begun) VALUES (?, ?, 1) ${onConflict('last + 1, begun = 1')}`,
        [scope, startAt],
      );
      return read(tx, scope);
    },
    /**
     * States the last number that was given elsewhere. Answers false, and changes nothing, when a number was given here
     * already, when it was stated before, or when a known one is not smaller.
     */
    async begin(tx: Transaction, scope: string, last: number): Promise<boolean> {
      await tx.manager.query(`INSERT INTO serials (scope, last) VALUES (?, 0) ${onConflict('last')}`, [scope]);
      const unbegun = { scope, begun: IsNull(), last: LessThan(last) };
      const { affected } = await tx.manager.getRepository(SerialEntity).update(unbegun, { last, begun: true });
      return affected === 1;
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
