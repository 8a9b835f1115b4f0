import { testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startNotes } from './note.service.ts';

describe.each(testDialects())('serials on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  beforeEach(async () => {
    notes = await startNotes(dialect);
  });
  afterEach(() => notes.service.close());

  const take = (scope: string) => notes.kit.transact((tx) => notes.office.serials.next(tx, scope));

  it('DOC-1: numbers taken at the same time are contiguous', async () => {
    const taken = await Promise.all(Array.from({ length: 200 }, () => take('霁政办发/2026')));

    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('DOC-1: a number whose holder was not stored is given to the next one', async () => {
    const property = fc.asyncProperty(
      fc.uuid(),
      fc.array(fc.boolean(), { maxLength: 12 }),
      async (scope, successes) => {
        const kept: number[] = [];
        for (const succeeds of successes) {
          const attempt = notes.kit.transact(async (tx) => {
            const serial = await notes.office.serials.next(tx, scope);
            if (!succeeds) throw new Error('the holder was refused');
            return serial;
          });
          await attempt.then((serial) => kept.push(serial)).catch(() => undefined);
        }

        expect(kept).toEqual(kept.map((_, index) => index + 1));
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });

  it('counts each scope on its own, from the first number it is given', async () => {
    const first = await notes.kit.transact((tx) => notes.office.serials.next(tx, 'a', { startAt: 40 }));

    expect([first, await take('a'), await take('b')]).toEqual([40, 41, 1]);
  });

  it('continues an imported series after its last number and never goes back', async () => {
    const { serials } = notes.office;
    await notes.kit.transact((tx) => serials.ensureAtLeast(tx, 'a', 66));
    await notes.kit.transact((tx) => serials.ensureAtLeast(tx, 'a', 12));

    expect(await take('a')).toBe(67);
  });

  it('15-4.7: is told once and upward where it goes on, before its first own number', async () => {
    const { serials } = notes.office;
    const begin = (scope: string, last: number) => notes.kit.transact((tx) => serials.begin(tx, scope, last));
    await notes.kit.transact((tx) => serials.ensureAtLeast(tx, 'imported', 66));

    expect([await begin('imported', 66), await begin('imported', 12)]).toEqual([false, false]);
    expect([await begin('imported', 80), await begin('imported', 90)]).toEqual([true, false]);
    expect([await take('imported'), await take('imported')]).toEqual([81, 82]);
    expect([await begin('new', 5), await take('new'), await begin('new', 9)]).toEqual([true, 6, false]);
    expect([await take('own'), await begin('own', 9), await take('own')]).toEqual([1, false, 2]);
  });

  it('15-4.7: begins once, whoever states it at the same moment, and no number is given twice', async () => {
    const { serials } = notes.office;
    const begun = await Promise.all(
      [10, 20, 30].map((last) => notes.kit.transact((tx) => serials.begin(tx, 'a', last))),
    );
    const taken = await Promise.all(Array.from({ length: 20 }, () => take('a')));

    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(new Set(taken).size).toBe(20);
  });
});
