import type { Timer, Transaction } from '@chengqi/service-kit';
import { placeAgain } from '../duty-rooms/placing.commands.ts';
import { CallbackTaskEntity } from './call.entity.ts';
import { overdueEvent } from './call.events.ts';
import { callQuery, findCallsOfTasks, findLateTasks } from './call.repository.ts';
import type { CallbackTask } from './call.ts';
import type { CallLedger } from './call-ledger.commands.ts';

const secondsBetween = 20;
const batchSize = 100;
const minute = 60_000;
const toLeader = 15 * minute;
const toHead = 30 * minute;
const newFor = 10 * minute;

type Escalation = Pick<CallbackTask, 'escalatedTo'>;

/** Who is told of a callback that is this late. */
export function escalationOf({ dueAt }: Pick<CallbackTask, 'dueAt'>, now: Date): Escalation['escalatedTo'] {
  const late = now.getTime() - dueAt.getTime();
  if (late < toLeader) return null;
  return late < toHead ? 'DUTY_LEADER' : 'ORG_HEAD';
}

/**
 * Live callbacks past their limit are announced once for each limit, and go up after 15 and 30 minutes. New calls
 * without a shift are looked at again: a roster may have been taken in at the same moment as their records.
 */
export function createCallTimers(ledger: CallLedger): Timer[] {
  async function announce(tx: Transaction): Promise<void> {
    const since = (milliseconds: number) => new Date(tx.now.getTime() - milliseconds);
    const limits = { now: tx.now, leader: since(toLeader), head: since(toHead) };
    const late = await findLateTasks(tx.manager, limits, batchSize);
    for (const task of late) await escalate(tx, task);
  }
  const placeNew = (tx: Transaction): Promise<void> =>
    placeAgain(
      tx,
      ledger,
      callQuery(tx.manager).where('c.shiftId IS NULL AND c.createdAt >= :since', {
        since: new Date(tx.now.getTime() - newFor),
      }),
    );

  return [
    { name: 'overdue-callbacks', everySeconds: secondsBetween, run: announce },
    { name: 'place-unshifted-calls', everySeconds: secondsBetween, run: placeNew },
  ];
}

async function escalate(tx: Transaction, task: CallbackTask): Promise<void> {
  const escalatedTo = escalationOf(task, tx.now) ?? task.escalatedTo;
  const escalatedAt = escalatedTo === task.escalatedTo ? task.escalatedAt : tx.now;
  const announced = task.overdueFor?.getTime() === task.dueAt.getTime();
  const after = await tx.update(CallbackTaskEntity, task, { escalatedTo, escalatedAt, overdueFor: task.dueAt });
  if (announced) return;
  const calls = await findCallsOfTasks(tx.manager, [task.id]);
  await tx.append(
    overdueEvent(
      after,
      calls.map(({ id }) => id),
    ),
  );
}
