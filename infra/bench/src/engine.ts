import { join } from 'node:path';
import { databaseOf, type ServiceName, serviceNames } from '@chengqi/schemas';
import type { DatabaseTarget } from '@chengqi/service-kit';
import {
  createClient,
  createDatabases,
  loadDemo,
  playClosedLoop,
  serverAddresses,
  startEmbedded,
} from '@chengqi/stack';
import mysql from 'mysql2/promise';

export const engineNames = ['sqlite', 'mariadb'] as const;
export type EngineName = (typeof engineNames)[number];

interface Engine extends AsyncDisposable {
  readonly targetOf: (name: ServiceName) => DatabaseTarget;
  readonly rowsRead: () => Promise<number | null>;
}

/** Where an office keeps its databases while it is measured; on MariaDB they begin with the prefix and go with it. */
export async function openEngine(name: EngineName, dataDir: string, prefix: string): Promise<Engine> {
  if (name === 'sqlite') {
    return {
      targetOf: (service) => ({ kind: 'sqlite', file: join(dataDir, `${service}.sqlite`) }),
      rowsRead: async () => null,
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const admin = await mysql.createConnection({ uri: serverAddresses().mysqlAdminUrl });
  const remove = async () => {
    for (const service of serviceNames) await admin.query(`DROP DATABASE IF EXISTS ${prefix}${databaseOf(service)}`);
  };
  await remove();
  await createDatabases(prefix, serviceNames);
  return {
    targetOf: (service) => ({ kind: 'mysql', url: serverAddresses().mysqlUrlOf(service, prefix) }),
    async rowsRead() {
      const [counters] = await admin.query<mysql.RowDataPacket[]>(`SHOW GLOBAL STATUS LIKE 'Handler_read%'`);
      return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
    },
    async [Symbol.asyncDispose]() {
      await remove();
      await admin.end();
    },
  };
}

/** The story that rows tell again: the demo county and one closed loop in it. */
export async function playOnce(office: Parameters<typeof startEmbedded>[0]): Promise<void> {
  await using running = await startEmbedded(office);
  const print = console.log;
  console.log = () => undefined;
  try {
    await loadDemo(running.url);
    await playClosedLoop(running.url, { run: 'bench' });
  } finally {
    console.log = print;
  }
  await createClient(running.url).settled();
}
