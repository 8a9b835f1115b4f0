/**
 * What follows from sums by adding and subtracting them, in exact arithmetic. A sum is given by how often it counts each
 * of the unknowns, and by what it comes to.
 */
export function createSolver(unknowns: number) {
  /** By its first unknown; none counts one before it. The last number is what the sum comes to. */
  const rows: (readonly bigint[] | undefined)[] = Array.from({ length: unknowns });

  /** Takes out of a sum what is known; it is scaled by whole numbers, so nothing is rounded. */
  function reduce(sum: readonly bigint[]) {
    let [rest, scale] = [sum, 1n];
    for (const [first, row] of rows.entries()) {
      const count = rest[first];
      const lead = row?.[first];
      if (!row || !count || !lead) continue;
      rest = rest.map((value, at) => value * lead - (row[at] ?? 0n) * count);
      scale *= lead;
    }
    return { rest, scale };
  }

  const sumOf = (counts: readonly number[], is: number): bigint[] => [...counts, is].map(BigInt);

  return {
    /** @throws Error when the sum contradicts those before */
    tell(counts: readonly number[], is: number): void {
      const { rest } = reduce(sumOf(counts, is));
      const first = rest.findIndex((value) => value !== 0n);
      if (first === -1) return;
      if (first === unknowns) throw new Error('the sums contradict each other');
      const divisor = rest.reduce(commonDivisor, 0n);
      rows[first] = rest.map((value) => value / divisor);
    },
    /** What a sum must come to; null where the others leave it open. */
    follows(counts: readonly number[]): number | null {
      const { rest, scale } = reduce(sumOf(counts, 0));
      return rest.slice(0, unknowns).some((value) => value !== 0n) ? null : Number(-(rest[unknowns] ?? 0n) / scale);
    },
  };
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b < 0n ? -b : b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger < 0n ? -larger : larger;
}
