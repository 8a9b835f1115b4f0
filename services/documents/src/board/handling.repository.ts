import { ceiling, levelsUpTo } from '@chengqi/office-kernel';
import type { SelectQueryBuilder } from 'typeorm';
import { endStates, type IncomingDocument } from '../incoming/incoming.ts';

export interface HandlingRate {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}

/** Where no limit had ended. */
export const nothingDue: HandlingRate = { numerator: 0, denominator: 0, value: null };

type Incoming = SelectQueryBuilder<IncomingDocument>;

const mostNumbers = 1000;
const mostUnits = 1000;

/** Of these, what had come in, was not returned, and had a limit that ended before the moment. */
const dueBefore = (among: Incoming, asOf: Date): Incoming =>
  among.clone().andWhere('i.createdAt <= :asOf AND i.dueAt < :asOf AND i.returned = :no', { asOf, no: false });

/** When it ended may be unknown; that it has, its state tells. */
const openAt = 'i.finishedAt > :asOf OR (i.finishedAt IS NULL AND i.status NOT IN (:...ended))';

/** Numbers of documents whose limit had ended before they did. */
export const overdueAt = (among: Incoming, asOf: Date): Promise<string[]> =>
  numbersOf(dueBefore(among, asOf).andWhere(`(${openAt})`, { ended: endStates }));

/** Numbers of documents of which there is the entry alone. */
export const entriesAboveCeiling = (among: Incoming, asOf: Date): Promise<string[]> =>
  numbersOf(
    among
      .clone()
      .andWhere('i.createdAt <= :asOf AND i.secrecyLevel NOT IN (:...open)', { asOf, open: levelsUpTo(ceiling) }),
  );

async function numbersOf(query: Incoming): Promise<string[]> {
  const rows = await query
    .select('i.registerNo', 'no')
    .orderBy('i.registerNo')
    .limit(mostNumbers)
    .getRawMany<{ no: string }>();
  return rows.map(({ no }) => no);
}

const total = 'COUNT(*)';
const inTime = 'SUM(CASE WHEN i.finishedAt < i.dueAt AND i.finishedAt <= :asOf THEN 1 ELSE 0 END)';

interface Counted {
  readonly total: unknown;
  readonly inTime: unknown;
}

export async function onTimeAt(among: Incoming, asOf: Date): Promise<HandlingRate> {
  const query = dueBefore(among, asOf).select(total, 'total').addSelect(inTime, 'inTime');
  return rateOf(await query.getRawOne<Counted>());
}

const unit = 'COALESCE(i.handlingOrgId, i.ownerOrgId)';

/** The same by the id of the unit that leads the handling. */
export async function onTimeByUnit(among: Incoming, asOf: Date): Promise<Map<string, HandlingRate>> {
  const rows = await dueBefore(among, asOf)
    .select(unit, 'unit')
    .addSelect(total, 'total')
    .addSelect(inTime, 'inTime')
    .groupBy(unit)
    .orderBy(unit)
    .limit(mostUnits)
    .getRawMany<Counted & { unit: string }>();
  return new Map(rows.map((row) => [row.unit, rateOf(row)]));
}

function rateOf(counted: Counted | undefined): HandlingRate {
  const [numerator, denominator] = [Number(counted?.inTime ?? 0), Number(counted?.total ?? 0)];
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}
