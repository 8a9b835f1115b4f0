import { publishedText } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import {
  callAnswered,
  callbackClosed,
  callbackEscalated,
  callbackOpened,
  callbackOverdue,
  callbackRestated,
  callMissed,
  callReportedIncident,
  callRestated,
} from '@chengqi/schemas/events/reception';
import type { Call, CallbackTask, CallNote, EscalationRole } from './call.ts';
import { isAnswered } from './derive-calls.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const callFacts = (call: Call) => ({
  callId: call.id,
  callRef: call.callRef,
  lineNo: call.lineNo,
  ringAt: call.ringAt.toISOString(),
  answeredAt: iso(call.answeredAt),
  endedAt: iso(call.endedAt),
  waitSeconds: call.waitSeconds,
  outcome: call.outcome,
  shiftId: call.shiftId,
  watched: call.watched ?? true,
});

/** What a call is when it is first heard of. */
export const firstWord = (call: Call): DomainEvent =>
  (isAnswered(call) ? callAnswered : callMissed).create(call, callFacts(call));

const told = (call: Call): string => JSON.stringify([callFacts(call), call.ownerOrgId]);

/** Whether anything is known of a call that was not told before. */
export const toldOtherwise = (before: Call, after: Call): boolean => told(before) !== told(after);

/** Later words, when there is anything new in them. */
export const restated = (before: Call, after: Call): DomainEvent[] =>
  toldOtherwise(before, after) ? [callRestated.create(after, callFacts(after))] : [];

/** A caller reports an incident: security hears of it with what was written down. */
export const incidentEvent = (call: Call, { urgent, summary }: Pick<CallNote, 'urgent' | 'summary'>): DomainEvent =>
  callReportedIncident.create(call, {
    callId: call.id,
    ringAt: call.ringAt.toISOString(),
    shiftId: call.shiftId,
    urgent,
    text: publishedText(call.secrecyLevel, summary),
  });

const taskFacts = (task: CallbackTask, callIds: readonly string[]) => ({
  callbackId: task.id,
  callIds: [...callIds],
  lineNo: task.lineNo,
  shiftId: task.shiftId,
  openedAt: task.openedAt.toISOString(),
  dueAt: task.dueAt.toISOString(),
  firstAttemptAt: iso(task.firstAttemptAt),
  closedAt: iso(task.closedAt),
  end: task.end,
});

/** A callback and the calls it covers, as events tell them. */
export interface Covering {
  readonly task: CallbackTask;
  readonly callIds: readonly string[];
}

const toldOf = ({ task, callIds }: Covering): string =>
  JSON.stringify([taskFacts(task, [...callIds].sort()), task.ownerOrgId]);

/** What became of a callback; history that is over already is opened and closed. */
export function callbackEvents(before: Covering | null, after: Covering): DomainEvent[] {
  const { task, callIds } = after;
  const closed = () => callbackClosed.create(task, taskFacts(task, callIds));
  if (before === null) {
    const open: CallbackTask = { ...task, firstAttemptAt: null, closedAt: null, end: 'OPEN' };
    const opened = callbackOpened.create(task, taskFacts(open, callIds));
    return task.end === 'OPEN' ? [opened] : [opened, closed()];
  }
  if (toldOf(before) === toldOf(after)) return [];
  if (before.task.end === 'OPEN' && task.end !== 'OPEN') return [closed()];
  return [callbackRestated.create(task, taskFacts(task, callIds))];
}

export const overdueEvent = (task: CallbackTask, callIds: readonly string[]): DomainEvent =>
  callbackOverdue.create(task, taskFacts(task, callIds));

/** `told` says whom; nobody where the unit has no such person. */
export const escalatedEvent = (
  task: CallbackTask,
  at: Date,
  told: { readonly role: EscalationRole; readonly personIds: readonly string[] },
): DomainEvent =>
  callbackEscalated.create(task, {
    callbackId: task.id,
    at: at.toISOString(),
    dueAt: task.dueAt.toISOString(),
    role: told.role,
    personIds: [...told.personIds],
  });
