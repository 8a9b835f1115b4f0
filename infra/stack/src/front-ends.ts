import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FrontEnds } from '@chengqi/gateway';
import { people } from './demo/county.ts';
import { repositoryRoot } from './servers/addresses.ts';

const workspace = join(repositoryRoot, 'infra/web');
/** Where the pages for browsers are built. */
export const frontEndFolder = join(workspace, 'dist');

/** Builds the pages whose sources changed; an office without them serves its graph all the same, and says so. */
export async function buildFrontEnds(say: (line: string) => void): Promise<void> {
  const child = spawn(process.execPath, [join(workspace, 'build.mjs'), '--stale'], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => say(text.trim()));
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [code] = await once(child, 'close');
  if (code !== 0)
    say(`the pages of infra/web are not built: ${said.join('').trim().split('\n').slice(0, 5).join('\n')}`);
}

/** An analyst, the head of the county and the head of a unit: what each may measure differs. Who registers items, who follows them, who keeps meetings. */
const offered = ['YX0032', 'YX0001', 'YX0021', 'YX0004', 'YX0007', 'YX0006'];

/** Whom the pages offer to sign in as, in an office with the demo. */
export const demoPeople: NonNullable<FrontEnds['people']> = offered.flatMap((number) =>
  people.flatMap(([staffNo, name, , title]) => (staffNo === number ? [{ staffNo, name, title }] : [])),
);
