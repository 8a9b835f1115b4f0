import { systemActor, type Timer } from '@chengqi/service-kit';
import { LessThan } from 'typeorm';
import type { Foundation } from '../context.ts';
import { VisitEntity } from './visit.entity.ts';
import { ended } from './visit.events.ts';
import { visitWorkflow } from './visit.workflow.ts';

const batchSize = 100;

/** Who was expected and did not come until the end of the day is not expected any more. */
export const createVisitTimers = ({ office }: Foundation): Timer[] => [
  {
    name: 'visits',
    everySeconds: 60,
    async run(tx) {
      const { dayAfter, dayOf, endOf } = await office.calendar.days();
      const midnight = endOf(dayAfter(dayOf(tx.now), -1));
      const absent = await tx.manager.getRepository(VisitEntity).find({
        where: { status: 'INVITED', expectedAt: LessThan(midnight), imported: false },
        order: { expectedAt: 'ASC' },
        take: batchSize,
      });
      for (const visit of absent) {
        const { to } = visitWorkflow.permit(systemActor, visit, 'MARK_NO_SHOW');
        await tx.update(VisitEntity, visit, { status: to });
        await tx.append(ended(visit, 'NO_SHOW', tx.now));
      }
    },
  },
];
