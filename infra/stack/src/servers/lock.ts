import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stackDirectory } from './addresses.ts';

const lockFile = join(stackDirectory, 'lock');

/** Lets one `up` or `down` work at a time; a lock whose holder has died is taken over. */
export async function takeLock(say: (line: string) => void): Promise<Disposable> {
  mkdirSync(stackDirectory, { recursive: true });
  for (let waited = 0; !createLock(); waited += 1) {
    const holder = readHolder();
    if (holder === null || !isAlive(holder)) rmSync(lockFile, { force: true });
    else {
      if (waited === 0) say(`waiting for process ${holder}, which is starting or stopping the servers`);
      await sleep(200);
    }
  }
  return { [Symbol.dispose]: () => rmSync(lockFile, { force: true }) };
}

function createLock(): boolean {
  try {
    writeFileSync(lockFile, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(): number | null {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
