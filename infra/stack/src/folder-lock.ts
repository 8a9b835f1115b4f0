import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@chengqi/service-kit';

/** Two offices on one folder would handle every event twice; the lock falls with the process, also with kill -9. */
export function lockFolder(folder: string): Disposable {
  // What is in it is for nobody else at this machine, whatever its files are like.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = join(folder, 'office.lock');
  closeSync(openSync(file, 'a', 0o600));
  const lock = new DatabaseSync(file);
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
