import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hiddenCells, type PeopleCell, smallestGroup } from './suppression.ts';

interface Named extends PeopleCell {
  readonly name: string;
}

/** A unit of one bureau of a county, in one period. */
const cell = (name: string, people: number, line: readonly string[], period = '0'): Named => ({
  name,
  people,
  axes: [[period], [...line].reverse()],
});

const hidden = (cells: readonly Named[]): string[] => [...hiddenCells(cells)].map(({ name }) => name).sort();

describe('figures of few people', () => {
  it('A-4: shows five people and hides four', () => {
    expect(hidden([cell('a', 5, ['county', 'a']), cell('b', 9, ['county', 'b'])])).toEqual([]);
    expect(hidden([cell('a', 4, ['county', 'a'])])).toEqual(['a']);
  });

  it('A-4: hides the smallest neighbour as well, so that the total tells neither', () => {
    const cells = [cell('a', 3, ['county', 'a']), cell('b', 20, ['county', 'b']), cell('c', 7, ['county', 'c'])];
    expect(hidden(cells)).toEqual(['a', 'c']);
  });

  it('A-4: two hidden ones of one person each need a third, for together they are still two people', () => {
    const cells = [
      cell('a', 1, ['county', 'a']),
      cell('b', 1, ['county', 'b']),
      cell('c', 8, ['county', 'c']),
      cell('d', 30, ['county', 'd']),
    ];
    expect(hidden(cells)).toEqual(['a', 'b', 'c']);
  });

  it('A-4: a bureau’s sum is as much of a total as the county’s', () => {
    const cells = [
      cell('x1', 2, ['county', 'x', 'x1']),
      cell('x2', 40, ['county', 'x', 'x2']),
      cell('y', 6, ['county', 'y']),
    ];
    expect(hidden(cells)).toEqual(['x1', 'x2']);
  });

  it('A-4: nobody is given away by a cell of nobody', () => {
    expect(hidden([cell('a', 0, ['county', 'a']), cell('b', 6, ['county', 'b'])])).toEqual([]);
  });

  it('A-4: no sum over places or periods less what is shown leaves one cell or under five people', () => {
    const place = fc.constantFrom(['c', 'x', 'x1'], ['c', 'x', 'x2'], ['c', 'x'], ['c', 'y'], ['c', 'z'], ['c']);
    const places = fc.uniqueArray(
      fc.record({ line: place, period: fc.constantFrom('0', '1', '2'), people: fc.integer({ min: 0, max: 12 }) }),
      { selector: ({ line, period }) => `${line.join()} ${period}`, maxLength: 18 },
    );
    fc.assert(
      fc.property(places, (drawn) => {
        const cells = drawn.map(({ line, period, people }) => cell(`${line.at(-1)} ${period}`, people, line, period));
        const withheld = hiddenCells(cells);
        for (const group of sumsOf(
          drawn.map(({ line, period }, index) => ({ line, period, cell: cells[index] as Named })),
        )) {
          const inside = group.filter((one) => withheld.has(one));
          const people = inside.reduce((sum, one) => sum + one.people, 0);
          const others = group.filter((one) => !withheld.has(one) && one.people > 0);
          if (inside.length > 0 && others.length > 0) {
            expect(inside.length).toBeGreaterThan(1);
            expect(people).toBeGreaterThanOrEqual(smallestGroup);
          }
        }
        for (const one of cells) if (one.people > 0 && one.people < smallestGroup) expect(withheld).toContain(one);
      }),
      { numRuns: 300 },
    );
  });
});

/** Written anew: every organisation with what lies below it, and all of them, in one period and in all. */
function sumsOf(drawn: readonly { line: readonly string[]; period: string; cell: Named }[]): Named[][] {
  const tops = [...new Set(drawn.flatMap(({ line }) => line)), null];
  const periods = [...new Set(drawn.map(({ period }) => period)), null];
  return tops.flatMap((top) =>
    periods.map((period) =>
      drawn
        .filter(
          ({ line, ...one }) => (top === null || line.includes(top)) && (period === null || one.period === period),
        )
        .map((one) => one.cell),
    ),
  );
}
