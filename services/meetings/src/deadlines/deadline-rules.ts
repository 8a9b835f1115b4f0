import type { DeadlineRule } from '@chengqi/office-kernel';

/** The limits that a meeting (MINUTES) and its resolutions (SUPERVISE) may stand under (DOMAIN 7, MTG-6). */
export type MeetingDeadlineRule = 'MINUTES' | 'SUPERVISE';

/** Warned of so many working days before the end. */
const inWorkingDays = (rule: MeetingDeadlineRule, amount: number, warned: number, basisText: string) =>
  ({
    ...{ rule, amount, unit: 'WORKING_DAY', basis: 'POLICY', basisText, rollForward: false },
    warnBefore: [{ amount: warned, unit: 'WORKING_DAY' }],
  }) satisfies DeadlineRule;

export const rules = {
  minutes: inWorkingDays('MINUTES', 5, 2, '会议结束后5个工作日内印发会议纪要'),
  supervise: inWorkingDays('SUPERVISE', 2, 1, '议定事项生效后2个工作日内立项督办或免予督办'),
};
