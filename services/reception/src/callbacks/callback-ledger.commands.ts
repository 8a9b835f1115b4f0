import type { Foundation } from '@chengqi/office-kernel';
import { groupBy, type Transaction } from '@chengqi/service-kit';
import { CallbackTaskEntity, CallEntity } from '../calls/call.entity.ts';
import { type Covering, callbackEvents } from '../calls/call.events.ts';
import {
  type CallerKeys,
  findAttempts,
  findCallsSince,
  findOutboundSince,
  findTasks,
  insertAll,
  lockCallers,
} from '../calls/call.repository.ts';
import type { Call, CallbackTask, CallLeg, NotedAttempt } from '../calls/call.ts';
import { callerKeyOf, callState, differs } from '../calls/call-state.ts';
import { type CallbackFacts, deriveCallbacks } from './derive-callbacks.ts';
import { halfDays } from './half-days.ts';

export type CallbackLedger = ReturnType<typeof createCallbackLedger>;

const mergeMilliseconds = 10 * 60_000;

/** What is stored of one caller, from the beginning of the oldest callback that may change. */
interface CallerState {
  readonly calls: readonly Call[];
  readonly tasks: readonly CallbackTask[];
  readonly outbound: readonly CallLeg[];
  readonly noted: readonly NotedAttempt[];
}

/** Keeps what is owed to each caller as the records tell it. */
export function createCallbackLedger({ kit }: Foundation) {
  const halfDayOf = halfDays(kit.clock.zone);

  async function settle(tx: Transaction, since: ReadonlyMap<string, Date>): Promise<void> {
    const keys = keysOf([...since.keys()]);
    await lockCallers(tx.manager, kit.db.dialect, keys);
    const states = await statesOf(tx, keys, since);
    const fresh: Covering[] = [];
    for (const state of states) await settleCaller(tx, state, fresh);
    await storeAll(tx, fresh);
  }

  /** A storm of missed calls costs no statements for each new callback. */
  async function storeAll(tx: Transaction, fresh: readonly Covering[]): Promise<void> {
    await insertAll(
      tx.manager,
      CallbackTaskEntity,
      fresh.map(({ task }) => task),
    );
    const firsts = new Map(fresh.map(({ task }) => [task.id, task.firstCallId]));
    const events = fresh.flatMap((covering) => callbackEvents(null, covering));
    await tx.append(events, { within: (taskId) => firsts.get(taskId) ?? taskId });
  }

  async function settleCaller(
    tx: Transaction,
    { calls, tasks, outbound, noted }: CallerState,
    fresh: Covering[],
  ): Promise<void> {
    const refs = new Map(calls.map((call) => [call.id, call.callRef]));
    const givenUp = tasks.flatMap(({ firstCallId, givenUpAt }) => {
      const callRef = refs.get(firstCallId);
      return givenUpAt && callRef ? [{ callRef, at: givenUpAt }] : [];
    });
    const free = new Map(tasks.filter(({ end }) => end !== 'WITHDRAWN').map((task) => [task.id, task]));
    const owned = new Map<string, CallbackTask>();
    for (const facts of deriveCallbacks({ calls, outbound, noted, givenUp }, halfDayOf)) {
      const group = calls.filter(({ callRef }) => facts.callRefs.includes(callRef));
      const before = matching(group, free);
      if (before) free.delete(before.id);
      const found = foundOf(firstOf(group), facts);
      const task = before
        ? await restate(tx, before, found, group, callIdsOf(calls, before))
        : { ...opened(tx, kit.ids.next('cbk')), ...found };
      if (!before) fresh.push({ task, callIds: group.map(({ id }) => id) });
      for (const { id } of group) owned.set(id, task);
    }
    for (const task of free.values()) await endWithout(tx, task, calls, owned);
    for (const call of calls) await cover(tx, call, owned.get(call.id) ?? null, free);
  }

  /** What is new of a callback. */
  async function restate(
    tx: Transaction,
    before: CallbackTask,
    found: Partial<CallbackTask>,
    group: readonly Call[],
    earlierIds: readonly string[],
  ): Promise<CallbackTask> {
    const task = differs(before, found) ? await tx.update(CallbackTaskEntity, before, found) : before;
    const callIds = group.map(({ id }) => id);
    const events = callbackEvents({ task: before, callIds: earlierIds }, { task, callIds });
    await tx.append(events, { within: task.firstCallId });
    return task;
  }

  /** No call needs it any more: they are spam, were answered after all, or another callback covers them. */
  async function endWithout(
    tx: Transaction,
    task: CallbackTask,
    calls: readonly Call[],
    owned: ReadonlyMap<string, CallbackTask>,
  ): Promise<void> {
    const own = calls.filter(({ id, callbackId }) => callbackId === task.id && !owned.has(id));
    const spam = own.length > 0 && own.every(({ outcome }) => outcome === 'SPAM');
    const end = spam ? ('SPAM' as const) : ('WITHDRAWN' as const);
    if (task.end === end) return;
    const callIds = own.length > 0 ? own.map(({ id }) => id) : [task.firstCallId];
    const after = await tx.update(CallbackTaskEntity, task, { status: 'CLOSED', end, closedAt: tx.now });
    await tx.append(callbackEvents({ task, callIds: callIdsOf(calls, task) }, { task: after, callIds }));
  }

  /** Ties a call to what covers it now. Spam stays with the callback that was opened for it. */
  async function cover(
    tx: Transaction,
    call: Call,
    task: CallbackTask | null,
    unowned: ReadonlyMap<string, CallbackTask>,
  ): Promise<void> {
    const kept = call.outcome === 'SPAM' && call.callbackId !== null && unowned.has(call.callbackId);
    const callbackId = task?.id ?? (kept ? call.callbackId : null);
    const found = { callbackId, status: callState(call, task?.status === 'OPEN') };
    if (differs(call, found)) await tx.update(CallEntity, call, found);
  }

  return { settle };
}

const keysOf = (keys: readonly string[]): CallerKeys => ({
  callerIds: keys.filter((key) => key.startsWith('clr_')),
  callIds: keys.filter((key) => !key.startsWith('clr_')),
});

const callIdsOf = (calls: readonly Call[], task: CallbackTask | undefined): string[] =>
  calls.filter(({ callbackId }) => callbackId === task?.id).map(({ id }) => id);

function firstOf(group: readonly Call[]): Call {
  const [first] = group;
  if (!first) throw new Error('a callback has at least one call');
  return first;
}

/** The callback that a group of calls had before: that of its first call, else of any. */
const matching = (group: readonly Call[], free: ReadonlyMap<string, CallbackTask>): CallbackTask | undefined =>
  group.flatMap(({ callbackId }) => (callbackId === null ? [] : (free.get(callbackId) ?? [])))[0];

const foundOf = (first: Call, facts: CallbackFacts) => ({
  status: facts.end === 'OPEN' ? ('OPEN' as const) : ('CLOSED' as const),
  ownerOrgId: first.ownerOrgId,
  firstCallId: first.id,
  callerId: first.callerId,
  lineNo: first.lineNo,
  shiftId: first.shiftId,
  ringAt: facts.ringAt,
  openedAt: facts.openedAt,
  dueAt: facts.dueAt,
  attempts: facts.attempts.map(({ at, byId, result }) => ({ at: at.toISOString(), byId, result })),
  firstAttemptAt: facts.firstAttemptAt,
  closedAt: facts.closedAt,
  end: facts.end,
});

const opened = (tx: Transaction, id: string) => ({
  id,
  version: 1,
  secrecyLevel: 'INTERNAL' as const,
  createdAt: tx.now,
  updatedAt: tx.now,
  givenUpAt: null,
  closeReason: null,
  escalatedTo: null,
  escalatedAt: null,
  escalatedToIds: null,
  overdueFor: null,
  imported: tx.provenance === 'imported',
});

/** Nothing new can reach a callback that was closed before it and took in its last call well before it. */
async function statesOf(tx: Transaction, keys: CallerKeys, since: ReadonlyMap<string, Date>): Promise<CallerState[]> {
  const tasks = groupBy(await findTasks(tx.manager, keys), (task) => task.callerId ?? task.firstCallId);
  const from = new Map(
    [...since].map(([key, at]) => {
      const open = (tasks.get(key) ?? []).filter(
        ({ closedAt }) => closedAt === null || closedAt.getTime() >= at.getTime() - mergeMilliseconds,
      );
      return [key, new Date(Math.min(at.getTime(), ...open.map(({ ringAt }) => ringAt.getTime())))];
    }),
  );
  const earliest = new Date(Math.min(...[...from.values()].map((at) => at.getTime())));
  const calls = groupBy(await findCallsSince(tx.manager, keys, earliest), callerKeyOf);
  const outbound = groupBy(
    await findOutboundSince(tx.manager, keys.callerIds, earliest),
    ({ callerId }) => callerId ?? '',
  );
  const noted = groupBy(await findAttempts(tx.manager, [...since.keys()]), ({ callerKey }) => callerKey);
  return [...from].map(([key, beginning]) => ({
    calls: (calls.get(key) ?? []).filter(({ ringAt }) => ringAt >= beginning),
    tasks: (tasks.get(key) ?? []).filter(({ ringAt }) => ringAt >= beginning),
    outbound: (outbound.get(key) ?? []).filter(({ ringAt }) => ringAt >= beginning),
    noted: (noted.get(key) ?? []).filter(({ at }) => at >= beginning),
  }));
}
