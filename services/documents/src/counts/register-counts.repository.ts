import {
  countOf,
  type Foundation,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  percentileOf,
  rateOf,
} from '@chengqi/office-kernel';
import { IncomingDocumentEntity } from '../incoming/incoming.entity.ts';

const hour = 3_600_000;

/** What documents counts of its registers of received documents, from its own rows. */
export function createRegisterCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  const received = ({ from, to, asOf }: OwnCountAsked, moment: 'createdAt' | 'dueAt' | 'finishedAt') =>
    kit.db.read
      .getRepository(IncomingDocumentEntity)
      .createQueryBuilder('i')
      .where(`i.${moment} >= :from AND i.${moment} < :to AND i.${moment} <= :asOf`, { from, to, asOf });

  /** Receipts that were not sent back; hours from each to its end, by the end. */
  const cycle =
    (share: number): OwnCounter =>
    async (asked) => {
      const query = received(asked, 'finishedAt').andWhere('i.returned = :no', { no: false });
      if (asked.orgId != null) query.andWhere('i.ownerOrgId = :orgId', { orgId: asked.orgId });
      const spans = (await query.getMany()).flatMap(({ createdAt, finishedAt }) =>
        finishedAt ? [(finishedAt.getTime() - createdAt.getTime()) / hour] : [],
      );
      return percentileOf(spans, share);
    };

  return {
    'doc.received': async (asked) => {
      const query = received(asked, 'createdAt');
      if (asked.orgId != null) query.andWhere('i.ownerOrgId = :orgId', { orgId: asked.orgId });
      return countOf(await query.getCount());
    },
    'doc.cycleReceived.p50': cycle(0.5),
    'doc.cycleReceived.p90': cycle(0.9),
    'doc.onTimeHandling': async (asked) => {
      const due = () => {
        const query = received(asked, 'dueAt').andWhere('i.returned = :no', { no: false });
        const handles = 'COALESCE(i.handlingOrgId, i.ownerOrgId) = :orgId';
        return asked.orgId == null ? query : query.andWhere(handles, { orgId: asked.orgId });
      };
      return rateOf(await due().andWhere('i.finishedAt < i.dueAt').getCount(), await due().getCount());
    },
  };
}
