import type { Data } from '../../client.ts';
import { type Asked, byKey, everyPage, inOffice, rounded } from './asking.ts';

const dutiesQuery = '{ reportingDuties { id kind reporters(first: 100) { nodes { code } } } }';

const matrixQuery = `query Import_WeeklyMatrix($dutyId: ID!, $periods: [String!]!, $asOf: DateTime, $after: String) {
  submissionMatrix(dutyId: $dutyId, periods: $periods, asOf: $asOf, first: 100, after: $after) {
    nodes { orgCode cells { period state dueAt } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const sumsQuery = `query Import_WeeklySums($dutyId: ID!, $period: String!, $asOf: DateTime) {
  reportSums(dutyId: $dutyId, period: $period, asOf: $asOf) { sums { key value } }
}`;

export interface WeeklyReports {
  readonly due: Readonly<Record<string, string>>;
  readonly matrix: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly counts: unknown;
  readonly accepted_sums: unknown;
}

/** Who handed in what and when in these weeks, and what the accepted reports add up to; null when nobody has to report. */
export async function askWeeklyReports(
  { ask, asOf }: Asked,
  weeks: ReadonlySet<string>,
  orgCodes: ReadonlySet<string>,
): Promise<WeeklyReports | null> {
  const { reportingDuties } = await ask(dutiesQuery, {});
  const duty = reportingDuties.find(
    ({ kind, reporters }: Data) => kind === 'WEEKLY' && reporters.nodes.some(({ code }: Data) => orgCodes.has(code)),
  );
  if (!duty) return null;
  const periods = [...weeks].sort();
  const rows = await everyPage(
    ask,
    matrixQuery,
    { dutyId: duty.id, periods, asOf },
    ({ submissionMatrix }) => submissionMatrix,
  );
  const cells = rows.flatMap(({ orgCode, cells: mine }) => mine.map((cell: Data) => ({ ...cell, orgCode })));
  const sums: [string, Record<string, number | null>][] = [];
  for (const period of periods) {
    const { reportSums } = await ask(sumsQuery, { dutyId: duty.id, period, asOf });
    sums.push([period, byKey(reportSums.sums.map(({ key, value }: Data) => [key, rounded(value)] as const))]);
  }
  return {
    due: byKey(cells.map(({ period, dueAt }: Data) => [period, inOffice(dueAt)] as const)),
    matrix: tableOf(cells, 'orgCode', (mine) => byKey(mine.map(({ period, state }) => [period, state] as const))),
    counts: tableOf(cells, 'period', (mine) =>
      byKey([...Map.groupBy(mine, ({ state }) => state as string)].map(([state, all]) => [state, all.length] as const)),
    ),
    accepted_sums: byKey(sums),
  };
}

const tableOf = <T>(cells: readonly Data[], key: string, of: (cells: readonly Data[]) => T): Record<string, T> =>
  byKey([...Map.groupBy(cells, (cell) => cell[key] as string)].map(([name, mine]) => [name, of(mine)] as const));
