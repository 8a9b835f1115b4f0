import type { DeadlineRule } from '@chengqi/office-kernel';
import type { DocumentUrgency } from '@chengqi/schemas/events/documents';

/** The limits that a delivery (SIGN_IN) and a finished document (FILE) may stand under (DOMAIN 7). */
export type DocumentDeadlineRule = 'SIGN_IN' | 'FILE';

type Rule = DeadlineRule & { readonly rule: DocumentDeadlineRule };

const unhurried: readonly DocumentUrgency[] = ['NONE', 'TELEGRAM_NORMAL'];
const byPolicy = { basis: 'POLICY', rollForward: false } as const;

export const rules = {
  /** Half of the time is warned of: an hour, or noon of the last day. */
  signIn: (urgency: DocumentUrgency): Rule =>
    unhurried.includes(urgency)
      ? {
          ...{ ...byPolicy, rule: 'SIGN_IN', amount: 1, unit: 'WORKING_DAY', basisText: '平件1个工作日内签收或退文' },
          warnBefore: [{ amount: 12, unit: 'HOUR' }],
        }
      : {
          ...{ ...byPolicy, rule: 'SIGN_IN', amount: 2, unit: 'HOUR', basisText: '急件2小时内签收或退文' },
          warnBefore: [{ amount: 1, unit: 'HOUR' }],
        },
  /** Until 30 June, warned of when April and June begin. */
  file: (days: number): Rule => ({
    ...{ ...byPolicy, rule: 'FILE', amount: days, unit: 'CALENDAR_DAY', basisText: '上年度文件次年6月30日前归档' },
    warnBefore: [91, 30].map((amount) => ({ amount, unit: 'CALENDAR_DAY' })),
  }),
};
