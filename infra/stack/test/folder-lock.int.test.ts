import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lockFolder } from '../src/folder-lock.ts';

const module = new URL('../src/folder-lock.ts', import.meta.url).href;

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-lock-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

describe('the lock on a data folder', () => {
  it('lets one office in at a time', () => {
    using temporary = temporaryFolder();
    const first = lockFolder(temporary.folder);

    expect(() => lockFolder(temporary.folder)).toThrow(/Another office runs/);

    first[Symbol.dispose]();
    lockFolder(temporary.folder)[Symbol.dispose]();
  });

  it('falls with a process that is killed', async () => {
    using temporary = temporaryFolder();
    const script = `const { lockFolder } = await import('${module}'); const lock = lockFolder('${temporary.folder}'); console.log('locked'); setInterval(() => lock, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    expect(() => lockFolder(temporary.folder)).toThrow(/Another office runs/);

    child.kill('SIGKILL');
    await once(child, 'exit');

    lockFolder(temporary.folder)[Symbol.dispose]();
  });
});
