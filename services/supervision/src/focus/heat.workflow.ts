import type { FocusState } from './focus-topic.ts';

/** Half of the weight of a signal is gone after this. */
const halfLife = 14 * 86_400_000;
const epoch = Date.parse('2020-01-01T00:00:00Z');
const parts = 1_000_000;

/** From here on a topic is in focus. */
export const focusHeat = 10;
/** Below this it has cooled; between the two it stays what it was, so that it does not flicker. */
const coolHeat = 5;

interface Heard {
  readonly weight: number;
  readonly at: Date;
}

const age = (at: Date): number => (at.getTime() - epoch) / halfLife;

/**
 * The heat Σ weight · 0.5^(age / 14 d) of all signals loses the same share in the same time, so that its logarithm falls
 * along one line for every topic: log2 of the heat, plus the half-lives since an epoch, in millionths. It orders topics at
 * any moment without being touched. 0 is none.
 */
export function rankOf(signals: readonly Heard[], before = 0): number {
  let rank = before === 0 ? null : before / parts;
  for (const { weight, at } of signals) {
    const one = Math.log2(weight) + age(at);
    const [low, high] = rank === null ? [null, one] : [Math.min(rank, one), Math.max(rank, one)];
    rank = low === null ? high : high + Math.log2(1 + 2 ** (low - high));
  }
  return rank === null ? 0 : Math.round(rank * parts);
}

/** The heat that a rank stands for at a moment. */
export const heatOf = (rank: number, now: Date): number => (rank === 0 ? 0 : 2 ** (rank / parts - age(now)));

const trendDays = 7;

/** The heat less that of seven days ago, from the signals since then. */
export function trendOf(rank: number, recent: readonly Heard[], now: Date): number {
  const since = new Date(now.getTime() - trendDays * 86_400_000);
  const heard = recent.filter(({ at }) => at > since);
  const added = heatOf(rankOf(heard), now);
  const heat = heatOf(rank, now);
  return heat - Math.max(0, heat - added) * 2 ** (age(now) - age(since));
}

/** Since when signals count for the trend. */
export const trendSince = (now: Date): Date => new Date(now.getTime() - trendDays * 86_400_000);

/** What a topic is now, from what it was, by its heat to two decimals. An open item that answers it comes before any heat. */
export function stateOf(before: FocusState, rank: number, now: Date, supervised: boolean): FocusState {
  if (supervised) return 'SUPERVISED';
  const heat = Math.round(heatOf(rank, now) * 100) / 100;
  if (heat >= focusHeat) return 'FOCUS';
  if (before === 'WATCHING' || before === 'COOLED') return before;
  return heat >= coolHeat ? 'FOCUS' : 'COOLED';
}

/** When time alone cools a topic in focus; null when it is in none. */
export function coolsAt(state: FocusState, rank: number): Date | null {
  if (state !== 'FOCUS') return null;
  return new Date(Math.ceil(epoch + (rank / parts - Math.log2(coolHeat - 0.005)) * halfLife) + 1);
}
