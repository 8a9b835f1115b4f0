import type { Data } from '../../client.ts';
import { type Asked, byKey, share } from './asking.ts';

const query = `query Import_HazardBoard($orgId: ID!, $asOf: DateTime) {
  hazardBoard(orgId: $orgId, asOf: $asOf) {
    byLevelState { level state count } overdue closedLate recurrence { numerator denominator }
  }
}`;

/** The hazard ledger: where hazards stand and which missed their limit. */
export async function askHazards({ ask, orgId, asOf }: Asked) {
  const { hazardBoard: board } = await ask(query, { orgId, asOf });
  return {
    by_level_state: byKey(
      board.byLevelState.map(({ level, state, count }: Data) => [`${level}/${state}`, count] as const),
    ),
    overdue: board.overdue.toSorted(),
    closed_late: board.closedLate.toSorted(),
    recurrence: share(board.recurrence),
  };
}
