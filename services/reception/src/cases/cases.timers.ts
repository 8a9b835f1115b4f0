import type { Foundation } from '@chengqi/office-kernel';
import type { Timer, Transaction } from '@chengqi/service-kit';
import { lapsing } from '../clocks/deadline-rules.ts';
import { ServiceCaseEntity } from './case.entity.ts';
import { breachedEvent, overdueEvent, warnedEvent } from './case.events.ts';
import { findUnclocked } from './case.repository.ts';
import type { CaseRegister } from './case-register.commands.ts';

/** The limits within which an applicant is to have an answer. */
const answering = new Set(['ANSWER', 'FINISH']);

const olderAtOnce = 100;

/** Cases that were opened before their limits were kept get them once, after the start, some at a time. */
function keepingOlderCases({ kit }: Foundation, register: CaseRegister): Timer {
  let next: string | null = '';
  return {
    name: 'older-cases',
    everySeconds: 20,
    async run(tx: Transaction) {
      if (next === null) return;
      const found = await findUnclocked(tx.manager, next, olderAtOnce);
      for (const older of found) await register.keepDeadlines(tx, older);
      kit.db.afterCommit(() => {
        next = found.at(-1)?.id ?? null;
      });
    },
  };
}

/** Tells of the limits of cases: every threshold once, every end once; history is not late any more. */
export const createCaseTimers = (foundation: Foundation, register: CaseRegister): Timer[] => [
  keepingOlderCases(foundation, register),
  foundation.office.deadlines.timer(async (tx, deadline, { warnings, breached }) => {
    const found = await tx.manager.getRepository(ServiceCaseEntity).findOneBy({ id: deadline.subjectId });
    if (!found) return;
    await tx.append(warnings.map((thresholdAt) => warnedEvent(found, deadline, thresholdAt)));
    if (!breached || lapsing.has(deadline.rule)) return;
    await tx.append(breachedEvent(found, deadline));
    if (answering.has(deadline.rule)) await tx.append(overdueEvent(found, deadline.dueAt));
  }),
];
