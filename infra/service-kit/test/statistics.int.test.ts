import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { type Database, kitEntities, kitMigrations, openDatabase } from '../src/index.ts';
import { learnStatisticsAgain } from '../src/statistics.timer.ts';
import type { Transaction } from '../src/transaction.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengqi-statistics-'));
afterAll(() => rmSync(folder, { recursive: true }));
const open = () =>
  openDatabase(
    { kind: 'sqlite', file: join(folder, 'office.sqlite') },
    { entities: kitEntities, migrations: kitMigrations },
  );

async function fill({ writer }: Database, table: string): Promise<void> {
  await writer.query(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, state TEXT, day INTEGER)`);
  await writer.query(`CREATE INDEX ${table}_state ON ${table} (state, day)`);
  const rows = Array.from({ length: 2000 }, (_, n) => `('${n % 2 ? 'OPEN' : 'CLOSED'}', ${n})`);
  await writer.query(`INSERT INTO ${table} (state, day) VALUES ${rows.join()}`);
}

/** How many rows an index is thought to have for one value of its first column. */
async function rowsOfAState({ read }: Database, table: string): Promise<number> {
  const [known] = await read.query<{ stat: string }[]>(`SELECT stat FROM sqlite_stat1 WHERE idx = '${table}_state'`);
  return Number(known?.stat.split(' ')[1] ?? 0);
}

it('15-6: SQLite is told how its tables have grown, when the office opens and while it is open', async () => {
  const first = await open();
  await fill(first, 'before');
  await first.close();

  const second = await open();
  expect(await rowsOfAState(second, 'before')).toBeGreaterThan(100);
  await fill(second, 'meanwhile');
  await second.write((manager) => learnStatisticsAgain(second).run({ manager } as Transaction));
  expect(await rowsOfAState(second, 'meanwhile')).toBeGreaterThan(100);
  await second.close();
});
