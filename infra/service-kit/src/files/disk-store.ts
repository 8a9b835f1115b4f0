import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FileStore, plainKey } from './file-store.ts';

/** Files in one folder that is the service's own, as private as its database; a file has its name once it is complete. */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, plainKey(key));
  const unfinished = (key: string) => `${pathOf(key)}.part`;

  return {
    async put(key, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = unfinished(key);
      // Opened first: a stream that fails while it opens would make the file after it was removed.
      const file = await open(part, 'w', 0o600);
      try {
        await pipeline(bytes, file.createWriteStream({ flush: true }));
        await rename(part, pathOf(key));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async get(key) {
      const file = await open(pathOf(key)).catch(unlessAbsent);
      return file && (Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>);
    },
    async remove(key) {
      for (const path of [pathOf(key), unfinished(key)]) await rm(path, { force: true });
    },
  };
}

function unlessAbsent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
