import { countOf, type Foundation, type OwnCountAsked, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import { type DisputeQuery, disputeQuery } from '../disputes/dispute.repository.ts';
import { VisitEntity } from '../visits/visit.entity.ts';

const settled = `d.status IN ('AGREED', 'PERFORMED', 'BREACHED')`;

/** What analytics must come to of visits and disputes; a dispute belongs to no unit here either. */
export function createHouseCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  function disputes({ from, to, asOf, orgId }: OwnCountAsked, moment: 'openedAt' | 'closedAt'): DisputeQuery {
    const query = disputeQuery(kit.db.read).where(
      `d.${moment} >= :from AND d.${moment} < :to AND d.${moment} <= :asOf`,
      { from, to, asOf },
    );
    return orgId == null ? query : query.andWhere('1 = 0');
  }
  const count = async (query: DisputeQuery, condition: string) => countOf(await query.andWhere(condition).getCount());
  const rate = async (asked: () => DisputeQuery, condition: string) =>
    rateOf(await asked().andWhere(condition).getCount(), await asked().getCount());

  return {
    'vis.count': async ({ from, to, asOf, orgId }) => {
      const query = kit.db.read
        .getRepository(VisitEntity)
        .createQueryBuilder('v')
        .where('v.listedAt >= :from AND v.listedAt < :to', { from, to })
        .andWhere('v.arriveAt >= :from AND v.arriveAt < :to AND v.arriveAt <= :asOf', { asOf })
        // Of an export, who was turned away never was in the house.
        .andWhere(`NOT (v.imported = :imported AND v.status = 'REFUSED')`, { imported: true });
      if (orgId != null) query.andWhere('v.ownerOrgId = :orgId', { orgId });
      return countOf(await query.getCount());
    },
    'dsp.count': (asked) => count(disputes(asked, 'openedAt'), '1 = 1'),
    'dsp.settled': (asked) => rate(() => disputes(asked, 'openedAt'), `${settled} AND d.closedAt <= :asOf`),
    'dsp.expired': (asked) => count(disputes(asked, 'closedAt'), `d.status = 'EXPIRED'`),
    'dsp.performed': (asked) => rate(() => disputes(asked, 'closedAt').andWhere(settled), `d.status = 'PERFORMED'`),
  };
}
