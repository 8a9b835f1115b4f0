import type { Decision } from '@chengqi/office-kernel';
import { itemAccepted } from '@chengqi/schemas/events/supervision';
import { type ItemAct, withWorker } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { Assignment } from './assignment.ts';

/** The item runs once its lead unit has accepted; feedback periods count from the first acceptance. */
export function acceptAssignment(
  item: ItemDossier,
  { to, at }: ItemAct,
  part: Assignment,
  handlerId: string | null,
): Decision<SupervisionItem> {
  return {
    changes: {
      status: to,
      workerIds: withWorker(item, handlerId),
      ...(part.lead && { acceptedAt: item.acceptedAt ?? at }),
    },
    events: [itemAccepted.create(item, { itemId: item.id, orgId: part.orgId, acceptedAt: at.toISOString() })],
  };
}

export function finishAssignment(item: ItemDossier, { by }: ItemAct): Decision<SupervisionItem> {
  return { changes: { workerIds: withWorker(item, by) }, events: [] };
}
