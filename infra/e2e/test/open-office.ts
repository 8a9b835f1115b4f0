import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type EmbeddedOffice, loadDemo, type OfficeClient, startEmbedded } from '@chengqi/stack';

export interface OpenedOffice extends AsyncDisposable {
  readonly office: EmbeddedOffice;
  readonly client: OfficeClient;
}

/** An embedded office with the demo county in a folder of its own, gone with the test. */
export async function openOffice(options: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<OpenedOffice> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-e2e-'));
  const office = await startEmbedded({ dataDir, port: 0, ...options });
  await loadDemo(office.url, options.clock);
  return {
    office,
    client: createClient(office.url),
    async [Symbol.asyncDispose]() {
      await office.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
