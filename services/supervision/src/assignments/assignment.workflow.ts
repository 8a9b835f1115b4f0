import { itemAccepted } from '@chengqi/schemas/events/supervision';
import type { Actor } from '@chengqi/service-kit';
import type { Decision } from '../decision.ts';
import { withWorker } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import type { Assignment } from './assignment.ts';

interface Act {
  readonly actor: Actor;
  readonly now: Date;
  readonly expectedVersion: number | null;
}

/** The item runs once its lead unit has accepted; feedback periods count from the first acceptance. */
export function acceptAssignment(
  item: ItemDossier,
  { actor, now, expectedVersion }: Act,
  part: Assignment,
  handlerId: string | null,
): Decision<SupervisionItem> {
  const outcome = part.lead ? 'LEAD' : 'CO';
  const { to, role } = itemWorkflow.permit(actor, { ...item, assignments: [part] }, 'ACCEPT_ASSIGNMENT', {
    expectedVersion,
    outcome,
  });
  return {
    changes: {
      status: to,
      workerIds: withWorker(item, handlerId),
      ...(part.lead && { acceptedAt: item.acceptedAt ?? now }),
    },
    events: [itemAccepted.create(item, { itemId: item.id, orgId: part.orgId, acceptedAt: now.toISOString() })],
    role,
  };
}

export function finishAssignment(
  item: ItemDossier,
  { actor, expectedVersion }: Act,
  part: Assignment,
): Decision<SupervisionItem> {
  const { role } = itemWorkflow.permit(actor, { ...item, assignments: [part] }, 'FINISH_ASSIGNMENT', {
    expectedVersion,
  });
  return { changes: { workerIds: withWorker(item, actor.personId) }, events: [], role };
}
