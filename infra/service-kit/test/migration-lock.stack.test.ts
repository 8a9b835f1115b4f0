import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { whileNobodyElseMigrates } from '../src/database/migration-lock.ts';
import { kitEntities, kitMigrations, openDatabase } from '../src/index.ts';
import { createTestDatabase, schemaDrift } from '../src/testing/index.ts';

const mapping = { entities: kitEntities, migrations: kitMigrations };

/** A process that stands before its migrations. */
async function processBeforeMigrating(url: string) {
  const child = fork(new URL('./migrate.ts', import.meta.url), [url], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const ended = once(child, 'exit');
  const said = text(child.stderr as NodeJS.ReadableStream);
  await once(child, 'message');
  return async () => {
    child.send('go');
    const [code] = await ended;
    return code === 0 ? 'migrated' : await said;
  };
}

describe('migrations of one MySQL database', () => {
  let resources: AsyncDisposableStack;
  const emptyDatabase = async () => {
    const { target } = resources.use(await createTestDatabase('mysql'));
    if (target.kind !== 'mysql') throw new Error('a MySQL database was asked for');
    return target;
  };

  beforeEach(() => {
    resources = new AsyncDisposableStack();
  });
  afterEach(() => resources.disposeAsync());

  it('are run once when two processes start at the same moment', async () => {
    const target = await emptyDatabase();
    const processes = await Promise.all([processBeforeMigrating(target.url), processBeforeMigrating(target.url)]);

    const fates = await Promise.all(processes.map((migrate) => migrate()));

    expect(fates).toEqual(['migrated', 'migrated']);
    const db = await openDatabase(target, mapping);
    resources.defer(() => db.close());
    expect(await db.read.query('SELECT COUNT(*) AS n FROM migrations')).toEqual([{ n: String(kitMigrations.length) }]);
    expect(await db.read.query('SELECT COUNT(*) AS n FROM outbox_bucket')).toEqual([{ n: '16' }]);
    expect(await schemaDrift(db)).toEqual([]);
  });

  it('are refused with a reason while another process does not come to an end', async () => {
    const { url } = await emptyDatabase();
    const other = await emptyDatabase();
    const held = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const first = whileNobodyElseMigrates(url, async () => {
      entered.resolve();
      await held.promise;
    });
    await entered.promise;

    await expect(whileNobodyElseMigrates(url, async () => 'ran', { waitSeconds: 1 })).rejects.toThrow(
      'Another process has been migrating this database for 1 s',
    );
    expect(await whileNobodyElseMigrates(other.url, async () => 'ran', { waitSeconds: 1 })).toBe('ran');
    held.resolve();
    await first;
  });

  it('leave the way free after one has failed', async () => {
    const { url } = await emptyDatabase();
    const broken = async () => {
      throw new Error('no such column');
    };

    await expect(whileNobodyElseMigrates(url, broken)).rejects.toThrow('no such column');
    expect(await whileNobodyElseMigrates(url, async () => 'ran', { waitSeconds: 0 })).toBe('ran');
  });
});
