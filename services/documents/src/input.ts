import { badInput, numberOf } from '@chengqi/service-kit';

export function patternOf(field: string, value: string, pattern: RegExp, hint: { en: string; zh: string }): string {
  if (!pattern.test(value)) throw badInput(field, hint);
  return value;
}

/** A number of sheets or copies. */
export const countOf = (field: string, value: number): number => numberOf(field, value, 1, 99_999);

/** Addressees of one document, main and copied each. */
export const mostRecipients = 500;
