import { ceiling, levelAtMost } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { coordinationRequested } from '@chengqi/schemas/events/supervision';
import { badInput, guardFailed } from '@chengqi/service-kit';
import { isOn } from '../assignments/assignment.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { Obstacle } from '../progress/progress.ts';
import type { CoordinationCase } from './coordination.ts';

/** A handler asks for the own unit, a supervisor for the supervising organisation. */
export const requesterOf = (item: ItemDossier, role: string | null, handles: (orgId: string) => boolean): string =>
  (role === 'HANDLER' ? item.assignments.find((part) => isOn(part) && handles(part.orgId))?.orgId : undefined) ??
  item.ownerOrgId;

/** A document as its owner tells of it. */
export interface CoordinatedDocument {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly state: string;
}

/** Asked about an obstacle or about a document. @throws DomainError BAD_USER_INPUT for both, or neither */
export function subjectOf(input: { readonly obstacleId?: string | null; readonly documentId?: string | null }) {
  const { obstacleId, documentId } = input;
  if (obstacleId != null && documentId == null) return { obstacleId };
  if (documentId != null && obstacleId == null) return { documentId };
  throw badInput('obstacleId', {
    en: 'Give either obstacleId or documentId.',
    zh: 'obstacleId 与 documentId 须且只能填写其一。',
  });
}

/** Who asks for a coordination of a document, over the unit that issues it: who works on it, its head, who supervises it. */
export const documentRequesters = ['HANDLER', 'ORG_HEAD', 'SUPERVISOR'] as const;

const goneOut = ['ISSUED', 'CLOSED', 'VOIDED', 'FILED'];

/** What went out is as it is; of what lies above the ceiling no position may be kept. */
export function mayBeCoordinated({ state, secrecyLevel }: CoordinatedDocument): void {
  if (goneOut.includes(state)) {
    throw guardFailed('document.open', { en: 'The document has left the office.', zh: '该公文已印发或已办结。' });
  }
  if (levelAtMost(secrecyLevel, ceiling)) return;
  throw guardFailed('document.ceiling', { en: 'Nothing is kept of it here.', zh: '该密级公文不得在本系统协调。' });
}

export const ofObstacle = (item: SupervisionItem, obstacle: Obstacle) => ({
  ...{ ownerOrgId: item.ownerOrgId, secrecyLevel: item.secrecyLevel },
  ...{ itemId: item.id, obstacleId: obstacle.id, documentId: null, runningDocumentId: null },
});

export const ofDocument = ({ id, ownerOrgId, secrecyLevel }: CoordinatedDocument) => ({
  ...{ ownerOrgId, secrecyLevel },
  ...{ itemId: null, obstacleId: null, documentId: id, runningDocumentId: id },
});

/** Of what it is about; every party is silent yet. */
export const requestedCoordination = (
  about: ReturnType<typeof ofObstacle> | ReturnType<typeof ofDocument>,
  orgIds: readonly string[],
) =>
  ({
    ...about,
    status: 'REQUESTED',
    version: 1,
    parties: orgIds.map((orgId) => ({ orgId, position: null, agreed: null, statedAt: null, statedById: null })),
    coordinatorId: null,
    level: 'OFFICE',
    outcome: null,
    result: null,
    decidedAt: null,
    decidedById: null,
  }) as const satisfies Partial<CoordinationCase>;

export const requestEvent = (coordination: CoordinationCase) =>
  coordinationRequested.create(coordination, {
    coordinationId: coordination.id,
    itemId: coordination.itemId,
    documentId: coordination.documentId,
    partyOrgIds: coordination.parties.map(({ orgId }) => orgId),
    dueAt: coordination.dueAt.toISOString(),
  });
