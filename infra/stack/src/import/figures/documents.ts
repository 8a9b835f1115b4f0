import { cell } from '@chengqi/office-kernel';
import type { Data } from '../../client.ts';
import type { ExportTable } from '../export-rows.ts';
import { type Asked, byKey, share } from './asking.ts';

const sequencesQuery = `query Import_NumberSequences($orgId: ID!, $year: Int!, $asOf: DateTime) {
  documentBoard(orgId: $orgId, year: $year, asOf: $asOf) {
    numberSequences { orgCode docCode year first last used voided gaps }
  }
}`;

const boardQuery = `query Import_DocumentBoard($orgId: ID!, $receivedAt: DateTimeFilter, $asOf: DateTime) {
  documentBoard(orgId: $orgId, receivedAt: $receivedAt, asOf: $asOf) {
    unsignedDeliveries overdue registerEntriesAboveCeiling
    onTime { numerator denominator }
    onTimeByOrg { orgCode numerator denominator }
  }
}`;

const keyOf = (org: string, docCode: string, year: number): string => `${org} ${docCode} ${year}`;

/** Numbers that the export's ledger gave, code by code; those below its first one belong to earlier exports. */
export async function askNumberSequences({ ask, orgId, asOf }: Asked, firsts: ReadonlyMap<string, number>) {
  const years = new Set([...firsts.keys()].map((key) => Number(key.split(' ').at(-1))));
  const found: Data[] = [];
  for (const year of years) {
    const { documentBoard: board } = await ask(sequencesQuery, { orgId, year, asOf });
    found.push(...board.numberSequences);
  }
  return found
    .flatMap(({ orgCode, docCode, year, ...sequence }: Data) => {
      const first = firsts.get(keyOf(orgCode, docCode, year));
      return first === undefined || sequence.last < first
        ? []
        : [{ org: orgCode, doc_code: docCode, year, ...since(first, sequence) }];
    })
    .toSorted((a: Data, b: Data) => compare(a.org, b.org) || compare(a.doc_code, b.doc_code) || a.year - b.year);
}

/** What of a sequence lies at or above the first serial of the export. */
function since(from: number, { first, last, used, ...serials }: Data) {
  const [voided, gaps]: number[][] = [serials.voided, serials.gaps].map((all: number[]) =>
    all.filter((n) => n >= from),
  );
  if (from <= first) return { first, last, used, voided, gaps };
  return { first: from, last, used: last - from + 1 - (voided?.length ?? 0) - (gaps?.length ?? 0), voided, gaps };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export interface Register {
  /** Numbers of the export's own received documents. */
  readonly numbers: ReadonlySet<string>;
  /** When the first of them was received; null where the export tells of none. */
  readonly receivedFrom: string | null;
}

/** How received documents of the export are handled, and what is still on its way to its recipients. */
export async function askDocuments({ ask, orgId, asOf }: Asked, { numbers, receivedFrom }: Register) {
  const receivedAt = receivedFrom === null ? null : { gte: receivedFrom };
  const { documentBoard: board } = await ask(boardQuery, { orgId, receivedAt, asOf });
  return {
    overdue: board.overdue.filter((no: string) => numbers.has(no)).toSorted(),
    on_time_handling: share(board.onTime),
    on_time_handling_by_org: byKey(board.onTimeByOrg.map((rate: Data) => [rate.orgCode as string, share(rate)])),
    register_entries_above_ceiling: board.registerEntriesAboveCeiling.toSorted(),
    unsigned_deliveries: board.unsignedDeliveries,
  };
}

const code = cell.code();
const number = cell.int();
const zone = 'Asia/Shanghai';

/** The lowest serial of each sequence in the rows of the ledger. */
export function firstSerials(table: ExportTable | undefined): Map<string, number> {
  const firsts = new Map<string, number>();
  const column = (name: string): number => table?.header.findIndex((each) => each.trim() === name) ?? -1;
  const [org, docCode, year, serial] = ['issuing_org', 'doc_code', 'year', 'serial'].map(column);
  for (const { values } of table?.rows ?? []) {
    const at = (index = -1): string => values[index] ?? '';
    const [found, ofYear] = [number.clean(at(serial), zone), number.clean(at(year), zone)];
    const [ofOrg, ofCode] = [code.clean(at(org), zone), code.clean(at(docCode), zone)];
    if (!('value' in found && 'value' in ofYear && 'value' in ofOrg && 'value' in ofCode)) continue;
    if (!found.value || !ofYear.value) continue;
    const key = keyOf(ofOrg.value ?? '', ofCode.value ?? '', ofYear.value);
    firsts.set(key, Math.min(found.value, firsts.get(key) ?? found.value));
  }
  return firsts;
}
