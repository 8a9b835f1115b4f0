import type { Decision } from '@chengqi/office-kernel';
import { noticeAnswered, noticeIssued } from '@chengqi/schemas/events/supervision';
import { badInput, guardFailed } from '@chengqi/service-kit';
import { isOn } from '../assignments/assignment.ts';
import type { ItemAct } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { NoticeColor, UrgeNotice } from './notice.ts';

const rung: Record<NoticeColor, number> = { BLUE: 0, YELLOW: 1, ORANGE: 1, RED: 2 };

/** Blue, then yellow or orange, then red, to the same unit; a major item may start anywhere. */
export function issueNotice(
  item: ItemDossier,
  { at }: ItemAct,
  color: NoticeColor,
  toOrgId: string,
): Decision<SupervisionItem> {
  if (!item.assignments.some((part) => isOn(part) && part.orgId === toOrgId)) {
    throw badInput('toOrgId', { en: 'Urge one of the assigned units.', zh: '督办单只能发给承办单位。' });
  }
  const climbed = item.notices.filter((notice) => notice.toOrgId === toOrgId).map((notice) => rung[notice.color]);
  if (item.weight !== 'MAJOR' && rung[color] > Math.max(-1, ...climbed) + 1) {
    throw guardFailed('notice.ladder', {
      en: 'Blue comes before yellow or orange, and these before red.',
      zh: '督办单须按蓝、黄（橙）、红逐级发出。',
    });
  }
  const event = { itemId: item.id, color, toOrgId, issuedAt: at.toISOString() };
  return { changes: {}, events: [noticeIssued.create(item, event)] };
}

/** Only the urged unit answers its notice, once. */
export const answerNotice = (item: ItemDossier, { toOrgId }: UrgeNotice): Decision<SupervisionItem> => ({
  changes: {},
  events: [noticeAnswered.create(item, { itemId: item.id, orgId: toOrgId })],
});
