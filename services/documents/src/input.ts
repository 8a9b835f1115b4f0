import { cell } from '@chengqi/office-kernel';
import { badInput, numberOf } from '@chengqi/service-kit';

export function patternOf(field: string, value: string, pattern: RegExp, hint: { en: string; zh: string }): string {
  if (!pattern.test(value)) throw badInput(field, hint);
  return value;
}

/** A number of sheets or copies. */
export const countOf = (field: string, value: number): number => numberOf(field, value, 1, 99_999);

/** Addressees of one document, main and copied each. */
export const mostRecipients = 500;

/**
 * Words about a document, in a row that does not tell its level: nothing of them stays beside what is stored, because
 * they may be words about what is above the ceiling.
 */
export const wordsOn = (max: number) => ({ ...cell.text({ max }), privacy: 'private' as const });

/** From an instant to before another. */
export interface Span {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}
