import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Delivery } from '../deliveries/delivery.ts';
import type { Document } from '../outgoing/document.ts';

export interface NumberSequenceFigure {
  readonly orgCode: string;
  readonly docCode: string;
  readonly year: number;
  readonly first: number;
  readonly last: number;
  readonly used: number;
  readonly voided: number[];
  readonly gaps: number[];
}

interface Sequence {
  readonly orgCode: string;
  readonly docCode: string;
  readonly year: number;
}

const mostSequences = 1000;
const mostSerials = 1000;
const keyOf = ({ orgCode, docCode, year }: Sequence): string => `${orgCode} ${docCode} ${year}`;

/** Documents that carried a number at the moment, each beside the code of its organisation. */
function numbered(among: SelectQueryBuilder<Document>, asOf: Date): SelectQueryBuilder<Document> {
  return among
    .clone()
    .innerJoin('org_replica', 'o', 'o.id = d.ownerOrgId')
    .andWhere('d.serial IS NOT NULL AND d.registeredAt <= :asOf', { asOf })
    .select('o.code', 'orgCode')
    .addSelect('d.docCode', 'docCode')
    .addSelect('d.year', 'year');
}

const voidedBy = 'CASE WHEN d.voidedAt <= :asOf THEN 1 ELSE 0 END';

/** The sequences of numbers over these documents at a moment, by organisation, code and year. */
export async function sequencesOf(
  manager: EntityManager,
  among: SelectQueryBuilder<Document>,
  asOf: Date,
): Promise<NumberSequenceFigure[]> {
  const sequences = await numbered(among, asOf)
    .addSelect('MIN(d.serial)', 'first')
    .addSelect('MAX(d.serial)', 'last')
    .addSelect('COUNT(*)', 'taken')
    .addSelect(`SUM(${voidedBy})`, 'dropped')
    .groupBy('o.code')
    .addGroupBy('d.docCode')
    .addGroupBy('d.year')
    .orderBy('o.code')
    .addOrderBy('d.docCode')
    .addOrderBy('d.year')
    .limit(mostSequences)
    .getRawMany<Sequence & { first: unknown; last: unknown; taken: unknown; dropped: unknown }>();
  const voided = await voidedSerials(among, asOf);
  const gaps = await gapsIn(manager, among, asOf);
  return sequences.map(({ orgCode, docCode, year, first, last, taken, dropped }) => ({
    ...{ orgCode, docCode, year: Number(year), first: Number(first), last: Number(last) },
    used: Number(taken) - Number(dropped),
    voided: voided.get(keyOf({ orgCode, docCode, year })) ?? [],
    gaps: gaps.get(keyOf({ orgCode, docCode, year })) ?? [],
  }));
}

async function voidedSerials(among: SelectQueryBuilder<Document>, asOf: Date): Promise<Map<string, number[]>> {
  const rows = await numbered(among, asOf)
    .addSelect('d.serial', 'serial')
    .andWhere('d.voidedAt <= :asOf')
    .orderBy('d.serial')
    .limit(mostSerials)
    .getRawMany<Sequence & { serial: unknown }>();
  return serialsBySequence(rows.map((row) => [row, Number(row.serial)]));
}

/** Where the serial after a document is not the next one, whatever lies between is a gap. */
async function gapsIn(
  manager: EntityManager,
  among: SelectQueryBuilder<Document>,
  asOf: Date,
): Promise<Map<string, number[]>> {
  const next = 'LEAD(d.serial) OVER (PARTITION BY d.ownerOrgId, d.docCode, d.year ORDER BY d.serial)';
  const pairs = numbered(among, asOf).addSelect('d.serial', 'serial').addSelect(next, 'behind');
  const rows = await manager
    .createQueryBuilder()
    .select(['p.orgCode AS orgCode', 'p.docCode AS docCode', 'p.year AS year', 'p.serial AS serial'])
    .addSelect('p.behind', 'behind')
    .from(`(${pairs.getQuery()})`, 'p')
    .setParameters(pairs.getParameters())
    .where('p.behind > p.serial + 1')
    .orderBy('p.serial')
    .limit(mostSerials)
    .getRawMany<Sequence & { serial: unknown; behind: unknown }>();
  const found: [Sequence, number][] = [];
  for (const row of rows) {
    for (let serial = Number(row.serial) + 1; serial < Number(row.behind); serial += 1) {
      if (found.length === mostSerials) break;
      found.push([row, serial]);
    }
  }
  return serialsBySequence(found);
}

function serialsBySequence(rows: readonly (readonly [Sequence, number])[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [sequence, serial] of rows) {
    const key = keyOf(sequence);
    found.set(key, [...(found.get(key) ?? []), serial]);
  }
  return found;
}

/** How many of these deliveries were on their way at the moment, not answered. */
export const unansweredAt = (among: SelectQueryBuilder<Delivery>, asOf: Date): Promise<number> =>
  among
    .clone()
    .andWhere('v.createdAt <= :asOf AND (v.answeredAt IS NULL OR v.answeredAt > :asOf)', { asOf })
    .getCount();
