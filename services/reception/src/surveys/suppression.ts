/** A figure of one group of people; the groups below another one are parts of it. */
export interface Cell {
  readonly id: string;
  /** Orgs from the root down to the group's own. */
  readonly line: readonly string[];
  readonly n: number;
}

/** Fewer people than this are not shown. */
export const smallestGroup = 5;

const tooFew = (n: number): boolean => n > 0 && n < smallestGroup;
const orgOf = ({ line }: Cell): string => line.at(-1) ?? '';

/**
 * The cells that may not be shown: groups under five, what lies below a hidden group, and as many of their smallest
 * neighbours as it takes until no shown total less shown parts leaves one to four people. An empty group hides nobody.
 */
export function suppressedCells(cells: readonly Cell[]): Set<string> {
  const byOrg = new Map(cells.map((cell) => [orgOf(cell), cell]));
  const parentOf = (cell: Cell): Cell | undefined => {
    const above = cell.line.slice(0, -1).findLast((org) => byOrg.has(org));
    return above === undefined ? undefined : byOrg.get(above);
  };
  const parts = Map.groupBy(cells, (cell) => parentOf(cell)?.id);
  const hidden = new Set<string>();

  const hide = (cell: Cell): void => {
    hidden.add(cell.id);
    for (const part of parts.get(cell.id) ?? []) hide(part);
  };

  /** Parts are judged after the whole, because what is hidden there is hidden here. */
  function judge(whole: Cell): void {
    const below = parts.get(whole.id) ?? [];
    for (const part of below) if (tooFew(part.n)) hide(part);
    const shown = below.filter(({ id }) => !hidden.has(id)).toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
    let rest = whole.n - shown.reduce((sum, { n }) => sum + n, 0);
    while (tooFew(rest)) {
      const smallest = shown.findLast(({ n }) => n > 0);
      if (!smallest) break;
      shown.splice(shown.indexOf(smallest), 1);
      hide(smallest);
      rest += smallest.n;
    }
    for (const part of shown) judge(part);
  }

  for (const top of parts.get(undefined) ?? []) {
    if (tooFew(top.n)) hide(top);
    else judge(top);
  }
  return hidden;
}
