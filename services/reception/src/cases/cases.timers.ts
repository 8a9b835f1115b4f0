import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { lapsing } from '../clocks/deadline-rules.ts';
import { ServiceCaseEntity } from './case.entity.ts';
import { breachedEvent, overdueEvent, warnedEvent } from './case.events.ts';
import { openCases } from './case.repository.ts';
import type { CaseRegister } from './case-register.commands.ts';

/** The limits within which an applicant is to have an answer. */
const answering = new Set(['ANSWER', 'FINISH']);

/** Tells of the limits of cases: every threshold once, every end once; history is not late any more. */
export const createCaseTimers = (foundation: Foundation, register: CaseRegister): Timer[] => [
  foundation.office.deadlines.keepingOlder('cases', openCases, async (tx, older) => {
    for (const found of older) await register.keepDeadlines(tx, found);
  }),
  foundation.office.deadlines.timer(async (tx, deadline, { warnings, breached }) => {
    const found = await tx.manager.getRepository(ServiceCaseEntity).findOneBy({ id: deadline.subjectId });
    if (!found) return;
    await tx.append(warnings.map((thresholdAt) => warnedEvent(found, deadline, thresholdAt)));
    if (!breached || lapsing.has(deadline.rule)) return;
    await tx.append(breachedEvent(found, deadline));
    if (answering.has(deadline.rule)) await tx.append(overdueEvent(found, deadline.dueAt));
  }, lapsing),
];
