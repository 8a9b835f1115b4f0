import { typeidUnboxed } from 'typeid-js';

/** Time of the house; business days are those of the zone. Tests inject their own. */
export interface Clock {
  now(): Date;
  /** `YYYY-MM-DD` of the given instant (default now) in the business zone. */
  today(at?: Date): string;
  /** The business year of the given instant (default now): number series begin anew with it. */
  year(at?: Date): number;
  readonly zone: string;
}

/** Typeids: `<prefix>_` and a base32 uuid v7. Tests inject their own. */
export interface Ids {
  next(prefix: string): string;
}

const quarterMilliseconds = 900_000;

/** A clock on any source of instants. */
export function createClock(zone: string, now: () => Date = () => new Date()): Clock {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  let last = { quarter: Number.NaN, day: '' };
  const today = (at = now()): string => {
    // Asked for every request, and days begin at a quarter of an hour in every zone.
    const quarter = Math.floor(at.getTime() / quarterMilliseconds);
    if (quarter !== last.quarter) last = { quarter, day: format.format(at) };
    return last.day;
  };
  return { now, today, year: (at) => Number(today(at).slice(0, 4)), zone };
}

export const systemIds: Ids = { next: (prefix) => typeidUnboxed(prefix) };
