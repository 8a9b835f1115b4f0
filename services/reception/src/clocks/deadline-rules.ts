import type { DeadlineRule, DeadlineUnit } from '@chengqi/office-kernel';
import type { CaseKind } from '@chengqi/schemas/events/reception';

/** The limits that a case may stand under. */
export const caseDeadlineRules = ['ANSWER', 'RETURN', 'NOTICE', 'OBJECTION', 'FINISH', 'REVIEW', 'RECHECK'] as const;
export type CaseDeadlineRule = (typeof caseDeadlineRules)[number];

/** Rights of a unit: whoever does not use them loses them, and no applicant waits longer for it. */
export const lapsing: ReadonlySet<string> = new Set<CaseDeadlineRule>(['RETURN', 'OBJECTION']);

const before = (unit: DeadlineUnit, ...amounts: readonly number[]) => amounts.map((amount) => ({ amount, unit }));

/** Statutory calendar days: day 0 is the start day, the end moves from a day off to the next working day. */
const statutory = (
  rule: CaseDeadlineRule,
  amount: number,
  article: string,
  warned: readonly number[],
): DeadlineRule => ({
  rule,
  amount,
  unit: 'CALENDAR_DAY',
  basis: 'STATUTE',
  basisText: `《信访工作条例》${article}`,
  rollForward: true,
  warnBefore: before('CALENDAR_DAY', ...warned),
});

const inWorkingDays = (
  rule: CaseDeadlineRule,
  amount: number,
  basis: DeadlineRule['basis'],
  basisText: string,
): DeadlineRule => ({
  ...{ rule, amount, unit: 'WORKING_DAY', basis, basisText, rollForward: false },
  warnBefore: before('WORKING_DAY', ...(amount > 2 ? [2, 1] : [])),
});

export const petitionRules = {
  notice: statutory('NOTICE', 15, '第二十二条', [5, 2]),
  objection: inWorkingDays('OBJECTION', 5, 'STATUTE', '《信访工作条例》第二十三条'),
  finish: statutory('FINISH', 60, '第三十四条', [15, 5]),
  review: statutory('REVIEW', 30, '第三十五条', [10, 3]),
  recheck: statutory('RECHECK', 30, '第三十六条', [10, 3]),
} as const;

export const hotlineReturnRule = inWorkingDays('RETURN', 2, 'LOCAL_RULE', '热线工单非本单位职责的2个工作日内退回');

const ownRules: Readonly<Record<CaseKind, DeadlineRule | null>> = {
  SERVICE: inWorkingDays('ANSWER', 5, 'POLICY', '限时办结制'),
  HOTLINE: inWorkingDays('ANSWER', 5, 'LOCAL_RULE', '热线工单5个工作日办结'),
  CONSULT: inWorkingDays('ANSWER', 5, 'POLICY', '限时办结制'),
  SUGGESTION: inWorkingDays('ANSWER', 15, 'POLICY', '限时办结制'),
  STAFF_APPEAL: inWorkingDays('ANSWER', 15, 'POLICY', '限时办结制'),
  PETITION: null,
  ACCUSATION: null,
};

/** The limit to answer: what the unit's list promises, else what the kind says; null where it does not begin with the registration. */
export const answerRule = (kind: CaseKind, promisedDays: number | null): DeadlineRule | null =>
  promisedDays === null ? ownRules[kind] : inWorkingDays('ANSWER', promisedDays, 'AGREED', '政务服务事项承诺时限');
