import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@chengqi/service-kit';

/** Two offices on one folder would handle every event twice; the lock falls with the process, also with kill -9. */
export function lockFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'office.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new ConfigError(
      `Another office runs on ${folder}. Stop it, or choose another folder: DATA_DIR=.data2 npm start`,
    );
  }
  return { [Symbol.dispose]: () => lock.close() };
}
