import {
  countOf,
  type Foundation,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  percentileOf,
  rateOf,
} from '@chengqi/office-kernel';
import { CoordinationCaseEntity } from '../coordination/coordination.entity.ts';
import type { CoordinationCase } from '../coordination/coordination.ts';
import { CoverageGapEntity } from '../gaps/gap.entity.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import type { Obstacle } from '../progress/progress.ts';

const day = 86_400_000;
const within = (moment: string) => `${moment} >= :from AND ${moment} < :to AND ${moment} <= :asOf`;
const days = (from: Date, to: Date | null): number => ((to?.getTime() ?? 0) - from.getTime()) / day;

/** What supervision counts of what blocks work, what is coordinated and what is blank, from its own rows. */
export function createObstacleCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  /** Obstacles by the unit that leads the item. */
  function obstacles({ from, to, asOf, orgId }: OwnCountAsked, condition: string) {
    const query = kit.db.read
      .getRepository<Obstacle>(ObstacleEntity)
      .createQueryBuilder('o')
      .innerJoin('SupervisionItem', 'item', 'item.id = o.itemId')
      .where(condition, { from, to, asOf });
    return orgId == null ? query : query.andWhere('item.leadOrgId = :orgId', { orgId });
  }

  /** Coordinations settled, by the organisation that leads them. */
  function settled({ from, to, asOf, orgId }: OwnCountAsked) {
    const query = kit.db.read
      .getRepository<CoordinationCase>(CoordinationCaseEntity)
      .createQueryBuilder('c')
      .where(`${within('c.decidedAt')} AND c.result IN ('AGREED', 'DECIDED')`, { from, to, asOf });
    return orgId == null ? query : query.andWhere('c.ownerOrgId = :orgId', { orgId });
  }

  function blanks({ from, to, asOf, orgId }: OwnCountAsked) {
    const query = kit.db.read
      .getRepository(CoverageGapEntity)
      .createQueryBuilder('g')
      .where(within('g.createdAt'), { from, to, asOf });
    return orgId == null ? query : query.andWhere('g.ownerOrgId = :orgId', { orgId });
  }

  const dwell =
    (share: number): OwnCounter =>
    async (asked) => {
      const removed = await obstacles(asked, `${within('o.resolvedAt')} AND o.state = 'RESOLVED'`).getMany();
      return percentileOf(
        removed.map(({ raisedAt, resolvedAt }) => days(raisedAt, resolvedAt)),
        share,
      );
    };
  const coordinationDays =
    (share: number): OwnCounter =>
    async (asked) => {
      const ended = await settled(asked).getMany();
      return percentileOf(
        ended.map(({ createdAt, decidedAt }) => days(createdAt, decidedAt)),
        share,
      );
    };

  const standing = `o.raisedAt < :to AND o.raisedAt <= :asOf
    AND (o.resolvedAt IS NULL OR o.resolvedAt > :asOf OR o.resolvedAt >= :to)`;
  return {
    'sup.obstacles': async (asked) => countOf(await obstacles(asked, within('o.raisedAt')).getCount()),
    'sup.obstaclesOpen': async (asked) => countOf(await obstacles(asked, standing).getCount()),
    'sup.obstacleDwell.p50': dwell(0.5),
    'sup.obstacleDwell.p90': dwell(0.9),
    'crd.agreedRate': async (asked) =>
      rateOf(await settled(asked).andWhere(`c.result = 'AGREED'`).getCount(), await settled(asked).getCount()),
    'crd.days.p50': coordinationDays(0.5),
    'crd.days.p90': coordinationDays(0.9),
    'sup.blanks': async (asked) => countOf(await blanks(asked).getCount()),
    'sup.blankFilled': async (asked) =>
      rateOf(await blanks(asked).andWhere('g.filledAt <= :asOf').getCount(), await blanks(asked).getCount()),
  };
}
