import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = new URL('../../../', import.meta.url).pathname;

interface Block {
  /** What runs it; empty: this suite. */
  readonly by: string;
  readonly commands: string;
}

const guides = globSync('docs/*.md', { cwd: root }).sort();

/** The shell blocks of a guide, in their order. */
const blocksOf = (guide: string): Block[] =>
  [...readFileSync(join(root, guide), 'utf8').matchAll(/^```sh(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, by = '', commands = '']) => ({
      by: by.trim(),
      commands,
    }),
  );

describe('the guides', () => {
  let office: ChildProcess;
  let port: string;
  let folder: string;
  beforeAll(async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    port = String((free.address() as AddressInfo).port);
    free.close();
    await once(free, 'close');
    folder = mkdtempSync(join(tmpdir(), 'chengqi-docs-'));
    const { OPERATOR_TOKEN: _, ...given } = process.env;
    office = spawn('npm', ['start'], {
      cwd: root,
      env: { ...given, PORT: port, DATA_DIR: folder, FIGURES: 'off' },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await said('loaded');
  }, 120_000);
  afterAll(async () => {
    if (office.pid) process.kill(-office.pid, 'SIGTERM');
    await once(office, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  /** Until the office has said that the fortnight is there. */
  function said(words: string): Promise<void> {
    return new Promise((resolve, reject) => {
      office.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
      office.stdout?.on(
        'data',
        (chunk: Buffer) => String(chunk).includes(`fortnight`) && String(chunk).includes(words) && resolve(),
      );
    });
  }

  /** As somebody would who copies the block; any command that fails ends it. */
  async function run(commands: string): Promise<{ code: number | null; output: string }> {
    const here = commands.replaceAll('localhost:4000', `localhost:${port}`).replaceAll('.data/', `${folder}/`);
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', here], {
      cwd: root,
      env: { ...process.env, PORT: port },
    });
    const parts: string[] = [];
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => parts.push(String(chunk)));
    const [code] = await once(shell, 'close');
    return { code, output: parts.join('') };
  }

  it('are listed where they lie, and lead to files that there are', () => {
    const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
    for (const guide of guides) {
      if (guide !== 'docs/README.md') expect(index).toContain(`(${guide.slice('docs/'.length)})`);
      const links = [...readFileSync(join(root, guide), 'utf8').matchAll(/\]\(([^)#]+)\)/g)].map(([, to = '']) => to);
      expect(links.filter((to) => !existsSync(join(root, 'docs', to)))).toEqual([]);
    }
  });

  it.each(guides.filter((guide) => blocksOf(guide).length > 0))(
    '%s says what works, command by command',
    async (guide) => {
      let before = '';
      for (const { by, commands } of blocksOf(guide)) {
        if (by !== '') {
          const runner = readFileSync(join(root, by), 'utf8').replaceAll(/'\s*,\s*'/g, ' ');
          for (const line of commands.trim().split('\n')) {
            const words = line.replace(/^npm run (new|stack) -- /, '').replace(/ --zh .*/, '');
            expect([by, words, runner.includes(words)]).toEqual([by, words, true]);
          }
          continue;
        }
        const { code, output } = await run(before + commands);
        expect([commands, code, output]).toEqual([commands, 0, expect.not.stringContaining('"errors"')]);
        // A token of one block serves the next ones.
        before += [...commands.matchAll(/^\w+=.*$/gm)].map(([line]) => `${line}\n`).join('');
      }
    },
    180_000,
  );
});
