import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process has ended, with what ended it. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL when it has not ended after 10 seconds. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly name: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets every line it prints. */
  readonly say: (line: string) => void;
}

const patienceMilliseconds = 10_000;

/** One process of the full mode: `node src/main.ts` in its package. */
export function startChild({ name, folder, env, say }: ChildOptions): Child {
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', 'src/main.ts'], {
    cwd: folder,
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1', ...env },
    // The channel closes with us, also when we are killed; the process then stops by itself.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines = linesOf(child, say);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`));
  }).then(async (how) => {
    await lines;
    return how;
  });
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function linesOf({ stdout, stderr }: ChildProcess, say: (line: string) => void): Promise<void> {
  const printed = [stdout, stderr].map(async (stream) => {
    if (stream) for await (const line of createInterface({ input: stream })) say(line);
  });
  await Promise.all(printed);
}
