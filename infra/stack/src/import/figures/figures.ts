import { cell } from '@chengqi/office-kernel';
import type { FigureName } from '../expectation.ts';
import type { ExportTable } from '../export-rows.ts';
import type { Ask, Asked } from './asking.ts';
import { askCalls } from './calls.ts';
import { askCases, askPetitions } from './cases.ts';
import { askDocuments, askNumberSequences, firstSerials } from './documents.ts';
import { askHazards } from './hazards.ts';
import { askCompleteChains } from './lineage.ts';
import { askRoomConflicts, askRosters } from './rosters-and-rooms.ts';
import { askSatisfaction } from './satisfaction.ts';
import { askSupervision } from './supervision.ts';
import { askWeeklyReports } from './weekly-reports.ts';

export interface AskedFigures {
  readonly figures: Readonly<Partial<Record<FigureName, unknown>>>;
  /** Figures that the graph did not answer, with the reason. */
  readonly failed: Readonly<Partial<Record<FigureName, string>>>;
}

const instant = cell.instant();
const zone = 'Asia/Shanghai';

type Tables = Readonly<Record<string, ExportTable>>;

/** A figure, or why it could not be asked. */
type Found = readonly [name: FigureName, ask: () => Promise<unknown>];

/** Every figure that the loaded files determine, as the graph answers it now or as of the moment given. */
export async function askFigures(
  tables: Tables,
  ask: Ask,
  asOf: string | null,
  readers: readonly Ask[] = [],
): Promise<AskedFigures> {
  const head = await headOf(tables, ask);
  const figures: Partial<Record<FigureName, unknown>> = {};
  const failed: Partial<Record<FigureName, string>> = {};
  const asked = [
    ...ofHouse(tables, ask, asOf),
    ...(head === null ? [] : ofOrg(tables, { ask, orgId: head, asOf, readers })),
  ];
  for (const [name, find] of asked) {
    try {
      figures[name] = await find();
    } catch (error) {
      failed[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return { figures, failed };
}

function ofHouse(tables: Tables, ask: Ask, asOf: string | null): Found[] {
  const bookings = valuesOf(tables, 'room_bookings.csv', 'booking_no');
  const rosters = valuesOf(tables, 'duty_roster.csv', 'org_code');
  return [
    ...(bookings ? [['room_conflicts', () => askRoomConflicts(ask, bookings)] satisfies Found] : []),
    ...(rosters ? [['roster', () => askRosters(ask, rosters, asOf)] satisfies Found] : []),
  ];
}

function ofOrg(tables: Tables, asked: Asked): Found[] {
  const ofFile = (file: string, name: FigureName, find: (asked: Asked) => Promise<unknown>): Found[] =>
    file in tables ? [[name, () => find(asked)]] : [];
  const weeks = valuesOf(tables, 'weekly_reports.csv', 'period');
  const orgs = valuesOf(tables, 'orgs.csv', 'org_code') ?? new Set();
  const reports = weeks && (() => askWeeklyReports(asked, weeks, orgs));
  return [
    ...ofFile('outgoing_documents.csv', 'number_sequences', (asked) =>
      askNumberSequences(asked, firstSerials(tables['outgoing_documents.csv'])),
    ),
    ...ofFile('deliveries.csv', 'documents', (asked) => askDocuments(asked, registerOf(tables))),
    ...ofFile('calls_cdr.csv', 'calls', async () =>
      askCalls({ ...asked, orgId: await dutyRoomOf(tables, asked.ask, asked.orgId) }),
    ),
    ...ofFile('supervision_items.csv', 'supervision', async () =>
      askSupervision(asked, { ...cellsOf(tables), reports: (await reports?.()) ?? null }),
    ),
    ...(reports ? [['weekly_reports', reports] satisfies Found] : []),
    ...ofFile('hazards.csv', 'hazards', askHazards),
    ...ofFile('cases.csv', 'petitions', askPetitions),
    ...ofFile('cases.csv', 'cases', askCases),
    ...ofFile('ratings.csv', 'satisfaction', askSatisfaction),
    ...ofFile('archive_records.csv', 'lineage_complete', (asked) =>
      askCompleteChains(asked, valuesOf(tables, 'meetings.csv', 'meeting_no') ?? new Set()),
    ),
  ];
}

const registerOf = (tables: Tables) => ({
  numbers: valuesOf(tables, 'incoming_documents.csv', 'register_no') ?? new Set<string>(),
  receivedFrom: earliestOf(tables, { 'incoming_documents.csv': 'received_at' }),
});

const cellsOf = (tables: Tables) => ({
  resolutions: valuesOf(tables, 'resolutions.csv', 'resolution_code') ?? new Set<string>(),
  instructions: valuesOf(tables, 'incoming_documents.csv', 'instruction_no'),
  decidedFrom: earliestOf(tables, { 'resolutions.csv': 'adopted_at', 'incoming_documents.csv': 'instruction_at' }),
  sites: valuesOf(tables, 'sites.csv', 'site_code') ?? new Set<string>(),
  inspectedFrom: [...(valuesOf(tables, 'inspections.csv', 'due_date') ?? [])].sort()[0] ?? '2000-01-01',
});

/** The distinct values of a column; null when the file was not loaded. */
export function valuesOf(tables: Tables, file: string, column: string): Set<string> | null {
  const table = tables[file];
  const index = table?.header.findIndex((name) => name.trim() === column) ?? -1;
  return table ? new Set(table.rows.flatMap(({ values }) => values[index]?.trim() || [])) : null;
}

/** The earliest readable instant of a column of each file; null where there is none. */
function earliestOf(tables: Tables, columns: Readonly<Record<string, string>>): string | null {
  const written = Object.entries(columns).flatMap(([file, column]) => [...(valuesOf(tables, file, column) ?? [])]);
  const instants = written.flatMap((value) => {
    const read = instant.clean(value, zone);
    return 'value' in read && read.value ? [read.value.getTime()] : [];
  });
  return instants.length === 0 ? null : new Date(Math.min(...instants)).toISOString();
}

/** The id of the org that stands above all others of the export; null when it names no orgs. */
async function headOf(tables: Tables, ask: Ask): Promise<string | null> {
  const { header = [], rows = [] } = tables['orgs.csv'] ?? {};
  const column = (name: string): number => header.findIndex((each) => each.trim() === name);
  const field = (values: readonly string[], name: string): string => values[column(name)]?.trim() ?? '';
  const head = rows.find(({ values }) => field(values, 'org_code') !== '' && field(values, 'parent_code') === '');
  return head ? idOfOrg(ask, field(head.values, 'org_code')) : null;
}

/** The org in whose duty room the calls of the export rang: that of its roster, or the one given. */
async function dutyRoomOf(tables: Tables, ask: Ask, otherwise: string): Promise<string> {
  const [code] = valuesOf(tables, 'duty_roster.csv', 'org_code') ?? [];
  return (code && (await idOfOrg(ask, code))) || otherwise;
}

async function idOfOrg(ask: Ask, code: string): Promise<string | null> {
  const { org } = await ask('query Import_Org($code: String!) { org(code: $code) { id } }', { code });
  return org?.id ?? null;
}
