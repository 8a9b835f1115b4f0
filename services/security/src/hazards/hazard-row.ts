import { type Cell, cell, linesOf } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';
import { type Hazard, type HazardStatus, hazardCategories, type RectificationPlan } from './hazard.ts';

const states = [
  'REPORTED',
  'CONFIRMED',
  'RECTIFYING',
  'RECHECK',
  'CLOSED',
  'DISMISSED',
] as const satisfies HazardStatus[];

/** The columns of hazards.csv. */
export const hazardCells = {
  hazard_code: cell.key(40),
  site_code: cell.site({ required: true }),
  category: cell.enumeration(hazardCategories, { required: true }),
  description: cell.text({ required: true }),
  level: cell.enumeration(['GENERAL', 'MAJOR']),
  source_type: cell.enumeration(['FINDING', 'CALL', 'CASE', 'STAFF_REPORT', 'SUPERVISION'], { required: true }),
  source_ref: cell.code(),
  responsible_org: cell.org(),
  rectifier: cell.person(),
  reported_at: cell.instant({ required: true }),
  confirmed_at: cell.instant(),
  due_date: cell.day(),
  original_due_date: cell.day(),
  state: cell.enumeration(states, { required: true }),
  listed: cell.yesNo(),
  measures: cell.text(),
  funds_yuan: cell.number({ min: 0, max: 1e11 }),
  contingency: cell.text(),
  interim_controls: cell.text(),
  stop_use: cell.yesNo(),
  root_cause: cell.text({ max: 1000 }),
  preventive: cell.text({ max: 1000 }),
  notified_staff_at: cell.instant(),
  reported_to_regulator_at: cell.instant(),
  closed_at: cell.instant(),
  dismiss_reason: cell.text({ max: 500 }),
  recurrence_of: cell.code({ max: 40 }),
};

type Cells = typeof hazardCells;
/** A readable row of hazards.csv. */
export type HazardRow = { readonly [K in keyof Cells]: Cells[K] extends Cell<infer V> ? V : never };

type Judgement = Pick<
  Hazard,
  | 'status'
  | 'level'
  | 'responsibleOrgId'
  | 'confirmedAt'
  | 'dueAt'
  | 'originalDueAt'
  | 'listed'
  | 'rectifierIds'
  | 'rootCause'
  | 'preventive'
  | 'notifiedStaffAt'
  | 'reportedToRegulatorAt'
  | 'stopUse'
  | 'stoppedAt'
  | 'closedAt'
  | 'dismissedAt'
  | 'dismissReason'
>;

/**
 * What became of the hazard, in agreement with its state.
 * @throws DomainError BAD_USER_INPUT when the state claims what the row does not have
 */
export function judgementOf(row: HazardRow, endOf: (day: string) => Date): Judgement {
  assertComplete(row);
  const { state, confirmed_at, closed_at, due_date, original_due_date } = row;
  const stopUse = row.stop_use ?? false;
  const originalDue = original_due_date ?? due_date;
  return {
    status: state,
    level: row.level,
    responsibleOrgId: row.responsible_org,
    confirmedAt: confirmed_at,
    dueAt: due_date === null ? null : endOf(due_date),
    originalDueAt: originalDue === null ? null : endOf(originalDue),
    listed: row.listed ?? false,
    rectifierIds: row.rectifier !== null && (state === 'RECHECK' || state === 'CLOSED') ? [row.rectifier] : [],
    rootCause: row.root_cause,
    preventive: row.preventive,
    notifiedStaffAt: row.notified_staff_at,
    reportedToRegulatorAt: row.reported_to_regulator_at,
    stopUse,
    stoppedAt: stopUse ? confirmed_at : null,
    closedAt: state === 'CLOSED' ? closed_at : null,
    // An export does not say when a hazard was dismissed: it was none from the last moment known.
    dismissedAt: state === 'DISMISSED' ? (confirmed_at ?? row.reported_at) : null,
    dismissReason: row.dismiss_reason,
  };
}

function assertComplete({ state, level, responsible_org, reported_at, confirmed_at, due_date, closed_at }: HazardRow) {
  const missing = (field: string) => badInput(field, { en: `asked for by the state`, zh: '该状态须填写此项' });
  if (state !== 'REPORTED' && state !== 'DISMISSED') {
    if (level === null) throw missing('level');
    if (responsible_org === null) throw missing('responsible_org');
    if (confirmed_at === null) throw missing('confirmed_at');
    if (due_date === null) throw missing('due_date');
  }
  if (state === 'CLOSED' && closed_at === null) throw missing('closed_at');
  const early = (field: string) => badInput(field, { en: 'before the report', zh: '早于上报时间' });
  if (confirmed_at !== null && confirmed_at < reported_at) throw early('confirmed_at');
  if (closed_at !== null && closed_at < (confirmed_at ?? reported_at)) throw early('closed_at');
}

/** The plan of a confirmed hazard, as far as the export has it; who rectifies handed it in. */
export function planOf({
  state,
  rectifier,
  measures,
  due_date,
  confirmed_at,
  ...row
}: HazardRow): RectificationPlan | null {
  if (rectifier === null || measures === null || due_date === null || confirmed_at === null) return null;
  const approved = state !== 'CONFIRMED';
  return {
    responsibleId: rectifier,
    measures: linesOf(measures),
    funds: row.funds_yuan === null ? null : { amount: row.funds_yuan, source: null },
    deadline: due_date,
    contingency: row.contingency,
    interimControls: row.interim_controls,
    stopUse: row.stop_use,
    submittedById: rectifier,
    submittedAt: confirmed_at.toISOString(),
    approvedById: null,
    approvedAt: approved ? confirmed_at.toISOString() : null,
  };
}
