import { idOf } from '../facts/generated-facts.ts';

/** Milliseconds between two calls: few rows are the last days of the same office, not a quieter one. */
export const callEvery = 216_000;
export const callsOfCase = 3;
export const day = 86_400_000;

export const callNumbered = (index: number) => ({ callId: idOf('cal', index), callRef: `S${index}` });

/** Of nothing but what is always there; rows take what they know from `changes`. */
export const stored = <R>(at: Date, ownerOrgId: string, changes: R) => ({
  ...{ version: 1, secrecyLevel: 'INTERNAL' as const, createdAt: at, updatedAt: at, ownerOrgId },
  ...changes,
});

export const picker = (random: () => number) => ({
  pick: <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T,
  /** Each value as often as its weight says. */
  weighed<T>(values: readonly (readonly [T, number])[]): T {
    let left = random() * values.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of values) {
      left -= weight;
      if (left < 0) return value;
    }
    return values.at(-1)?.[0] as T;
  },
});
