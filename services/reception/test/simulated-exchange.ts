import { answeredLeg, dialled, type Leg, line, missedLeg } from './exchange.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Each simulated day begins at 08:00 in the county. */
const beginning = Date.parse('2026-09-14T08:00:00+08:00');
const lines = [line, '82220002', '82212345'];

/** The same numbers every time. */
function dice(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (limit: number) => Math.floor(next() * limit), chance: (share: number) => next() < share };
}

export interface Simulation {
  readonly legs: readonly Leg[];
  readonly calls: number;
  readonly missed: number;
  /** Shifts of twelve hours that cover all of it. */
  readonly shifts: readonly { readonly start: string; readonly end: string }[];
}

/**
 * Calls of twenty days with two storms: 4 % are missed, 30 % of those by people who soon ring again. Where the duty room
 * works, everybody who was missed is rung back within three minutes of the last ring.
 */
export function simulate({
  calls,
  seed,
  works,
}: {
  calls: number;
  seed: number;
  works: (index: number) => boolean;
}): Simulation {
  const { next, below, chance } = dice(seed);
  const days = 20;
  const legs: Leg[] = [];
  let [count, missed, number] = [0, 0, 0];
  const iso = (at: number) => new Date(Math.floor(at / 1000) * 1000).toISOString();
  const add = (leg: Leg) => legs.push(leg);

  const miss = (at: number, callerNumber: string): void => {
    const leg = missedLeg(iso(at), { callerNumber, lineNo: lines[below(lines.length)] ?? line });
    const overflows = chance(0.3);
    add(leg);
    if (overflows) add(missedLeg(leg.endAt, { callRef: leg.callRef, callerNumber, hop: 2 }));
    count += 1;
    missed += 1;
  };

  while (count < calls) {
    const storm = chance(0.2);
    const at =
      beginning +
      (storm ? (chance(0.5) ? 5 : 12) * 24 * hour + below(3) * hour : below(days * 24) * hour) +
      next() * hour;
    const callerNumber = `16${String(100_000_000 + below(2500)).padStart(9, '0')}`;
    if (!chance(0.03)) {
      const leg = { callerNumber, lineNo: lines[below(lines.length)] ?? line };
      if (chance(0.05)) {
        const first = missedLeg(iso(at), leg);
        add(first);
        add(answeredLeg(first.endAt, { ...leg, callRef: first.callRef, hop: 2 }));
      } else add(answeredLeg(iso(at), leg));
      count += 1;
      continue;
    }
    number += 1;
    const missedCaller = `16${String(200_000_000 + number).padStart(9, '0')}`;
    miss(at, missedCaller);
    let last = at;
    for (let again = 0; again < 2 && chance(0.3) && count < calls; again += 1) {
      last += minute + below(60) * 1000;
      miss(last, missedCaller);
    }
    if (works(number)) add(dialled(iso(last + minute + below(2) * minute), true, { calledNumber: missedCaller }));
  }
  const shifts = Array.from({ length: (days + 1) * 2 }, (_, index) => ({
    start: iso(beginning + index * 12 * hour),
    end: iso(beginning + (index + 1) * 12 * hour),
  }));
  return { legs, calls: count, missed, shifts };
}

/** Batches in any order, their records in any order, some of them sent twice. */
export function batches(legs: readonly Leg[], size: number, seed: number): Leg[][] {
  const { next, chance } = dice(seed);
  const shuffled = legs
    .map((leg) => ({ leg, key: next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ leg }) => leg);
  return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
    shuffled.slice(index * size, (index + 1) * size),
  ).flatMap((batch) => (chance(0.1) ? [batch, batch] : [batch]));
}
