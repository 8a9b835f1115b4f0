import { spawnSync } from 'node:child_process';
import { repositoryRoot } from './addresses.ts';
import { StackRefusal } from './refusal.ts';

export type ComposeServer = 'mariadb' | 'kafka';

/** True when a Docker engine with Compose answers; STACK_DOCKER=off says to start the servers natively all the same. */
export function dockerAnswers(): boolean {
  if (process.env.STACK_DOCKER === 'off') return false;
  const engine = spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 });
  if (engine.status !== 0) return false;
  return spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
}

/** Starts only the named servers of docker-compose.yml, not our own processes. */
export function composeUp(servers: ComposeServer[]): void {
  compose(['up', '-d', ...servers]);
}

/** Removes the containers, and with `purge` their volumes too. */
export function composeDown(purge: boolean): void {
  compose(['down', ...(purge ? ['--volumes'] : [])]);
}

function compose(args: string[]): void {
  const { status } = spawnSync('docker', ['compose', ...args], { cwd: repositoryRoot, stdio: 'inherit' });
  if (status !== 0) throw new StackRefusal(`docker compose ${args.join(' ')} failed`);
}
