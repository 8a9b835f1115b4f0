/** A figure of people at one place: its coordinate on each axis as every group it is part of, the narrowest first. */
export interface PeopleCell {
  readonly people: number;
  readonly axes: readonly (readonly string[])[];
}

/** Fewer people than this are not shown. */
export const smallestGroup = 5;

export const tooFew = (people: number): boolean => people > 0 && people < smallestGroup;

/**
 * Cells that may not be shown: those of under five people, and as many of their smallest neighbours as it takes until
 * no sum that can be asked for – over any axes, or over an organisation and those below it – less the shown cells
 * leaves a single cell or under five people. Cells of nobody give nothing away.
 */
export function hiddenCells<C extends PeopleCell>(cells: readonly C[]): Set<C> {
  const hidden = new Set(cells.filter(({ people }) => tooFew(people)));
  if (hidden.size === 0) return hidden;
  const groups = groupsOf(cells);
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const group of groups) protect(group, hidden);
  }
  return hidden;
}

/** Hides the smallest shown cells of a group until what is hidden in it cannot be told by subtraction. */
function protect<C extends PeopleCell>(group: readonly C[], hidden: Set<C>): void {
  const withheld = group.filter((cell) => hidden.has(cell));
  if (withheld.length === 0) return;
  let people = withheld.reduce((sum, cell) => sum + cell.people, 0);
  let count = withheld.length;
  for (const cell of group.filter((one) => !hidden.has(one)).sort((a, b) => a.people - b.people)) {
    if (count > 1 && !tooFew(people)) return;
    hidden.add(cell);
    people += cell.people;
    count += 1;
  }
}

/** Every sum that can be asked for: each axis at the cell's own place, at a wider one, or at all of them. */
function groupsOf<C extends PeopleCell>(cells: readonly C[]): C[][] {
  const groups = new Map<string, C[]>();
  for (const cell of cells) {
    if (cell.people === 0) continue;
    for (const key of keysOf(cell.axes)) {
      const group = groups.get(key);
      if (group) group.push(cell);
      else groups.set(key, [cell]);
    }
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

const keysOf = (axes: PeopleCell['axes']): string[] =>
  axes
    .reduce<string[][]>((keys, places) => keys.flatMap((key) => [...places, '*'].map((place) => [...key, place])), [[]])
    .map((key) => JSON.stringify(key));
