import type { DomainEvent } from '@chengqi/schemas';
import { disputeExpired, disputeOpened, disputeSettled } from '@chengqi/schemas/events/reception';
import type { Dispute } from './dispute.ts';

const settled = ['AGREED', 'PERFORMED', 'BREACHED'] as const;

/** What the dates of the record imply, in order. */
export function historyOf(dispute: Dispute): DomainEvent[] {
  const { id: disputeId, kind, regime, respondentOrgId, status, closedAt } = dispute;
  const facts = { disputeId, kind, regime, respondentOrgId };
  const opened = disputeOpened.create(dispute, {
    ...facts,
    openedAt: dispute.openedAt.toISOString(),
    mediationDueAt: dispute.mediationDueAt?.toISOString() ?? null,
  });
  if (closedAt === null) return [opened];
  const at = closedAt.toISOString();
  if (status === 'EXPIRED') return [opened, disputeExpired.create(dispute, { ...facts, expiredAt: at })];
  const end = settled.find((state) => state === status);
  return end === undefined ? [opened] : [opened, disputeSettled.create(dispute, { ...facts, settledAt: at, end })];
}
