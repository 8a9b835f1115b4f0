import type { Timer } from '@chengqi/service-kit';
import { ServiceCaseEntity } from './case.entity.ts';
import { overdueEvent } from './case.events.ts';
import { findLate } from './case.repository.ts';

const atOnce = 100;

/** Announces once for each limit that it has passed without an answer; history is not late any more. */
export const createCaseTimers = (): Timer[] => [
  {
    name: 'late-cases',
    everySeconds: 30,
    run: async (tx) => {
      for (const found of await findLate(tx.manager, tx.now, atOnce)) {
        if (found.dueAt === null) continue;
        await tx.update(ServiceCaseEntity, found, { overdueToldFor: found.dueAt });
        await tx.append(overdueEvent(found, found.dueAt));
      }
    },
  },
];
