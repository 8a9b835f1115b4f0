import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

const root = new URL('../../../', import.meta.url).pathname;

/** An embedded office in a process of its own, as `npm start` starts it. */
export function spawnOffice(dataDir: string, port: number): ChildProcessByStdio<null, Readable, null> {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: { start: string } };
  const words = scripts.start.replace(/^exec node /, '').split(' ');
  return spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What a process holds of the machine's memory, in MiB. */
export const residentMegabytes = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
