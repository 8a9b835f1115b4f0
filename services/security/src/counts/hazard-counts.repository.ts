import {
  countOf,
  type OwnCount,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  percentileOf,
  rateOf,
} from '@chengqi/office-kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { hazardQuery } from '../hazards/hazard.repository.ts';
import type { Hazard } from '../hazards/hazard.ts';
import { figureOrg, recurrent } from '../hazards/hazard-board.repository.ts';

const day = 86_400_000;

const inPeriod = (column: string) => `${column} >= :from AND ${column} < :to AND ${column} <= :asOf`;
const closed = '(h.closed_at IS NOT NULL AND h.closed_at <= :asOf)';
const notDismissed = '(h.dismissed_at IS NULL OR h.dismissed_at > :asOf)';
/** Neither closed nor dismissed when the period, or what is known, ends. */
const stillOpen = ['closed_at', 'dismissed_at']
  .map((column) => `(h.${column} IS NULL OR h.${column} > :asOf OR h.${column} >= :to)`)
  .join(' AND ');

/** Hazards counted where they are kept; one counter for each metric of the haz family. */
export function createHazardCounts(manager: () => EntityManager): OwnCounters {
  function among({ from, to, asOf, orgId }: OwnCountAsked, condition: string): SelectQueryBuilder<Hazard> {
    const query = hazardQuery(manager()).where(condition, { from, to, asOf });
    return orgId == null ? query : query.andWhere(`${figureOrg} = :orgId`, { orgId });
  }

  const count =
    (condition: string): OwnCounter =>
    async (question) =>
      countOf(await among(question, condition).getCount());

  const rate =
    (condition: string, counts: string): OwnCounter =>
    async (question) => {
      const row = await among(question, condition)
        .select(`SUM(CASE WHEN ${counts} THEN 1 ELSE 0 END)`, 'upper')
        .addSelect('COUNT(*)', 'lower')
        .getRawOne<{ upper: unknown; lower: unknown }>();
      return rateOf(Number(row?.upper ?? 0), Number(row?.lower ?? 0));
    };

  const days =
    (share: number): OwnCounter =>
    async (question): Promise<OwnCount> => {
      const ended = await among(question, inPeriod('h.closed_at'))
        .select(['h.id', 'h.reportedAt', 'h.closedAt'])
        .getMany();
      const spans = ended.map(({ reportedAt, closedAt }) => ((closedAt?.getTime() ?? 0) - reportedAt.getTime()) / day);
      return percentileOf(spans, share);
    };

  return {
    'haz.found': count(inPeriod('h.reported_at')),
    'haz.closedRate': rate(`${inPeriod('h.reported_at')} AND ${notDismissed}`, closed),
    'haz.onTime': rate(
      `${inPeriod('h.due_at')} AND h.confirmed_at IS NOT NULL AND ${notDismissed}`,
      `${closed} AND h.closed_at <= h.due_at`,
    ),
    'haz.majorOpen': count(`h.level = 'MAJOR' AND h.reported_at < :to AND h.reported_at <= :asOf AND ${stillOpen}`),
    'haz.recurrence': rate(inPeriod('h.closed_at'), recurrent),
    'haz.days.p50': days(0.5),
    'haz.days.p90': days(0.9),
  };
}
