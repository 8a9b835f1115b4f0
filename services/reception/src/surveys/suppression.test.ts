import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Cell, smallestGroup, suppressedCells } from './suppression.ts';

const prefixes = (path: string): string[] =>
  path.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));
const cell = (path: string, n: number): Cell => ({ id: path, line: prefixes(path), n });
const hidden = (cells: readonly Cell[]): string[] => [...suppressedCells(cells)].toSorted();

describe('R-11: groups under five', () => {
  it('scenario 18: a unit where four answered is withheld, and with it the one that would give it away', () => {
    const cells = [cell('county', 24), cell('county/a', 4), cell('county/b', 8), cell('county/c', 12)];

    expect(hidden(cells)).toEqual(['county/a', 'county/b']);
  });

  it('are withheld alone where the rest is large enough', () => {
    expect(hidden([cell('county', 190), cell('county/a', 3)])).toEqual(['county/a']);
  });

  it('protect each other where there are two', () => {
    const cells = [cell('county', 18), cell('county/a', 3), cell('county/b', 3), cell('county/c', 12)];

    expect(hidden(cells)).toEqual(['county/a', 'county/b']);
  });

  it('may be people who are counted with the whole only', () => {
    expect(hidden([cell('county', 30), cell('county/a', 20), cell('county/b', 8)])).toEqual(['county/b']);
  });

  it('are not looked for below what is withheld', () => {
    const cells = [cell('county', 14), cell('county/a', 4), cell('county/b', 10), cell('county/b/x', 10)];

    expect(hidden(cells)).toEqual(['county/a', 'county/b', 'county/b/x']);
  });

  it('hide nobody when they are empty', () => {
    expect(hidden([cell('county', 12), cell('county/a', 0), cell('county/b', 12)])).toEqual([]);
  });
});

interface Unit {
  readonly direct: number;
  readonly below: readonly Unit[];
}

const people = fc.integer({ min: 0, max: 9 });
const leaf: fc.Arbitrary<Unit> = people.map((direct) => ({ direct, below: [] }));
const unit = (depth: number): fc.Arbitrary<Unit> =>
  depth === 0 ? leaf : fc.record({ direct: people, below: fc.array(unit(depth - 1), { maxLength: 4 }) });

function cellsOf(at: Unit, path: string): Cell[] {
  const below = at.below.flatMap((part, index) => cellsOf(part, `${path}/${index}`));
  const parts = below.filter(({ line }) => line.length === path.split('/').length + 1);
  return [cell(path, at.direct + parts.reduce((sum, { n }) => sum + n, 0)), ...below];
}

/** Everything that a shown total less disjoint shown parts below it can leave. */
function rests(whole: Cell, shown: readonly Cell[]): Set<number> {
  const isBelow = (part: Cell, of: Cell) => part !== of && part.id.startsWith(`${of.id}/`);
  const below = shown.filter((part) => isBelow(part, whole));
  const nearest = below.filter((part) => !below.some((other) => isBelow(part, other)));
  let found = new Set([whole.n]);
  for (const part of nearest) {
    const taken = [...rests(part, shown)].map((rest) => part.n - rest);
    found = new Set([...found].flatMap((rest) => [rest, rest - part.n, ...taken.map((n) => rest - n)]));
  }
  return found;
}

it('R-11: no subtraction of shown figures ever leaves one to four people', () => {
  fc.assert(
    fc.property(unit(2), (top) => {
      const cells = cellsOf(top, 'r');
      const withheld = suppressedCells(cells);
      const shown = cells.filter(({ id }) => !withheld.has(id));

      for (const whole of shown) {
        for (const rest of rests(whole, shown)) expect(rest === 0 || rest >= smallestGroup).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
