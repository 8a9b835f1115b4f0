import { noticeAnswered, noticeIssued } from '@chengqi/schemas/events/supervision';
import { type Actor, badInput, forbidden, guardFailed } from '@chengqi/service-kit';
import type { Decision } from '../decision.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import type { NoticeColor, UrgeNotice } from './notice.ts';

interface Act {
  readonly actor: Actor;
  readonly now: Date;
  readonly expectedVersion: number | null;
}

const rung: Record<NoticeColor, number> = { BLUE: 0, YELLOW: 1, ORANGE: 1, RED: 2 };

/** Blue, then yellow or orange, then red, to the same unit; a major item may start anywhere. */
export function issueNotice(
  item: ItemDossier,
  { actor, now, expectedVersion }: Act,
  color: NoticeColor,
  toOrgId: string,
): Decision<SupervisionItem> {
  const { role } = itemWorkflow.permit(actor, item, 'ISSUE_NOTICE', {
    expectedVersion,
    outcome: color === 'RED' ? 'RED' : 'URGE',
  });
  if (!item.assignments.some(({ orgId }) => orgId === toOrgId)) {
    throw badInput('toOrgId', { en: 'Urge one of the assigned units.', zh: '督办单只能发给承办单位。' });
  }
  const climbed = item.notices.filter((notice) => notice.toOrgId === toOrgId).map((notice) => rung[notice.color]);
  if (item.weight !== 'MAJOR' && rung[color] > Math.max(-1, ...climbed) + 1) {
    throw guardFailed('notice.ladder', {
      en: 'Blue comes before yellow or orange, and these before red.',
      zh: '督办单须按蓝、黄（橙）、红逐级发出。',
    });
  }
  const event = { itemId: item.id, color, toOrgId, issuedAt: now.toISOString() };
  return { changes: {}, events: [noticeIssued.create(item, event)], role };
}

/** Only the urged unit answers its notice, once. */
export function answerNotice(
  item: ItemDossier,
  { actor, expectedVersion }: Act,
  notice: UrgeNotice,
): Decision<SupervisionItem> {
  if (!actor.holds('ORG_HEAD', notice.toOrgId) && !actor.holds('HANDLER', notice.toOrgId)) throw forbidden();
  const { role } = itemWorkflow.permit(actor, { ...item, notices: [notice] }, 'ANSWER_NOTICE', { expectedVersion });
  return {
    changes: {},
    events: [noticeAnswered.create(item, { itemId: item.id, orgId: notice.toOrgId })],
    role,
  };
}
