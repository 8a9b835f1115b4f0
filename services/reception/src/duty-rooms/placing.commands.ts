import type { Transaction } from '@chengqi/service-kit';
import { Between, In, type SelectQueryBuilder } from 'typeorm';
import { CallbackTaskEntity, CallLegEntity } from '../calls/call.entity.ts';
import { callbackEvents } from '../calls/call.events.ts';
import { findCallsOfTasks } from '../calls/call.repository.ts';
import type { Call } from '../calls/call.ts';
import type { CallLedger } from '../calls/call-ledger.commands.ts';
import { placeRings } from './duty-rooms.repository.ts';

/** Places calls again when rosters or lines changed; callbacks go with their first call. */
export async function placeAgain(tx: Transaction, ledger: CallLedger, query: SelectQueryBuilder<Call>): Promise<void> {
  const calls = await query.orderBy('c.ringAt').addOrderBy('c.id').getMany();
  const places = await placeRings(tx.manager, calls);
  const moved: Call[] = [];
  for (const call of calls) {
    const place = places.get(call);
    const ownerOrgId = place?.ownerOrgId ?? call.ownerOrgId;
    const after = await ledger.restate(tx, call, {
      shiftId: place?.shiftId ?? null,
      watched: place?.watched ?? false,
      ownerOrgId,
    });
    if (after !== call) moved.push(after);
  }
  if (moved.length > 0) await moveTasks(tx, moved);
}

async function moveTasks(tx: Transaction, moved: readonly Call[]): Promise<void> {
  const firsts = new Map(moved.map((call) => [call.id, call]));
  const tasks = await tx.manager.getRepository(CallbackTaskEntity).findBy({ firstCallId: In([...firsts.keys()]) });
  for (const task of tasks) {
    const first = firsts.get(task.firstCallId);
    if (!first || (first.shiftId === task.shiftId && first.ownerOrgId === task.ownerOrgId)) continue;
    const { shiftId, ownerOrgId } = first;
    const covered = (await findCallsOfTasks(tx.manager, [task.id])).map(({ id }) => id);
    const callIds = covered.length > 0 ? covered : [first.id];
    const after = await tx.update(CallbackTaskEntity, task, { shiftId, ownerOrgId });
    await tx.append(callbackEvents({ task, callIds }, { task: after, callIds }));
  }
}

/** The exchange's records of attempts count for the duty room that is found now. */
export async function placeOutbound(tx: Transaction, from: Date, to: Date): Promise<void> {
  const legs = await tx.manager.getRepository(CallLegEntity).findBy({ direction: 'OUT', ringAt: Between(from, to) });
  const places = await placeRings(tx.manager, legs);
  for (const leg of legs) {
    const ownerOrgId = places.get(leg)?.ownerOrgId ?? leg.ownerOrgId;
    if (ownerOrgId !== leg.ownerOrgId)
      await tx.manager.getRepository(CallLegEntity).update({ id: leg.id }, { ownerOrgId });
  }
}
