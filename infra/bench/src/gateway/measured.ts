import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDemo, startEmbedded } from '@chengqi/stack';
import { type Recording, record } from './recording.ts';

const entry = new URL('./child.ts', import.meta.url).pathname;
const fileOf = (dataDir: string) => join(dataDir, 'recording.json');

/** Plays the questions once in an office with the demo county, and keeps the answers of its subgraphs in the folder. */
export async function recorded(dataDir: string): Promise<Recording['questions']> {
  await using office = await startEmbedded({ dataDir, port: 0 });
  await loadDemo(office.url);
  const recording = await record(office, dataDir);
  writeFileSync(fileOf(dataDir), JSON.stringify(recording));
  return recording.questions;
}

export interface Measured {
  readonly url: string;
  /** Milliseconds of CPU since it started. */
  used(): Promise<number>;
  close(): Promise<void>;
}

/** A gateway in a process of its own, over what was recorded in the folder. */
export async function startMeasured(dataDir: string, variant: string): Promise<Measured> {
  const child: ChildProcess = fork(entry, [variant, fileOf(dataDir)], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'silent', APOLLO_TELEMETRY_DISABLED: '1' },
  });
  const exited = once(child, 'exit');
  const heard = async (): Promise<unknown> =>
    (await Promise.race([once(child, 'message'), exited.then(() => Promise.reject(new Error(`${variant} ended`)))]))[0];
  const url = String(await heard());
  return {
    url,
    async used() {
      const answer = heard();
      child.send('used');
      return Number(await answer);
    },
    async close() {
      if (child.connected) child.send('close');
      await exited;
    },
  };
}
