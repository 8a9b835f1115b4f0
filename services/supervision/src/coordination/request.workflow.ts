import { coordinationRequested } from '@chengqi/schemas/events/supervision';
import type { Act } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import type { Obstacle } from '../progress/progress.ts';
import type { CoordinationCase } from './coordination.ts';

/** For an open obstacle; a handler asks for the own unit, a supervisor for the supervising organisation. */
export function permitRequest(item: ItemDossier, { actor, expectedVersion }: Act, obstacle: Obstacle) {
  const narrowed = { ...item, obstacles: [obstacle] };
  const { role } = itemWorkflow.permit(actor, narrowed, 'REQUEST_COORDINATION', { expectedVersion });
  const own = role === 'HANDLER' ? item.assignments.find(({ orgId }) => actor.holds('HANDLER', orgId)) : undefined;
  return { role, requesterOrgId: own?.orgId ?? item.ownerOrgId };
}

/** What follows from the blocked item; every party is silent yet. */
export const requestedCoordination = (item: SupervisionItem, obstacle: Obstacle, orgIds: readonly string[]) =>
  ({
    status: 'REQUESTED',
    version: 1,
    ownerOrgId: item.ownerOrgId,
    secrecyLevel: item.secrecyLevel,
    itemId: item.id,
    obstacleId: obstacle.id,
    parties: orgIds.map((orgId) => ({ orgId, position: null, agreed: null, statedAt: null, statedById: null })),
    coordinatorId: null,
    level: 'OFFICE',
    outcome: null,
    decidedAt: null,
    decidedById: null,
  }) as const satisfies Partial<CoordinationCase>;

export const requestEvent = (coordination: CoordinationCase) =>
  coordinationRequested.create(coordination, {
    coordinationId: coordination.id,
    itemId: coordination.itemId,
    partyOrgIds: coordination.parties.map(({ orgId }) => orgId),
    dueAt: coordination.dueAt.toISOString(),
  });
