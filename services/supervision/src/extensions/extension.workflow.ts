import type { Decision, WorkingCalendar } from '@chengqi/office-kernel';
import { extensionDecided, extensionRequested } from '@chengqi/schemas/events/supervision';
import { badInput, refusal } from '@chengqi/service-kit';
import { type ItemAct, withWorker } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { Extension } from './extension.ts';

type Days = Pick<WorkingCalendar, 'daysBetween' | 'endOf' | 'dayAfter' | 'lastDayOf'>;

/** @throws DomainError DEADLINE_PASSED once the limit has ended */
export function assertInTime(dueAt: Date, requestedAt: Date): void {
  if (requestedAt < dueAt) return;
  throw refusal('DEADLINE_PASSED', {
    en: 'More time is asked for before the limit ends (SUP-4).',
    zh: '延期须在时限届满前申请（SUP-4）。',
  });
}

/** Asked by the lead unit before the limit ends, for a later day. */
export function requestExtension(
  item: ItemDossier,
  { by, at }: ItemAct,
  extensionId: string,
  toDueAt: Date,
): Decision<SupervisionItem> {
  if (item.dueAt === null || item.leadOrgId === null) throw new Error(`${item.id} runs without a limit`);
  assertInTime(item.dueAt, at);
  if (toDueAt <= item.dueAt) {
    throw badInput('toDueOn', { en: 'Ask for a later day than the limit.', zh: '申请的时限须晚于现时限。' });
  }
  const event = {
    ...{ itemId: item.id, extensionId, orgId: item.leadOrgId },
    ...{ toDueAt: toDueAt.toISOString(), at: at.toISOString() },
  };
  return {
    changes: { workerIds: withWorker(item, by) },
    events: [extensionRequested.create(item, event)],
  };
}

/** The days asked for, added to the limit as it stands now: a suspension in between has moved both. */
export function limitGranted(dueAt: Date, { fromDueAt, toDueAt }: Extension, calendar: Days): Date {
  return calendar.endOf(
    calendar.dayAfter(calendar.lastDayOf(dueAt), calendar.daysBetween(before(fromDueAt), before(toDueAt))),
  );
}

/** 24:00 belongs to the day it closes. */
const before = (end: Date) => new Date(end.getTime() - 1);

/** SUP-4: a granted wish moves the limit and never the original one; a refused one says why. */
export function decideExtension(
  item: ItemDossier,
  { at }: ItemAct,
  extension: Extension,
  grant: { readonly approve: boolean; readonly reason: string | null },
  calendar: Days,
): Decision<SupervisionItem> {
  if (item.dueAt === null) throw new Error(`${item.id} runs without a limit`);
  if (!grant.approve && grant.reason === null)
    throw badInput('reason', { en: 'Say why not.', zh: '请说明不同意的理由。' });
  const dueAt = grant.approve ? limitGranted(item.dueAt, extension, calendar) : item.dueAt;
  const event = {
    itemId: item.id,
    extensionId: extension.id,
    decision: grant.approve ? ('APPROVED' as const) : ('REFUSED' as const),
    dueAt: dueAt.toISOString(),
    at: at.toISOString(),
  };
  return { changes: { dueAt }, events: [extensionDecided.create(item, event)] };
}
