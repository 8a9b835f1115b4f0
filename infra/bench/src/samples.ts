/** The value that the share of all do not exceed, rounded to hundredths. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) * 100) / 100;
}

/** Milliseconds of rounds one after the other: as many as asked, or as fit the seconds, but three at least. */
export async function timesOf(work: () => Promise<unknown>, rounds: number, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const deadline = performance.now() + seconds * 1000;
  while (times.length < rounds && (times.length < 3 || performance.now() < deadline)) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times;
}

/** One line of JSON. */
export const say = (line: object): void => console.log(JSON.stringify(line));
