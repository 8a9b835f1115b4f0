import type { Dialect } from '@chengqi/service-kit';
import { serverAddresses } from '@chengqi/stack';
import { replayCalls } from './reception/replayed-calls.ts';
import { measureStored } from './reception/stored-years.ts';
import { say } from './samples.ts';

/** Ten thousand calls of a simulated exchange, then the lists and counts of a duty room over few and over many rows. */
export async function benchReception({ quick }: { readonly quick: boolean }): Promise<void> {
  process.env.MYSQL_URL ??= serverAddresses().mysqlAdminUrl;
  const sizes = quick ? { calls: 1_000, large: 30_000, rounds: 20 } : { calls: 10_000, large: 300_000, rounds: 200 };
  for (const [dialect, engine] of engines) {
    await orSkipped(engine, 'simulation', async () => say(await replayCalls(dialect, engine, sizes.calls)));
    await orSkipped(engine, 'stored', () => measureStored(dialect, engine, { small: 3_000, ...sizes }));
  }
}

type EngineName = 'sqlite' | 'mariadb';

const engines: readonly (readonly [Dialect, EngineName])[] = [
  ['sqlite', 'sqlite'],
  ['mysql', 'mariadb'],
];

/** What needs a server says so where there is none. */
async function orSkipped(engine: EngineName, step: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
    say({ bench: 'reception', engine, step, skipped: (error as Error).message });
  }
}
