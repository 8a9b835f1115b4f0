import { publishedText } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import {
  completionSubmitted,
  itemAccepted,
  itemAssigned,
  itemCompleted,
  itemStruckOff,
  leaderFeedbackGiven,
  noticeAnswered,
  noticeIssued,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { type SupervisionItem, sourceOf } from '../items/item.ts';
import { raisedEvent, resolvedEvent } from '../progress/obstacles.repository.ts';
import type { Obstacle } from '../progress/progress.ts';
import { registeredAgain } from '../sources/source-links.commands.ts';
import { type ItemRow, isDone, lastVerifiedAt } from './item-row.ts';

/** What happened to an imported item, as its dates tell it, in the order in which it must have happened. */
export const historyOf = (item: SupervisionItem, row: ItemRow, obstacle: Obstacle | null): DomainEvent[] => [
  registeredAgain(item),
  itemAssigned.create(item, { itemId: item.id, orgIds: [row.lead_org, ...item.coOrgIds] }),
  ...courseOf(item, row),
  ...(obstacle ? blockageOf(item, obstacle) : []),
  ...endOf(item, row),
];

function courseOf(item: SupervisionItem, row: ItemRow): DomainEvent[] {
  const itemId = item.id;
  const orgId = row.lead_org;
  const events: DomainEvent[] = [];
  if (row.accepted_at) {
    events.push(itemAccepted.create(item, { itemId, orgId, acceptedAt: row.accepted_at.toISOString() }));
  }
  if (row.notice_color && row.notice_issued_at) {
    const issuedAt = row.notice_issued_at.toISOString();
    events.push(noticeIssued.create(item, { itemId, color: row.notice_color, toOrgId: orgId, issuedAt }));
    if (row.notice_answered_at) events.push(noticeAnswered.create(item, { itemId, orgId }));
  }
  const at = lastVerifiedAt(row).toISOString();
  for (let failCount = 1; failCount <= (row.verify_fail_count ?? 0); failCount += 1) {
    events.push(
      completionSubmitted.create(item, { itemId }),
      verificationFailed.create(item, { itemId, failCount, at }),
    );
  }
  return events;
}

function blockageOf(item: SupervisionItem, obstacle: Obstacle): DomainEvent[] {
  const raised = raisedEvent(item, obstacle);
  return obstacle.resolvedAt ? [raised, resolvedEvent(item, obstacle, obstacle.resolvedAt)] : [raised];
}

function endOf(item: SupervisionItem, row: ItemRow): DomainEvent[] {
  const itemId = item.id;
  const source = sourceOf(item);
  const events: DomainEvent[] = [];
  if (row.state === 'VERIFYING' || isDone(row)) events.push(completionSubmitted.create(item, { itemId }));
  if (item.completedAt)
    events.push(itemCompleted.create(item, { itemId, source, completedAt: item.completedAt.toISOString() }));
  if (item.struckOffAt) {
    const told = { title: publishedText(item.secrecyLevel, item.title) };
    const struckOffAt = item.struckOffAt.toISOString();
    const supervisorOrgId = item.ownerOrgId;
    const code = item.code ?? '';
    events.push(
      itemStruckOff.create(item, { itemId, code, ...told, supervisorOrgId, source, result: null, struckOffAt }),
    );
  }
  if (item.feedbackScore !== null && item.feedbackAt !== null) {
    const at = item.feedbackAt.toISOString();
    events.push(leaderFeedbackGiven.create(item, { itemId, score: item.feedbackScore, at }));
  }
  return events;
}
