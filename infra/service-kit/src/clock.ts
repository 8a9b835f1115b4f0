import { typeidUnboxed } from 'typeid-js';

/** Time of the house; business days are those of the zone. Tests inject their own. */
export interface Clock {
  now(): Date;
  /** `YYYY-MM-DD` of the given instant (default now) in the business zone. */
  today(at?: Date): string;
  readonly zone: string;
}

/** Typeids: `<prefix>_` and a base32 uuid v7. Tests inject their own. */
export interface Ids {
  next(prefix: string): string;
}

/** A clock on any source of instants. */
export function createClock(zone: string, now: () => Date = () => new Date()): Clock {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  return { now, today: (at = now()) => format.format(at), zone };
}

export const systemIds: Ids = { next: (prefix) => typeidUnboxed(prefix) };
