import { coordinationRequested } from '@chengqi/schemas/events/supervision';
import { isOn } from '../assignments/assignment.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { Obstacle } from '../progress/progress.ts';
import type { CoordinationCase } from './coordination.ts';

/** A handler asks for the own unit, a supervisor for the supervising organisation. */
export const requesterOf = (item: ItemDossier, role: string | null, handles: (orgId: string) => boolean): string =>
  (role === 'HANDLER' ? item.assignments.find((part) => isOn(part) && handles(part.orgId))?.orgId : undefined) ??
  item.ownerOrgId;

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
