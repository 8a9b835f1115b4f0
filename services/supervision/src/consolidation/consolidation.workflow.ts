import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { type Doer, defineWorkflow, role } from '@chengqi/service-kit';
import type { ReportAttempt, ReportField, ReportState } from '../reporting/reporting.ts';
import type {
  Consolidation,
  ConsolidationAction,
  ConsolidationFigures,
  ConsolidationState,
  ConsolidationTotal,
} from './consolidation.ts';

type Who = Doer<Consolidation>;
const director: Who = role('OFFICE_DIRECTOR');
const supervisor: Who = role('SUPERVISOR');

const wording = { states: words.values.ConsolidationState, actions: words.values.ConsolidationAction };

export const consolidationWorkflow = defineWorkflow<Consolidation, ConsolidationState, ConsolidationAction>(wording, [
  { from: 'DRAFT', action: 'DRAFT', to: 'DRAFT', roles: [supervisor, director] },
  { from: 'DRAFT', action: 'FINALIZE', to: 'FINAL', roles: [director] },
]);

export const consolidationAccess: Access<Consolidation, ConsolidationState, ConsolidationAction> = {
  type: 'Consolidation',
  roles: consolidationWorkflow.roles,
  workflow: consolidationWorkflow,
};

/** A unit that has to report, with the state of its report; null while there is none. */
export interface UnitReport {
  readonly orgId: string;
  readonly state: ReportState | null;
}

type Values = ReportAttempt['values'];

const isMissing = ({ state }: UnitReport): boolean => state !== 'ACCEPTED' && state !== 'EXEMPTED';

/** SUP-9: every unit that owes a report and has none that was accepted. */
export const missingOf = (units: readonly UnitReport[]): { readonly orgId: string; readonly state: ReportState }[] =>
  units.filter(isMissing).map(({ orgId, state }) => ({ orgId, state: state ?? 'EXPECTED' }));

/** What the accepted reports come to, column by column as the duty lays it down. */
export function figuresOf(
  fields: readonly ReportField[],
  units: readonly UnitReport[],
  given: ReadonlyMap<string, Values>,
): ConsolidationFigures {
  const accepted = units
    .map(({ orgId, state }) => (state === 'ACCEPTED' ? given.get(orgId) : undefined))
    .filter((values) => values !== undefined);
  return {
    units: units.length,
    accepted: accepted.length,
    exempted: units.filter(({ state }) => state === 'EXEMPTED').length,
    missing: units.filter(isMissing).length,
    totals: fields.flatMap((field) => totalOf(field, accepted)),
  };
}

function totalOf({ key, label, aggregate = 'SUM' }: ReportField, accepted: readonly Values[]): ConsolidationTotal[] {
  if (aggregate === 'NONE') return [];
  const values = accepted.map((given) => given[key]).filter((value) => value !== undefined);
  const value = aggregate === 'LIST' ? null : aggregate === 'AVG' ? meanOf(values) : sumOf(values);
  return [{ key, label, aggregate, value }];
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0) / values.length);

/** Figures have at most four decimals; binary fractions must not add up to more. */
export const sumOf = (values: readonly number[]): number => rounded(values.reduce((sum, value) => sum + value, 0));

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
