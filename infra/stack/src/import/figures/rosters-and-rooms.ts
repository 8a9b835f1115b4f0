import { type Ask, ever, inOffice } from './asking.ts';

/** Pairs of bookings of this export that overlap, as the graph knows them. */
export async function askRoomConflicts(ask: Ask, bookingNos: ReadonlySet<string>): Promise<string[][]> {
  const { roomConflicts } = await ask(
    'query Import_RoomConflicts($from: DateTime!, $to: DateTime!) { roomConflicts(from: $from, to: $to) { bookingNo otherBookingNo } }',
    ever,
  );
  const pairs = (roomConflicts as { bookingNo: string; otherBookingNo: string }[])
    .map(({ bookingNo, otherBookingNo }) => [bookingNo, otherBookingNo].sort())
    .filter((pair) => pair.some((no) => bookingNos.has(no)))
    .map((pair) => JSON.stringify(pair));
  return [...new Set(pairs)].sort().map((pair) => JSON.parse(pair));
}

export interface RosterFigures {
  readonly gap_minutes: number;
  readonly gaps: readonly (readonly [from: string, to: string])[];
}

/** What the rosters of these orgs leave uncovered; orgs the directory does not know have none. */
export async function askRosters(ask: Ask, orgCodes: ReadonlySet<string>, asOf: string | null): Promise<RosterFigures> {
  let minutes = 0;
  const gaps: [string, string][] = [];
  for (const code of [...orgCodes].sort()) {
    const { org } = await ask('query Import_RosterOrg($code: String!) { org(code: $code) { id } }', { code });
    if (!org) continue;
    const { rosterQuality } = await ask(
      'query Import_Roster($orgId: ID!, $asOf: DateTime) { rosterQuality(orgId: $orgId, asOf: $asOf) { gapMinutes gaps { from to } } }',
      { orgId: org.id, asOf },
    );
    minutes += rosterQuality?.gapMinutes ?? 0;
    for (const { from, to } of rosterQuality?.gaps ?? []) gaps.push([inOffice(from), inOffice(to)]);
  }
  return { gap_minutes: minutes, gaps: gaps.sort(([a], [b]) => (a < b ? -1 : 1)) };
}
