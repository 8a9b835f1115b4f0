import type { Timer, Transaction } from '@chengqi/service-kit';
import type { createEscalation } from '../callbacks/escalation.commands.ts';
import { escalatesAfter } from '../callbacks/escalation.ts';
import { placeAgain } from '../duty-rooms/placing.commands.ts';
import { callQuery, findLateTasks } from './call.repository.ts';
import type { CallLedger } from './call-ledger.commands.ts';

const secondsBetween = 20;
const batchSize = 100;
const newFor = 10 * 60_000;

type Escalate = ReturnType<typeof createEscalation>;

/**
 * Live callbacks past their limit are announced once for each limit, and go up after 15 and 30 minutes. New calls
 * without a shift are looked at again: a roster may have been taken in at the same moment as their records.
 */
export function createCallTimers(ledger: CallLedger, escalate: Escalate): Timer[] {
  async function announce(tx: Transaction): Promise<void> {
    const since = (milliseconds: number) => new Date(tx.now.getTime() - milliseconds);
    const limits = { now: tx.now, leader: since(escalatesAfter.DUTY_LEADER), head: since(escalatesAfter.ORG_HEAD) };
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
