import {
  daysLaidDown,
  judgeDeadline,
  type PartDeadline,
  startDeadline,
  statedDeadline,
  type WorkingCalendar,
} from '@chengqi/office-kernel';
import type { DocumentUrgency } from '@chengqi/schemas/events/documents';
import type { Delivery } from '../deliveries/delivery.ts';
import type { Document } from '../outgoing/document.ts';
import { rules } from './deadline-rules.ts';

/** DOC-10: until its recipient answers; what no act here sent out, and no balance day brought, is history and under no limit. */
export function limitsOfDelivery(
  { issuedById, openedAt, createdAt, answeredAt: met }: Delivery,
  urgency: DocumentUrgency,
  calendar: WorkingCalendar,
  now: Date,
): PartDeadline[] {
  if (issuedById === null && openedAt === null) return [];
  return [judgeDeadline(startDeadline(rules.signIn(urgency), createdAt, calendar), { met }, now)];
}

/** What came to its end in a year is to be filed by the middle of the next: the first moment that is too late. */
export const filingEnd = ({ endOf }: Pick<WorkingCalendar, 'endOf'>, year: number): Date => endOf(`${year + 1}-06-30`);

/** Filed by the middle of the year after the one in which it was closed or voided; history is under no limit. */
export function limitsOfDocument(
  { importedAt, openedAt, closedAt, voidedAt, filedAt: met }: Document,
  calendar: WorkingCalendar,
  now: Date,
): PartDeadline[] {
  const startAt = closedAt ?? voidedAt;
  if (startAt === null || (importedAt !== null && openedAt === null)) return [];
  const dueAt = filingEnd(calendar, Number(calendar.dayOf(startAt).slice(0, 4)));
  const rule = rules.file(daysLaidDown(calendar, startAt, dueAt));
  return [judgeDeadline(statedDeadline(rule, { startAt, dueAt, originalDueAt: dueAt }, calendar), { met }, now)];
}
