/** People at one place of one month: all at the same values of the dimensions that their figure is cut by. */
export interface PeopleCell {
  readonly people: number;
  /** Every place that they are counted in, the narrowest first and the whole last. */
  readonly places: readonly [string, ...string[]];
  /** Their value of the other dimension; null where the figure has none. */
  readonly value: string | null;
}

/** Fewer people than this are not shown. */
export const smallestGroup = 5;

const tooFew = (people: number): boolean => people > 0 && people < smallestGroup;

/** The name of a sum that can be asked for: a place, with one value of the other dimension or, at null, all of them. */
export const sumNamed = (place: string, value: string | null): string => JSON.stringify([place, value]);

/**
 * A sum as an edge between two equations. Every sum stands in two of them: in the one that makes it of narrower sums, and
 * in the one that makes a wider sum of it. So the table is a network in which people flow from the whole through its
 * places to the narrowest, and back to the whole through the other dimension.
 */
interface Sum {
  readonly name: string;
  readonly ends: readonly [string, string];
  people: number;
  /** The narrowest sums that it is made of. */
  readonly parts: Set<string>;
}

/**
 * Sums of a table that may not be shown, by their names: those of under five people, and the smallest others that it takes
 * until nothing shown gives one of them back. In a network the unknown edges that follow from the known ones are exactly
 * the bridges of the unknown part; there is none left. Nor does a shown sum less shown ones leave under five people.
 */
export function withheldSums(cells: readonly PeopleCell[]): ReadonlySet<string> {
  const sums = sumsOf(cells);
  const hidden = new Set(sums.filter(({ people }) => tooFew(people)).map(({ name }) => name));
  for (let before = 0; before !== hidden.size; ) {
    before = hidden.size;
    coverFew(sums, hidden);
    closeBridges(sums, hidden);
  }
  return hidden;
}

/** All sums of anybody, the smallest first. What nobody stands behind is known to all, and gives nothing away. */
function sumsOf(cells: readonly PeopleCell[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { people, places, value } of cells) {
    if (people === 0) continue;
    const part = sumNamed(places[0], value);
    for (const column of new Set([value, null])) {
      for (const [depth, place] of places.entries()) {
        const name = sumNamed(place, column);
        const wider = places[depth + 1];
        const narrow = depth > 0 ? sumNamed(place, column) : value === null ? whole : place;
        const sum = sums.get(name) ?? {
          ...{ name, people: 0, parts: new Set<string>() },
          ends: [wider === undefined ? whole : sumNamed(wider, column), narrow] as const,
        };
        sum.people += people;
        sum.parts.add(part);
        sums.set(name, sum);
      }
    }
  }
  return [...sums.values()].sort((a, b) => a.people - b.people || (a.name < b.name ? -1 : 1));
}

const whole = '';

/** Hides the smallest parts of a shown sum until those hidden in it are at least five people together. */
function coverFew(sums: readonly Sum[], hidden: Set<string>): void {
  const peopleOf = new Map(sums.map(({ name, people }) => [name, people]));
  for (const { name, parts } of sums) {
    if (hidden.has(name)) continue;
    let people = 0;
    for (const part of parts) if (hidden.has(part)) people += peopleOf.get(part) ?? 0;
    if (!tooFew(people)) continue;
    for (const { name: part, people: more } of sums) {
      if (!tooFew(people)) break;
      if (!parts.has(part) || hidden.has(part)) continue;
      hidden.add(part);
      people += more;
    }
  }
}

/** Hides, for every bridge of the hidden part, the sums of the fewest people together that lead around it. */
function closeBridges(sums: readonly Sum[], hidden: Set<string>): void {
  const at = Map.groupBy(
    sums.flatMap((sum) => sum.ends.map((end) => ({ end, sum }))),
    ({ end }) => end,
  );
  for (const sum of sums.filter(({ name }) => hidden.has(name))) {
    for (const { name } of wayAround(sum, at, hidden)) hidden.add(name);
  }
}

/**
 * The cheapest way from one end of a sum to the other without itself: what is hidden already costs nothing, and all else
 * the people that are hidden with it. There is one, for whoever flows down the sum flows back another way.
 */
function wayAround(
  { name, ends: [start, goal] }: Sum,
  at: ReadonlyMap<string, readonly { readonly sum: Sum }[]>,
  hidden: ReadonlySet<string>,
): Sum[] {
  const cameBy = new Map<string, { readonly end: string; readonly sum: Sum } | null>();
  // People are whole numbers: what costs as much waits in one place, the cheapest is looked at first.
  const waiting = new Map([[0, [{ end: start, by: null as { readonly end: string; readonly sum: Sum } | null }]]]);
  for (let cost = 0; waiting.size > 0 && !cameBy.has(goal); cost += 1) {
    // An array is walked to the end that it has by then.
    for (const { end, by } of waiting.get(cost) ?? []) {
      if (cameBy.has(end)) continue;
      cameBy.set(end, by);
      for (const { sum } of at.get(end) ?? []) {
        const [a, b] = sum.ends;
        const next = a === end ? b : a;
        if (sum.name === name || cameBy.has(next)) continue;
        const costs = cost + (hidden.has(sum.name) ? 0 : sum.people);
        const same = waiting.get(costs) ?? [];
        same.push({ end: next, by: { end, sum } });
        waiting.set(costs, same);
      }
    }
    waiting.delete(cost);
  }
  const way: Sum[] = [];
  for (let step = cameBy.get(goal); step; step = cameBy.get(step.end)) way.push(step.sum);
  return way;
}
