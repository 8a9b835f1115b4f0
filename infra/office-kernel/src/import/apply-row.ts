import { DomainError, type ErrorCode, type Transaction } from '@chengqi/service-kit';
import type { Cells, ImportContext, ImportPlan, ImportRemark, ImportVerdict, ValuesOf } from './import-plan.ts';
import { type ReadRow, worst } from './import-row.ts';

/** What a refusal of the domain means for a row of history; other codes are faults of the import itself. */
const fates: Partial<Record<ErrorCode, 'REJECTED' | 'QUARANTINED'>> = {
  BAD_USER_INPUT: 'REJECTED',
  DUPLICATE: 'REJECTED',
  NOT_FOUND: 'QUARANTINED',
  REFERENCE_UNKNOWN: 'QUARANTINED',
  CLEARANCE_REQUIRED: 'QUARANTINED',
  ILLEGAL_TRANSITION: 'QUARANTINED',
  GUARD_FAILED: 'QUARANTINED',
  SEPARATION_OF_DUTIES: 'QUARANTINED',
  CONFLICT_BOOKING: 'QUARANTINED',
  CONFLICT_SHIFT: 'QUARANTINED',
  DEADLINE_PASSED: 'QUARANTINED',
  LIMIT_EXCEEDED: 'QUARANTINED',
};

/** Lets the service store a readable row; its refusals become the row's fate. */
export async function applyRow<C extends Cells>(
  tx: Transaction,
  plan: ImportPlan<C>,
  row: ReadRow,
  context: ImportContext,
): Promise<ReadRow> {
  try {
    const answer = await plan.apply(tx, row.values as ValuesOf<C>, context);
    const verdicts =
      answer === undefined ? [] : Array.isArray(answer) ? (answer as ImportVerdict[]) : [answer as ImportVerdict];
    return withVerdicts(row, verdicts);
  } catch (error) {
    const outcome = error instanceof DomainError ? fates[error.code] : undefined;
    if (!(error instanceof DomainError) || outcome === undefined) throw error;
    const { field = null, rule = null } = error.details as { field?: string; rule?: string };
    const problems = error.problems.length > 0 ? error.problems : [{ path: field, rule, text: error.text }];
    return withVerdicts(
      row,
      problems.map(({ path, rule: broken, text }) => ({
        outcome,
        column: path === null ? null : columnOf(path),
        reason: `${error.code}${broken === null ? '' : ` ${broken}`}: ${text.en}`,
      })),
    );
  }
}

/** A column that holds a list is one cell. */
const columnOf = (path: string): string => path.split('.')[0] ?? path;

function withVerdicts(row: ReadRow, verdicts: readonly ImportVerdict[]): ReadRow {
  const remarks = verdicts.map(
    ({ column, reason, clean = null }): ImportRemark => ({ column, reason, raw: rawOf(row, column), clean }),
  );
  return {
    ...row,
    outcome: worst([row.outcome, ...verdicts.map(({ outcome }) => outcome)]),
    remarks: [...row.remarks, ...remarks],
  };
}

function rawOf({ raw }: ReadRow, column: string | null): string | null {
  if (column === null || raw === null || typeof raw !== 'object') return null;
  return (raw as Record<string, string | null>)[column] ?? null;
}
