import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stackDirectory } from './addresses.ts';
import { StackRefusal } from './refusal.ts';

/** A server process that outlives the command which started it, known by `.stack/<name>.pid`. */
export interface Daemon {
  name: string;
  /** Text in its command line: after a reboot the pid may belong to somebody else. */
  mark: string;
}

const logFile = (daemon: Daemon): string => join(stackDirectory, `${daemon.name}.log`);
const pidFile = (daemon: Daemon): string => join(stackDirectory, `${daemon.name}.pid`);

/** Starts it in a session of its own, with both outputs appended to its log. */
export function startDaemon(daemon: Daemon, command: string, args: string[]): void {
  mkdirSync(stackDirectory, { recursive: true });
  const log = openSync(logFile(daemon), 'a');
  const child = spawn(command, args, { cwd: stackDirectory, detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => undefined);
  if (child.pid !== undefined) writeFileSync(pidFile(daemon), `${child.pid}\n`);
  child.unref();
}

/** Its pid, or null when it is not running. */
export function runningPid(daemon: Daemon): number | null {
  if (!existsSync(pidFile(daemon))) return null;
  const pid = Number(readFileSync(pidFile(daemon), 'utf8'));
  return pid > 0 && isRunning(pid, daemon.mark) ? pid : null;
}

/** SIGTERM, then SIGKILL after 30 seconds; true when it was running. */
export async function stopDaemon(daemon: Daemon): Promise<boolean> {
  const pid = runningPid(daemon);
  if (pid !== null) {
    process.kill(pid, 'SIGTERM');
    const end = performance.now() + 30_000;
    while (isRunning(pid, daemon.mark) && performance.now() < end) await sleep(100);
    if (isRunning(pid, daemon.mark)) process.kill(pid, 'SIGKILL');
    while (isRunning(pid, daemon.mark)) await sleep(50);
  }
  rmSync(pidFile(daemon), { force: true });
  return pid !== null;
}

/** A refusal that shows the end of the server's log. */
export function notAnswering(title: string, daemon: Daemon): StackRefusal {
  const file = logFile(daemon);
  const log = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : '';
  return new StackRefusal(`${title} does not answer; ${file} ends:\n${log}`);
}

function isRunning(pid: number, mark: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // An exited child that nobody has reaped yet still answers signal 0; its command line is empty.
  return process.platform !== 'linux' || commandLine(pid).includes(mark);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
