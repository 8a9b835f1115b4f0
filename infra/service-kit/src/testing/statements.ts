import { countStatements } from '../database/database.ts';

/**
 * SQL statements of the work alone: the least of three runs, because what is kept for seconds (the tree of orgs, the
 * calendar) may be read again during any of them.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const counts: number[] = [];
  while (counts.length < 3) counts.push(await countStatements(work));
  return Math.min(...counts);
}
