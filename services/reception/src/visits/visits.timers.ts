import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { VisitEntity } from './visit.entity.ts';
import { findAbsent } from './visit.repository.ts';
import type { Visit } from './visit.ts';
import { markNoShow, visitAccess } from './visit.workflow.ts';

const batchSize = 100;

/** Who does not come need not be kept out. */
const notBlocked = (visit: Visit) => ({ ...visit, block: null });

/** Who was expected and did not come until the end of the day is not expected any more. */
export const createVisitTimers = ({ office }: Foundation): Timer[] => [
  {
    name: 'visits',
    everySeconds: 60,
    async run(tx) {
      const { dayAfter, dayOf, endOf } = await office.calendar.days();
      const midnight = endOf(dayAfter(dayOf(tx.now), -1));
      for (const row of await findAbsent(tx.manager, midnight, batchSize))
        await office.actAsSystem(
          tx,
          { entity: VisitEntity, access: visitAccess, row, action: 'MARK_NO_SHOW', subject: notBlocked },
          markNoShow,
        );
    },
  },
];
