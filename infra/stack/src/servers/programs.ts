import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StackRefusal } from './refusal.ts';

interface Need {
  program: string;
  /** Debian and Ubuntu packages that bring it. */
  packages: string[];
  /** For people on other systems. */
  hint: string;
}

/** Why programs are needed, and what a person could do instead of installing them. */
interface Reason {
  because: string;
  instead: string;
}

const noDocker: Reason = { because: 'No Docker engine answers', instead: 'Start Docker. ' };

/** Finds a program, also in the sbin folders that a login shell leaves out of PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

/**
 * Finds what `why` needs; what is missing is installed when we are root on a system with apt.
 * @throws StackRefusal with what to install, where that is not possible
 */
export function requirePrograms(needs: Need[], say: (line: string) => void, why: Reason = noDocker): void {
  const missing = needs.filter(({ program }) => findProgram(program) === null);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((need) => need.packages))];
  if (process.getuid?.() === 0 && findProgram('apt-get') !== null) {
    say(`installing ${packages.join(' ')}`);
    // Suites that need the same browser begin at once, and apt-get does not wait for another.
    const inTurn = [join(tmpdir(), 'chengqi-apt.lock'), 'apt-get'];
    run('flock', [...inTurn, 'update', '-q']);
    run('flock', [...inTurn, 'install', '-y', '-q', '--no-install-recommends', ...packages]);
  }
  const stillMissing = missing.filter(({ program }) => findProgram(program) === null);
  if (stillMissing.length === 0) return;
  throw new StackRefusal(
    [
      `${why.because}, and these programs are missing:`,
      ...stillMissing.map(({ program, hint }) => `  ${program}: ${hint}`),
      `${why.instead}On Debian and Ubuntu run: sudo apt-get install ${packages.join(' ')}`,
    ].join('\n'),
  );
}

/** Runs a program to its end and returns what it printed; a failure becomes a refusal with its output. */
export function run(program: string, args: string[], cwd?: string): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status === 0) return stdout;
  const output = [error?.message, stderr, stdout].filter(Boolean).join('\n').trim();
  throw new StackRefusal(
    `${[program, ...args].slice(0, 4).join(' ')} failed:\n${output.split('\n').slice(-15).join('\n')}`,
  );
}
