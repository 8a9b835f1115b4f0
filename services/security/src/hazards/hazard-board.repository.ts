import type { Office } from '@chengqi/office-kernel';
import type { SelectQueryBuilder } from 'typeorm';
import { type Hazard, type HazardLevel, type HazardStatus, openStatuses } from './hazard.ts';

export interface HazardBoard {
  readonly asOf: Date;
  readonly byLevelState: { readonly level: HazardLevel | null; readonly state: HazardStatus; readonly count: number }[];
  readonly overdue: string[];
  readonly closedLate: string[];
  readonly recurrence: { readonly numerator: number; readonly denominator: number; readonly value: number | null };
}

/** The organisation whose figure a hazard is: who has to put it right, else who keeps the ledger. */
export const figureOrg = 'COALESCE(h.responsible_org_id, h.owner_org_id)';
export const recurrent = '(h.recurrence_of_id IS NOT NULL OR h.recurrence_of_code IS NOT NULL)';

/** The state at a moment, as far as dates are kept: between confirmation and end an ended hazard counts as RECTIFYING. */
const stateAt = `CASE
  WHEN h.closed_at <= :asOf THEN 'CLOSED'
  WHEN h.dismissed_at <= :asOf THEN 'DISMISSED'
  WHEN h.confirmed_at IS NULL OR h.confirmed_at > :asOf THEN 'REPORTED'
  WHEN h.status IN ('CLOSED', 'DISMISSED', 'REPORTED') THEN 'RECTIFYING'
  ELSE h.status END`;

const mostCodes = 1000;

/** Narrows to hazards of an organisation and those below it; of either column, so that an index finds those of few units. */
export function belowOrg(
  { orgs }: Pick<Office, 'orgs'>,
  query: SelectQueryBuilder<Hazard>,
  orgId: string,
): SelectQueryBuilder<Hazard> {
  const [responsible, owner] = [orgs.within('h.responsible_org_id', orgId), orgs.within('h.owner_org_id', orgId)];
  const params = { ...responsible.params, ...owner.params };
  return query.andWhere(`(${responsible.sql} OR (h.responsible_org_id IS NULL AND ${owner.sql}))`, params);
}

/** The board over these hazards at a moment. */
export async function boardOf(among: SelectQueryBuilder<Hazard>, asOf: Date): Promise<HazardBoard> {
  const reported = () => among.clone().andWhere('h.reportedAt <= :asOf', { asOf });
  const codes = async (condition: string) => {
    const query = reported().andWhere(condition, { open: openStatuses });
    const rows = await query.select('h.code', 'code').limit(mostCodes).getRawMany<{ code: string }>();
    return rows.map(({ code }) => code).sort(byNumber);
  };
  const counted = await reported()
    .select('h.level', 'level')
    .addSelect(stateAt, 'state')
    .addSelect('COUNT(*)', 'total')
    .addSelect(`SUM(CASE WHEN ${recurrent} THEN 1 ELSE 0 END)`, 'recurrent')
    .groupBy('h.level')
    .addGroupBy(stateAt)
    .orderBy('h.level')
    .addOrderBy(stateAt)
    .getRawMany<{ level: HazardLevel | null; state: HazardStatus; total: unknown; recurrent: unknown }>();
  const byLevelState = counted.map(({ level, state, total }) => ({ level, state, count: Number(total) }));
  const closed = byLevelState.filter(({ state }) => state === 'CLOSED').reduce((sum, { count }) => sum + count, 0);
  const back = counted.reduce((sum, row) => sum + Number(row.recurrent), 0);
  return {
    asOf,
    byLevelState,
    overdue: await codes(`h.due_at < :asOf AND ${stateAt} IN (:...open)`),
    closedLate: await codes(`${stateAt} = 'CLOSED' AND h.closed_at > h.due_at`),
    recurrence: { numerator: back, denominator: closed, value: closed === 0 ? null : back / closed },
  };
}

const collator = new Intl.Collator('zh', { numeric: true });
/** 隐〔2026〕99号 before 隐〔2026〕100号. */
const byNumber = (a: string, b: string): number => collator.compare(a, b);
