import { readdirSync } from 'node:fs';
import type { MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/**
 * The migrations of a folder: each file `<13 digits>-<what>.ts` exports one class that ends in the same digits, by which
 * TypeORM orders them. Other files of the folder are parts of those. TypeORM's own globs are not used, because its import
 * does not pass through a test runner.
 * @throws Error when a file exports something else
 */
export async function migrationsIn(folder: URL): Promise<MigrationClass[]> {
  const files = readdirSync(folder).filter((file) => /^\d{13}-.*\.[jt]s$/.test(file));
  return Promise.all(
    files.toSorted().map(async (file) => {
      const exported: unknown[] = Object.values(await import(new URL(file, folder).href));
      const [migration] = exported;
      if (exported.length !== 1 || !isMigration(migration) || !migration.name.endsWith(file.slice(0, 13))) {
        throw new Error(`${file} exports one class whose name ends in ${file.slice(0, 13)}, and nothing else`);
      }
      return migration;
    }),
  );
}

const isMigration = (value: unknown): value is MigrationClass =>
  typeof value === 'function' && typeof value.prototype?.up === 'function';
