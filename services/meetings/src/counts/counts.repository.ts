import { countOf, DeadlineEntity, type Foundation, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import { MeetingEntity } from '../meetings/meeting.entity.ts';

/** What meetings counts itself, from its own rows. */
export const createMeetingCounts = ({ kit }: Pick<Foundation, 'kit'>): OwnCounters => ({
  'mtg.count': async ({ from, to, asOf, orgId }) => {
    const query = kit.db.read
      .getRepository(MeetingEntity)
      .createQueryBuilder('m')
      .where('m.startAt >= :from AND m.startAt < :to AND m.startAt <= :asOf', { from, to, asOf })
      .andWhere('m.status NOT IN (:...never)', { never: ['DRAFT', 'CANCELLED'] });
    if (orgId != null) query.andWhere('m.ownerOrgId = :orgId', { orgId });
    return countOf(await query.getCount());
  },

  /** Of meetings whose minutes are issued, or of which it was told that they are late. */
  'mtg.minutesOnTime': async ({ from, to, asOf, orgId }) => {
    const due = () => {
      const query = kit.db.read
        .getRepository(DeadlineEntity)
        .createQueryBuilder('d')
        .innerJoin('Meeting', 'm', 'm.id = d.subjectId')
        .where(`d.rule = 'MINUTES' AND d.dueAt >= :from AND d.dueAt < :to AND d.dueAt <= :asOf`, { from, to, asOf })
        .andWhere('(m.minutedAt IS NOT NULL OR d.breachToldFor = d.dueAt)');
      return orgId == null ? query : query.andWhere('m.ownerOrgId = :orgId', { orgId });
    };
    return rateOf(await due().andWhere('m.minutedAt <= d.dueAt').getCount(), await due().getCount());
  },
});
