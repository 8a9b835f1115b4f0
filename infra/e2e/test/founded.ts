import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadDemo, startEmbedded } from '@chengqi/stack';

/**
 * A folder with the demo county, founded by whichever suite of a run asks first; null where the run has no folder of its own
 * (`infra/tools/test.mjs` gives it one). Suites open copies of it.
 */
export async function foundedFolder(run: string | undefined = process.env.TEST_RUN_DIR): Promise<string | null> {
  if (!run) return null;
  const folder = join(run, 'county');
  const [founded, failed] = [join(run, 'founded'), join(run, 'failed')];
  if (isFirst(folder)) {
    try {
      await found(folder);
      writeFileSync(founded, '');
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
  }
  while (!existsSync(founded)) {
    if (existsSync(failed)) return null;
    await sleep(50);
  }
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function found(dataDir: string): Promise<void> {
  await using office = await startEmbedded({ dataDir, port: 0 });
  await loadDemo(office.url);
}
