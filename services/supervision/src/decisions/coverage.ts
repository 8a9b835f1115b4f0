import { badInput } from '@chengqi/service-kit';

/** A decision that requires action, as far as its supervision in time is asked. */
export interface Decision {
  readonly decidedAt: Date;
  readonly waived: boolean;
  /** Since when a registered item follows it. */
  readonly followedAt: Date | null;
}

export interface Coverage {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}

/** A decision is covered by an item that was registered before its limit ended; a waived one never is. */
export function coverageOf(decisions: readonly Decision[], limitOf: (decidedAt: Date) => Date, asOf: Date): Coverage {
  const covered = decisions.filter(
    ({ decidedAt, waived, followedAt }) =>
      !waived && followedAt !== null && followedAt <= asOf && followedAt < limitOf(decidedAt),
  );
  const [numerator, denominator] = [covered.length, decisions.length];
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

const mostMilliseconds = 367 * 86_400_000;

export interface Period {
  readonly from: Date;
  /** Not included; what is decided after the moment asked about does not count anyway. */
  readonly to: Date;
}

/** @throws DomainError BAD_USER_INPUT for more than a year and a day */
export function periodOf(
  given: { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined } | null | undefined,
  beginningOfYear: (at: Date) => Date,
  asOf: Date,
): Period {
  const to = given?.lt ?? new Date(asOf.getTime() + 1);
  const from = given?.gte ?? beginningOfYear(asOf < to ? asOf : new Date(to.getTime() - 1));
  if (to.getTime() - from.getTime() > mostMilliseconds) {
    throw badInput('decidedAt', { en: 'At most a year and a day.', zh: '区间最长为一年零一天。' });
  }
  return { from, to };
}
