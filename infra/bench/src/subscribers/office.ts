import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo, startEmbedded } from '@chengqi/stack';

/** An office with the demo county in a process of its own: says its address, and what it has used whenever it is asked. */
const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
// The demo has fewer people than a thousand lines need.
const office = await startEmbedded({ dataDir, port: 0, subscriptions: { perViewer: 100 } });
await loadDemo(office.url);
process.on('message', async (asked) => {
  if (asked === 'used') {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMilliseconds: (user + system) / 1000, rssMegabytes: process.memoryUsage.rss() / 1024 / 1024 });
    return;
  }
  await office.close();
  rmSync(dataDir, { recursive: true, force: true });
  process.disconnect();
});
process.send?.(office.url);
