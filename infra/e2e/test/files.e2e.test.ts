import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, loadDemo, startEmbedded } from '@chengqi/stack';
import { expect, it } from '@jest/globals';
import { provesOnTheSpot } from './on-the-spot.ts';

it('the rechecker looks at the pictures of before and after, in the embedded office', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-files-'));
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const office = resources.use(await startEmbedded({ dataDir, port: 0 }));
  await loadDemo(office.url);
  await provesOnTheSpot(createClient(office.url));

  expect(readdirSync(join(dataDir, 'files/security'))).toHaveLength(2);
  expect(existsSync(join(dataDir, 'files/supervision'))).toBe(false);
});
