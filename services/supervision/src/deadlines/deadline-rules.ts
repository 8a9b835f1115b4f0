import type { DeadlineRule } from '@chengqi/office-kernel';

/** The limits that an item and its parts (DOMAIN 7), and the parties of a coordination (POSITION), may stand under. */
export type SupervisionDeadlineRule =
  | 'REGISTER'
  | 'ACCEPT'
  | 'FEEDBACK'
  | 'FINISH'
  | 'EXTENSION'
  | 'NOTICE'
  | 'MILESTONE'
  | 'POSITION';

type Rule = DeadlineRule & { readonly rule: SupervisionDeadlineRule };

const inWorkingDays = (
  rule: SupervisionDeadlineRule,
  amount: number,
  basisText: string,
  ...warned: number[]
): Rule => ({
  ...{ rule, amount, unit: 'WORKING_DAY', basis: 'POLICY', basisText, rollForward: false },
  warnBefore: warned.map((days) => ({ amount: days, unit: 'WORKING_DAY' })),
});

/** What somebody laid down, so many calendar days from its start. */
const laidDown = (rule: SupervisionDeadlineRule, amount: number, basisText: string, ...warned: number[]): Rule => ({
  ...inWorkingDays(rule, amount, basisText, ...warned),
  unit: 'CALENDAR_DAY',
  basis: 'AGREED',
});

export const rules = {
  register: inWorkingDays('REGISTER', 2, '决议、批示等形成后2个工作日内立项', 1),
  accept: inWorkingDays('ACCEPT', 1, '交办后1个工作日内签收'),
  extension: inWorkingDays('EXTENSION', 2, '延期申请2个工作日内审批', 1),
  feedback: (days: number) => laidDown('FEEDBACK', days, '按立项确定的周期反馈', 1),
  finish: (days: number) => laidDown('FINISH', days, '立项确定的办理时限', 3, 1),
  milestone: (days: number) => laidDown('MILESTONE', days, '督办计划确定的节点时限', 3, 1),
  position: inWorkingDays('POSITION', 3, '提请协调后3个工作日内表态，逾期视为已听取意见', 1),
  notice: (days: number) => laidDown('NOTICE', days, '督办单载明的答复时限', 1),
};
