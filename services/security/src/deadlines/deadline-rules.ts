import type { DeadlineRule } from '@chengqi/office-kernel';
import { generalDays, type HazardLevel, majorDays, regulatorHours } from '../hazards/hazard.ts';

/** The limits that a hazard may stand under (DOMAIN 7, HAZ-3). */
export type HazardDeadlineRule = 'CONFIRM' | 'PLAN' | 'RECTIFY' | 'REPORT_REGULATOR';

type Rule = DeadlineRule & { readonly rule: HazardDeadlineRule };
type Terms = Pick<DeadlineRule, 'amount' | 'unit' | 'basisText'>;

/** Warned of so many hours before the end; what ends on the day it begins is not. */
const byPolicy = (rule: HazardDeadlineRule, terms: Terms, ...hours: number[]): Rule => ({
  ...{ rule, ...terms, basis: 'POLICY', rollForward: false },
  warnBefore: hours.filter((amount) => amount > 0).map((amount) => ({ amount, unit: 'HOUR' })),
});

/** Hours of a day, of which the half and the last fifth are warned of. */
const [half, fifth] = [12, 4.8];

export const rules = {
  /** By the level that was reported; nothing grave was said where none was. */
  confirm: (reported: HazardLevel | null): Rule =>
    reported === 'MAJOR'
      ? byPolicy('CONFIRM', { amount: 2, unit: 'HOUR', basisText: '重大隐患2小时内核实确认' }, 1)
      : byPolicy('CONFIRM', { amount: 1, unit: 'WORKING_DAY', basisText: '一般隐患1个工作日内核实确认' }, half),
  plan: (days: number): Rule =>
    byPolicy(
      'PLAN',
      { amount: days, unit: 'CALENDAR_DAY', basisText: `重大隐患整改方案须在最长整改期限（${majorDays}日）内批准` },
      days * half,
      days * fifth,
    ),
  rectify: (level: HazardLevel | null, days: number): Rule =>
    byPolicy(
      'RECTIFY',
      {
        ...{ amount: days, unit: 'CALENDAR_DAY' },
        basisText: level === 'MAJOR' ? '重大隐患按批准的整改方案确定的时限整改' : `一般隐患${generalDays}日内整改`,
      },
      days * half,
      days * fifth,
    ),
  regulator: byPolicy(
    'REPORT_REGULATOR',
    { amount: regulatorHours, unit: 'HOUR', basisText: '重大隐患确认后24小时内报告监管部门' },
    regulatorHours / 2,
  ),
};
