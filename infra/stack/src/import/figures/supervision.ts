import type { Data } from '../../client.ts';
import { type Asked, byKey, everyPage, periodBefore, share } from './asking.ts';
import type { WeeklyReports } from './weekly-reports.ts';

const lightsQuery = `query Import_Lights($orgId: ID!, $asOf: DateTime, $after: String) {
  itemLights(orgId: $orgId, asOf: $asOf, first: 100, after: $after) {
    nodes { code light reason }
    pageInfo { hasNextPage endCursor }
  }
}`;

const orphansQuery = `query Import_Orphans($asOf: DateTime, $after: String) {
  orphanDecisions(asOf: $asOf, first: 100, after: $after) {
    nodes { code }
    pageInfo { hasNextPage endCursor }
  }
}`;

const orphanInstructionsQuery = `query Import_OrphanInstructions($asOf: DateTime, $after: String) {
  orphanInstructions(asOf: $asOf, first: 100, after: $after) {
    nodes { code }
    pageInfo { hasNextPage endCursor }
  }
}`;

const coverageQuery = `query Import_DecisionCoverage($orgId: ID!, $decidedAt: DateTimeFilter!, $asOf: DateTime) {
  decisionCoverage(orgId: $orgId, decidedAt: $decidedAt, asOf: $asOf) { numerator denominator }
}`;

const keySitesQuery = `query Import_KeySites($orgId: ID!, $period: DateTimeFilter!, $asOf: DateTime) {
  uninspectedKeySites(orgId: $orgId, period: $period, asOf: $asOf) { code }
}`;

const sitesQuery = `query Import_Sites($after: String) {
  sites(first: 100, after: $after) { nodes { code keyPart } pageInfo { hasNextPage endCursor } }
}`;

export interface SupervisionFilter {
  /** Codes of the export's own resolutions. */
  readonly resolutions: ReadonlySet<string>;
  /** Numbers of the export's own instructions; null where its register was not loaded. */
  readonly instructions: ReadonlySet<string> | null;
  /** When the first decision of the export was taken; null where it tells of none. */
  readonly decidedFrom: string | null;
  /** Codes of the export's own places. */
  readonly sites: ReadonlySet<string>;
  /** First day on which an inspection of the export was due. */
  readonly inspectedFrom: string;
  readonly reports: WeeklyReports | null;
}

/** Lights, decisions that nobody follows, and cells that nobody filled. */
export async function askSupervision(asked: Asked, filter: SupervisionFilter) {
  const { ask, orgId, asOf } = asked;
  const lights = await everyPage(ask, lightsQuery, { orgId, asOf }, ({ itemLights }) => itemLights);
  const orphans = await everyPage(ask, orphansQuery, { asOf }, ({ orphanDecisions }) => orphanDecisions);
  const counts = Map.groupBy(lights, ({ light }) => light as string);
  return {
    lights: byKey(lights.map(({ code, light, reason }) => [code, { light, reason: wordsOf(reason) }] as const)),
    light_counts: byKey([...counts].map(([light, items]) => [light, items.length] as const)),
    orphan_resolutions: orphans
      .map(({ code }) => code as string)
      .filter((code) => filter.resolutions.has(code))
      .toSorted(),
    ...(filter.instructions && (await decisions(asked, filter.instructions, filter.decidedFrom))),
    ...(filter.reports && { blank_cells: await blankCells(asked, filter, filter.reports) }),
  };
}

/** Which instructions nobody follows, and how many decisions of both kinds were followed in time. */
async function decisions({ ask, orgId, asOf }: Asked, instructions: ReadonlySet<string>, decidedFrom: string | null) {
  const orphans = await everyPage(ask, orphanInstructionsQuery, { asOf }, (data) => data.orphanInstructions);
  const longest = periodBefore(asOf, 366).gte;
  const decidedAt = { gte: decidedFrom !== null && decidedFrom > longest ? decidedFrom : longest };
  const { decisionCoverage } = await ask(coverageQuery, { orgId, decidedAt, asOf });
  return {
    decision_coverage: share(decisionCoverage),
    orphan_instructions: orphans
      .map(({ code }) => code as string)
      .filter((code) => instructions.has(code))
      .toSorted(),
  };
}

async function blankCells({ ask, orgId, asOf }: Asked, filter: SupervisionFilter, reports: WeeklyReports) {
  const period = { gte: `${filter.inspectedFrom}T00:00:00+08:00`, ...(asOf && { lt: asOf }) };
  const { uninspectedKeySites } = await ask(keySitesQuery, { orgId, period, asOf });
  const sites = await everyPage(ask, sitesQuery, {}, (data) => data.sites);
  const keySites = sites.filter(({ code, keyPart }) => keyPart && filter.sites.has(code));
  const uninspected = uninspectedKeySites.map(({ code }: Data) => code as string).toSorted();
  const cells = Object.entries(reports.matrix).flatMap(([org, weeks]) =>
    Object.entries(weeks).map(([week, state]) => ({ cell: `${org} ${week}`, state })),
  );
  const missing = cells.filter(({ state }) => state === 'MISSING').map(({ cell }) => cell);
  return {
    weekly_report: missing.toSorted(),
    key_site_inspection: uninspected,
    rate: share({
      numerator: missing.length + uninspected.length,
      denominator: cells.length + keySites.length,
    }),
  };
}

/** The county's words for a reason; one it does not know stays as the graph says it. */
const wordsOf = (reason: string | null): string => (reason === null ? '' : (words[reason] ?? reason));

const words: Readonly<Record<string, string>> = {
  CLOSED_OR_SUSPENDED: 'closed or suspended',
  PAST_DUE: 'past due',
  TWO_FEEDBACKS_MISSED: 'two feedbacks missed in a row',
  RED_NOTICE_OPEN: 'red notice unanswered',
  DUE_WITHIN_3_WORKING_DAYS: 'due within 3 working days',
  BEHIND_SCHEDULE: 'elapsed minus progress above 15',
  FEEDBACK_MISSED: 'last feedback missed',
  VERIFICATION_FAILED: 'verification failed once',
  OBSTACLE_OPEN_LONG: 'obstacle open over 5 working days',
};
