import { type Foundation, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import { InspectionTaskEntity } from '../inspections/inspection.entity.ts';

/** What security counts of inspections, from its own rows. */
export const createInspectionCounts = ({ kit, office }: Foundation): OwnCounters => ({
  'ins.coverage': async ({ from, to, asOf, orgId }) => {
    const { dayOf, startOf, endOf } = await office.calendar.days();
    const query = kit.db.read
      .getRepository(InspectionTaskEntity)
      .createQueryBuilder('i')
      .where(`i.status IN ('CLOSED', 'MISSED') AND i.dueOn >= :first AND i.dueOn <= :last`, {
        first: dayOf(from),
        last: dayOf(to),
      });
    if (orgId != null) query.andWhere('i.ownerOrgId = :orgId', { orgId });
    const within = (await query.getMany()).filter(({ dueOn }) => startOf(dueOn) >= from && startOf(dueOn) < to);
    const done = within.filter(({ status, finishedAt }) => status === 'CLOSED' && finishedAt && finishedAt <= asOf);
    const rest = within.filter((task) => !done.includes(task) && endOf(task.dueOn) <= asOf);
    return rateOf(done.length, done.length + rest.length);
  },
});
