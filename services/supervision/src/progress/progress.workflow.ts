import type { Decision } from '@chengqi/office-kernel';
import { progressReported } from '@chengqi/schemas/events/supervision';
import { badInput } from '@chengqi/service-kit';
import type { Assignment } from '../assignments/assignment.ts';
import { type ItemAct, withWorker } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';

interface Feedback {
  readonly percent: number;
  readonly fallReason: string | null;
  readonly evidence: readonly unknown[];
}

/** The lead unit's percentage is the item's; it never falls without a reason, and 100 has to be shown. */
export function reportProgress(
  item: ItemDossier,
  { by, at }: ItemAct,
  part: Assignment,
  { percent, fallReason, evidence }: Feedback,
): Decision<SupervisionItem> {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw badInput('percent', { en: 'percent is 0 to 100.', zh: '进度须为 0 至 100 的整数。' });
  }
  if (percent < part.progressPercent && fallReason === null) {
    throw badInput('fallReason', { en: 'Say why the percentage falls.', zh: '进度回退须说明原因。' });
  }
  if (percent === 100 && evidence.length === 0) {
    throw badInput('evidence', { en: 'Show evidence for 100 percent.', zh: '进度达到 100% 须提供佐证。' });
  }
  return {
    changes: { workerIds: withWorker(item, by), ...(part.lead && { progressPercent: percent }) },
    events: [progressReported.create(item, { itemId: item.id, percent, orgId: part.orgId, at: at.toISOString() })],
  };
}
