import type { Foundation } from '@chengqi/office-kernel';
import { groupBy, type Transaction } from '@chengqi/service-kit';
import type { CallbackLedger } from '../callbacks/callback-ledger.commands.ts';
import { linkCalls } from '../cases/case.repository.ts';
import { keeperOf, placeRings } from '../duty-rooms/duty-rooms.repository.ts';
import { CallEntity, CallLegEntity } from './call.entity.ts';
import { firstWord, restated, toldOtherwise } from './call.events.ts';
import { findCallsByRef, findInboundLegs, findNotes, insertAll } from './call.repository.ts';
import type { Call } from './call.ts';
import { callerKeyOf, callState, differs } from './call-state.ts';
import { type CallFacts, deriveCalls } from './derive-calls.ts';

export type CallLedger = ReturnType<typeof createCallLedger>;

/** What a transaction wrote down. */
export interface Touched {
  /** Calls with new records or notes. */
  readonly callRefs: Iterable<string>;
  /** Callers, or calls without number, of whom something is new since then. */
  readonly since?: Iterable<readonly [callerKey: string, since: Date]>;
}

/** A call of which late records or notes told otherwise than before. */
export interface Resettled {
  readonly before: Call;
  readonly after: Call;
}

/**
 * Works out anew, in the transaction that wrote records or notes, the calls and callbacks they touch, and stores and
 * publishes what differs. What is known in the end does not depend on the order or the cut of what came in.
 */
export function createCallLedger({ kit }: Foundation, callbacks: CallbackLedger) {
  async function settleCalls(tx: Transaction, callRefs: readonly string[]) {
    const legs = await findInboundLegs(tx.manager, callRefs);
    const notes = groupBy(await findNotes(tx.manager, callRefs), ({ callRef }) => callRef);
    const known = new Map((await findCallsByRef(tx.manager, callRefs)).map((call) => [call.callRef, call]));
    const facts = deriveCalls(legs, notes);
    const places = await placeRings(tx.manager, facts);
    const keeper = await keeperOf(tx.manager, tx.request);
    const fresh: Call[] = [];
    const resettled: Resettled[] = [];
    for (const fact of facts) {
      const before = known.get(fact.callRef);
      const place = places.get(fact);
      const ownerOrgId = place?.ownerOrgId ?? before?.ownerOrgId ?? keeper;
      const found = { ...fact, ownerOrgId, shiftId: place?.shiftId ?? null, watched: place?.watched ?? false };
      if (before) resettled.push({ before, after: await restate(tx, before, found) });
      else fresh.push(entered(tx, found));
    }
    await insertAll(tx.manager, CallEntity, fresh);
    await tx.append(fresh.map(firstWord));
    await linkCalls(tx.manager, fresh);
    return { fresh, resettled };
  }

  const entered = (tx: Transaction, found: CallFacts & Pick<Call, 'ownerOrgId' | 'shiftId' | 'watched'>): Call => ({
    ...found,
    id: kit.ids.next('cal'),
    version: 1,
    status: callState(found, true),
    secrecyLevel: 'INTERNAL',
    createdAt: tx.now,
    updatedAt: tx.now,
    callbackId: null,
  });

  async function restate(tx: Transaction, before: Call, found: Partial<Call>): Promise<Call> {
    if (!differs(before, found)) return before;
    const after = await tx.update(CallEntity, before, found);
    await tx.append(restated(before, after));
    if (after.ownerOrgId !== before.ownerOrgId) {
      const { callRef, ownerOrgId } = after;
      await tx.manager.getRepository(CallLegEntity).update({ callRef }, { ownerOrgId });
    }
    return after;
  }

  return {
    restate,
    /** Answers the calls that were known and are told otherwise now. */
    async settle(tx: Transaction, { callRefs, since = [] }: Touched): Promise<Resettled[]> {
      const refs = [...new Set(callRefs)];
      const { fresh, resettled } = refs.length === 0 ? { fresh: [], resettled: [] } : await settleCalls(tx, refs);
      const calls = [...fresh, ...resettled.flatMap(({ before, after }) => [before, after])];
      const moments = [...since, ...calls.map((call) => [callerKeyOf(call), call.ringAt] as const)];
      const earliest = new Map<string, Date>();
      for (const [key, at] of moments) {
        const known = earliest.get(key);
        if (!known || at < known) earliest.set(key, at);
      }
      if (earliest.size > 0) await callbacks.settle(tx, earliest);
      return resettled.filter(({ before, after }) => toldOtherwise(before, after));
    },
  };
}
