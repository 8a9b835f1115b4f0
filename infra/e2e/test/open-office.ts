import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type EmbeddedOffice, loadDemo, type OfficeClient, startEmbedded } from '@chengqi/stack';
import { foundedFolder } from './founded.ts';

export interface OpenedOffice extends AsyncDisposable {
  readonly office: EmbeddedOffice;
  readonly client: OfficeClient;
  readonly dataDir: string;
}

/** An embedded office with the demo county in a folder of its own, gone with the test. */
export async function openOffice(options: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<OpenedOffice> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-e2e-'));
  // In its own time, or on its own servers, an office is founded anew.
  const founded = options.clock || options.databaseOf ? null : await foundedFolder();
  if (founded) cpSync(founded, dataDir, { recursive: true });
  const office = await startEmbedded({ dataDir, port: 0, ...options });
  await loadDemo(office.url, options.clock);
  return {
    office,
    client: createClient(office.url),
    dataDir,
    async [Symbol.asyncDispose]() {
      await office.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
