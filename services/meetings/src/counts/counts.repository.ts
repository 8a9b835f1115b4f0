import { countOf, type Foundation, type OwnCounters } from '@chengqi/office-kernel';
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
});
