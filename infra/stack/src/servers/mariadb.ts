import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownAddresses, repositoryRoot, stackDirectory } from './addresses.ts';
import { type Daemon, notAnswering, runningPid, startDaemon } from './daemon.ts';
import { mysqlVersion, waitUntil } from './probes.ts';
import { findProgram, requirePrograms, run } from './programs.ts';
import { StackRefusal } from './refusal.ts';

const dataDirectory = join(stackDirectory, 'mariadb');
export const mariadb: Daemon = { name: 'mariadb', mark: dataDirectory };

// The -core packages hold the programs only: the full ones would start a system server of their own.
const packages = ['mariadb-server-core', 'mariadb-client-core'];
const needs = ['mariadbd', 'mariadb-install-db'].map((program) => ({
  program,
  packages,
  hint: 'part of MariaDB 10.11 or later',
}));

/** Starts MariaDB on loopback with its accounts and returns its version once it answers them. */
export async function startMariadb(say: (line: string) => void): Promise<string> {
  const { mysqlAdminUrl, mysqlPort } = ownAddresses();
  if (runningPid(mariadb) === null) {
    if (await mysqlVersion(mysqlAdminUrl)) {
      throw new StackRefusal(`Port ${mysqlPort} already has a MySQL server that is not ours; set STACK_MYSQL_PORT.`);
    }
    requirePrograms(needs, say);
    if (!existsSync(dataDirectory)) createDataDirectory(say);
    say(`starting MariaDB on 127.0.0.1:${mysqlPort}`);
    startDaemon(mariadb, findProgram('mariadbd') ?? 'mariadbd', serverArguments(mysqlPort));
  }
  const version = await waitUntil(() => mysqlVersion(mysqlAdminUrl), {
    seconds: 60,
    giveUp: () => runningPid(mariadb) === null,
  });
  if (version === null) throw notAnswering('MariaDB', mariadb);
  return version;
}

function createDataDirectory(say: (line: string) => void): void {
  say('creating the MariaDB data directory');
  // Renamed when complete: an interrupted first start leaves nothing that looks like a database.
  const unfinished = `${dataDirectory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(stackDirectory, { recursive: true });
  run('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${unfinished}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...asRoot(),
  ]);
  renameSync(unfinished, dataDirectory);
}

function serverArguments(port: number): string[] {
  return [
    `--defaults-file=${join(repositoryRoot, 'infra/docker/mariadb.cnf')}`,
    `--init-file=${join(repositoryRoot, 'infra/docker/mysql-init.sql')}`,
    `--datadir=${dataDirectory}`,
    // Relative to the data directory: a socket's path may not be longer than 107 characters.
    '--socket=mariadb.sock',
    '--pid-file=mariadb.server.pid',
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    ...asRoot(),
  ];
}

function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
