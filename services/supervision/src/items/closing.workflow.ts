import type { Act, Decision, WorkingCalendar } from '@chengqi/office-kernel';
import {
  completionSubmitted,
  itemCompleted,
  itemDeadlineChanged,
  itemReopened,
  itemStruckOff,
  leaderFeedbackGiven,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { badInput, guardFailed, numberOf, refusal } from '@chengqi/service-kit';
import {
  type IdleSpan,
  type ItemDossier,
  type ItemState,
  openKeyOf,
  type SupervisionItem,
  sourceOf,
  type VerificationMethod,
  type VerificationResult,
} from './item.ts';

export type ItemAct = Act<ItemState>;

const stop = (idle: readonly IdleSpan[], at: Date): IdleSpan[] => [...idle, { from: at.toISOString(), to: null }];
const start = (idle: readonly IdleSpan[], at: Date, before?: Date | null): IdleSpan[] =>
  idle.map((span) =>
    span.to === null ? { ...span, to: at.toISOString(), ...(before && { dueAt: before.toISOString() }) } : span,
  );

export function suspendItem(item: ItemDossier, { to, at }: ItemAct, reason: string): Decision<SupervisionItem> {
  return { changes: { status: to, stateReason: reason, idle: stop(item.idle, at) }, events: [] };
}

/** Pausing keeps the remaining days; the original limit stays (SUP-4). */
export function resumeItem(
  item: ItemDossier,
  { to, at }: ItemAct,
  calendar: Pick<WorkingCalendar, 'daysBetween' | 'endOf' | 'dayAfter' | 'lastDayOf'>,
): Decision<SupervisionItem> {
  const since = item.idle.at(-1)?.from;
  const days = since === undefined ? 0 : calendar.daysBetween(new Date(since), at);
  const dueAt = item.dueAt && calendar.endOf(calendar.dayAfter(calendar.lastDayOf(item.dueAt), days));
  const moved = dueAt !== null && dueAt.getTime() !== item.dueAt?.getTime();
  return {
    changes: { status: to, dueAt, idle: start(item.idle, at, item.dueAt) },
    events: moved ? [itemDeadlineChanged.create(item, { itemId: item.id, dueAt: dueAt.toISOString() })] : [],
  };
}

export function submitCompletion(item: ItemDossier, { to, by }: ItemAct, result: string): Decision<SupervisionItem> {
  return {
    changes: { status: to, result, workerIds: withWorker(item, by) },
    events: [completionSubmitted.create(item, { itemId: item.id })],
  };
}

/** Whoever had a hand in the work is remembered, because none of them may verify it (SUP-3). */
export const withWorker = (item: SupervisionItem, personId: string | null): string[] =>
  personId === null ? item.workerIds : [...new Set([...item.workerIds, personId])];

interface Finding {
  readonly method: VerificationMethod;
  readonly result: VerificationResult;
  readonly findings: string | null;
}

/** MAJOR passes only when somebody went there; what does not pass says why. */
export function verifyItem(item: ItemDossier, { to, at }: ItemAct, finding: Finding): Decision<SupervisionItem> {
  if (finding.result !== 'PASS') {
    if (finding.findings === null)
      throw badInput('findings', { en: 'Say what was found.', zh: '请填写核查发现的问题。' });
    const failCount = item.verifications.filter(({ result }) => result !== 'PASS').length + 1;
    return {
      changes: { status: to },
      events: [verificationFailed.create(item, { itemId: item.id, failCount, at: at.toISOString() })],
    };
  }
  if (item.weight === 'MAJOR' && finding.method !== 'ONSITE' && finding.method !== 'UNANNOUNCED') {
    throw guardFailed('item.verify.method', {
      en: 'A major item is verified on the spot.',
      zh: '重大事项须实地核查或暗访。',
    });
  }
  return {
    changes: { status: to, completedAt: at, idle: stop(item.idle, at) },
    events: [itemCompleted.create(item, { itemId: item.id, source: sourceOf(item), completedAt: at.toISOString() })],
  };
}

/** Title and result travel only at INTERNAL and below. */
export function strikeOffItem(item: ItemDossier, { to, at }: ItemAct, given: string | null): Decision<SupervisionItem> {
  const result = given ?? item.result;
  const open = item.secrecyLevel === 'PUBLIC' || item.secrecyLevel === 'INTERNAL';
  const event = {
    itemId: item.id,
    code: item.code ?? '',
    title: open ? item.title : null,
    supervisorOrgId: item.ownerOrgId,
    source: sourceOf(item),
    result: open ? result : null,
    struckOffAt: at.toISOString(),
  };
  return {
    changes: {
      status: to,
      struckOffAt: at,
      firstStruckOffAt: item.firstStruckOffAt ?? at,
      openKey: null,
      result,
    },
    events: [itemStruckOff.create(item, event)],
  };
}

const aYear = 365 * 24 * 3_600_000;

/** A relapse within a year of completion; afterwards a new item is the way. */
export function reopenItem(item: ItemDossier, { to, at }: ItemAct, reason: string): Decision<SupervisionItem> {
  if (item.completedAt !== null && at.getTime() - item.completedAt.getTime() > aYear) {
    throw refusal('DEADLINE_PASSED', {
      en: 'An item is reopened within one year.',
      zh: '超过一年的事项不得重新启动。',
    });
  }
  return {
    changes: {
      status: to,
      openKey: openKeyOf(item),
      stateReason: reason,
      completedAt: null,
      struckOffAt: null,
      filedAt: null,
      reopenedAt: at,
      idle: start(item.idle, at),
      // What was history runs from here on.
      ...(item.imported && { openedAt: at }),
    },
    events: [itemReopened.create(item, { itemId: item.id, source: sourceOf(item) })],
  };
}

/** The leader's own opinion, once. */
export function giveFeedback(item: ItemDossier, { at }: ItemAct, score: number): Decision<SupervisionItem> {
  const given = { itemId: item.id, score: numberOf('score', score, 1, 5), at: at.toISOString() };
  return {
    changes: { feedbackScore: given.score, feedbackAt: at },
    events: [leaderFeedbackGiven.create(item, given)],
  };
}
