import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import type { CoordinationCase, CoordinationState } from './coordination.ts';

export interface CoordinationFilter {
  readonly states?: readonly CoordinationState[] | null | undefined;
  readonly itemId?: string | null | undefined;
  readonly documentId?: string | null | undefined;
  readonly partyOrgId?: string | null | undefined;
}

/** Those in which somebody may still be silent. */
export const undecidedCoordinations = (manager: EntityManager): SelectQueryBuilder<CoordinationCase> =>
  coordinationCasesWhere(manager, { states: ['REQUESTED', 'ACCEPTED', 'CONSULTING'] });

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function coordinationCasesWhere(
  manager: EntityManager,
  { states, itemId, documentId, partyOrgId }: CoordinationFilter,
): SelectQueryBuilder<CoordinationCase> {
  const query = manager.getRepository<CoordinationCase>(CoordinationCaseEntity).createQueryBuilder('c');
  if (states) query.andWhere(states.length > 0 ? 'c.status IN (:...states)' : '1 = 0', { states });
  if (itemId) query.andWhere('c.itemId = :itemId', { itemId });
  if (documentId) query.andWhere('c.documentId = :documentId', { documentId });
  if (partyOrgId) {
    const asked = `EXISTS (SELECT 1 FROM parties a WHERE a.subject_id = c.id AND a.party_id = :party AND a.relation = 'asked')`;
    query.andWhere(asked, { party: partyOrgId });
  }
  return query;
}

const shownOfDocument = 20;

/** The coordinations of documents, the newest first; the last twenty of each. */
export const lastOfDocuments = (
  manager: EntityManager,
  documentIds: readonly string[],
): SelectQueryBuilder<CoordinationCase> =>
  coordinationCasesWhere(manager, {})
    .where('c.documentId IN (:...documentIds)', { documentIds })
    .andWhere(
      '(SELECT COUNT(*) FROM coordination_cases n WHERE n.document_id = c.document_id AND n.created_at > c.created_at) < :most',
      { most: shownOfDocument },
    )
    .orderBy('c.createdAt', 'DESC')
    .addOrderBy('c.id', 'DESC');
