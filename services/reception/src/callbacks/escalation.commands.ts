import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { CallbackTaskEntity } from '../calls/call.entity.ts';
import { escalatedEvent, overdueEvent } from '../calls/call.events.ts';
import { findCallsOfTasks } from '../calls/call.repository.ts';
import type { CallbackTask, EscalationRole } from '../calls/call.ts';
import { leaderOf } from '../duty-rooms/duty-rooms.repository.ts';
import { escalationsDue } from './escalation.ts';

/** Announces a late callback once for each limit, and makes it the work of named people after 15 and 30 minutes. */
export function createEscalation({ office }: Foundation) {
  /** The leader of the shift in which it rang, else of the one on duty; where no roster names one, who holds the role. */
  async function peopleFor(tx: Transaction, role: EscalationRole, task: CallbackTask): Promise<string[]> {
    const leader = role === 'DUTY_LEADER' ? await leaderOf(tx.manager, task, tx.now) : null;
    if (leader !== null) return [leader];
    return (await office.people.holding(tx.manager, role, task.ownerOrgId)).map(({ id }) => id);
  }

  return async (tx: Transaction, task: CallbackTask): Promise<void> => {
    const announced = task.overdueFor?.getTime() === task.dueAt.getTime();
    const escalations = [];
    for (const role of escalationsDue(task, tx.now))
      escalations.push({ role, personIds: await peopleFor(tx, role, task) });
    const last = escalations.at(-1);
    const after = await tx.update(CallbackTaskEntity, task, {
      overdueFor: task.dueAt,
      ...(last && {
        escalatedTo: last.role,
        escalatedAt: tx.now,
        escalatedToIds: [...(task.escalatedToIds ?? []), ...escalations.flatMap(({ personIds }) => personIds)],
      }),
    });
    const callIds = (await findCallsOfTasks(tx.manager, [task.id])).map(({ id }) => id);
    if (!announced) await tx.append(overdueEvent(after, callIds));
    await tx.append(escalations.map((escalation) => escalatedEvent(after, tx.now, escalation)));
  };
}
