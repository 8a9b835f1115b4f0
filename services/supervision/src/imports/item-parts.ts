import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import { VerificationEntity } from '../items/item.entity.ts';
import type { SupervisionItem, VerificationResult } from '../items/item.ts';
import { UrgeNoticeEntity } from '../notices/notice.entity.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import type { Obstacle } from '../progress/progress.ts';
import { type ItemRow, isDone, lastVerifiedAt } from './item-row.ts';

type Parts<Stored = void> = (tx: Transaction, item: SupervisionItem, row: ItemRow) => Promise<Stored>;

/** The parts of an imported item: units, urge, obstacle and verifications, as far as its row tells them. Answers the obstacle. */
export function createItemParts({ kit, office }: Foundation): Parts<Obstacle | null> {
  const assignments: Parts = async (tx, { id: itemId, coOrgIds }, row) => {
    const state = isDone(row) ? 'DONE' : row.accepted_at ? 'WORKING' : 'SENT';
    for (const orgId of [row.lead_org, ...coOrgIds]) {
      await tx.insert(AssignmentEntity, {
        id: kit.ids.next('asg'),
        itemId,
        orgId,
        lead: orgId === row.lead_org,
        responsibleLeaderId: null,
        handlerId: null,
        state,
        progressPercent: orgId === row.lead_org ? (row.progress_percent ?? 0) : 0,
        sentAt: row.registered_at,
        acceptedAt: row.accepted_at,
        doneAt: isDone(row) ? row.verified_at : null,
        dueAt: null,
        dispute: null,
      });
    }
  };

  const notice: Parts = async (tx, { id: itemId }, { notice_color: color, notice_issued_at: issuedAt, ...row }) => {
    if (color === null || issuedAt === null) return;
    await tx.insert(UrgeNoticeEntity, {
      id: kit.ids.next('ntc'),
      itemId,
      color,
      serial: 1,
      toOrgId: row.lead_org,
      reason: '',
      issuedById: null,
      issuedAt,
      answerDueAt: (await office.calendar.days()).addWorkingDays(issuedAt, 3),
      answeredAt: row.notice_answered_at,
      answeredById: null,
      answer: null,
    });
  };

  /** The export tells neither kind nor way out. */
  const obstacle: Parts<Obstacle | null> = async (
    tx,
    { id: itemId },
    { obstacle_text: description, obstacle_raised_at: raisedAt, ...row },
  ) => {
    if (raisedAt === null) return null;
    return tx.insert<Obstacle>(ObstacleEntity, {
      id: kit.ids.next('obs'),
      itemId,
      kind: 'EXTERNAL',
      description: description ?? '',
      proposal: '',
      affectedOrgIds: [],
      raisedById: null,
      raisedAt,
      state: row.obstacle_resolved_at ? 'RESOLVED' : 'OPEN',
      resolvedById: null,
      resolvedAt: row.obstacle_resolved_at,
      resolution: null,
      ...{ rule: null, occurrence: null, rootCause: null, wayOuts: null },
      ...{ escalatedById: null, escalatedAt: null, escalationReason: null },
    });
  };

  /** Failed ones first; only the date of the last verification is told, so all bear it. */
  const verifications: Parts = async (tx, { id: itemId }, row) => {
    const results: VerificationResult[] = Array.from({ length: row.verify_fail_count ?? 0 }, () => 'FAIL');
    if (isDone(row)) results.push('PASS');
    for (const result of results) {
      await tx.insert(VerificationEntity, {
        id: kit.ids.next('ver'),
        itemId,
        method: row.verify_method ?? 'DESK',
        verifierId: row.verifier ?? '',
        at: lastVerifiedAt(row),
        result,
        findings: null,
        evidence: [],
      });
    }
  };

  return async (tx, item, row) => {
    for (const store of [assignments, notice, verifications]) await store(tx, item, row);
    return obstacle(tx, item, row);
  };
}
