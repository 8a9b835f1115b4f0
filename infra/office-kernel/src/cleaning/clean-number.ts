import { type Cleaned, clean, reject } from './cleaned.ts';
import { foldWidth, trimmed } from './codes.ts';

export interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
  /** A unit that may stand behind the number, such as `%`. */
  readonly unit?: string;
}

const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const plain = /^[+-]?\d+(?:\.\d+)?$/;

/** A number in the digits of people: full-width, grouped by thousands, with its unit. */
export function cleanNumber(written: string, limits: NumberLimits, whole: boolean): Cleaned<number> {
  const half = trimmed(foldWidth(written)).replaceAll('−', '-');
  const { unit } = limits;
  const bare = unit !== undefined && half.endsWith(unit) ? half.slice(0, -unit.length).trimEnd() : half;
  if (!grouped.test(bare) && !plain.test(bare)) return reject('no number');
  const value = Number(bare.replaceAll(',', ''));
  if (!Number.isSafeInteger(Math.trunc(value))) return reject('out of range');
  if (whole && !Number.isInteger(value)) return reject('not a whole number');
  if (limits.min !== undefined && value < limits.min) return reject(`out of range: less than ${limits.min}`);
  if (limits.max !== undefined && value > limits.max) return reject(`out of range: more than ${limits.max}`);
  const reason = grouped.test(bare)
    ? 'digit grouping is no part of the number'
    : half === trimmed(written)
      ? 'the same number in another notation'
      : 'full-width digits are digits';
  const asWritten = plain.test(written) && Number(written) === value && !written.startsWith('+');
  return clean(value, written, asWritten ? written : String(value === 0 ? 0 : value), reason);
}
