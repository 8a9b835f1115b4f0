import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { migrationsIn } from './migrations.ts';

describe('the migrations of a folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'chengqi-migrations-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const folder = (files: Record<string, string>): URL => {
    const path = mkdtempSync(join(root, 'of-'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    return pathToFileURL(`${path}/`);
  };

  it('are its files that begin with a time, in that order; what they share is none', async () => {
    const made = folder({
      '1764000000001-second.ts': 'export class Second1764000000001 { async up() {} async down() {} }',
      '1764000000000-first.ts': 'export class First1764000000000 { async up() {} async down() {} }',
      'tables.ts': 'export const tables = [];',
    });

    expect((await migrationsIn(made)).map(({ name }) => name)).toEqual(['First1764000000000', 'Second1764000000001']);
  });

  it.each([
    ['no class', 'export const first = 1;'],
    ['nothing', 'export {};'],
    ['a class of another time', 'export class First1764000000009 { async up() {} }'],
    ['a class that is no migration', 'export class First1764000000000 {}'],
    ['more than one thing', 'export class First1764000000000 { async up() {} } export const also = 1;'],
  ])('a file that exports %s stops the start, and is named', async (_, text) => {
    await expect(migrationsIn(folder({ '1764000000000-first.ts': text }))).rejects.toThrow(
      '1764000000000-first.ts exports one class whose name ends in 1764000000000',
    );
  });
});
