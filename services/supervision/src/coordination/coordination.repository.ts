import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import type { CoordinationCase, CoordinationState } from './coordination.ts';

export interface CoordinationFilter {
  readonly states?: readonly CoordinationState[] | null | undefined;
  readonly itemId?: string | null | undefined;
  readonly partyOrgId?: string | null | undefined;
}

/** Those in which somebody may still be silent. */
export const undecidedCoordinations = (manager: EntityManager): SelectQueryBuilder<CoordinationCase> =>
  coordinationCasesWhere(manager, { states: ['REQUESTED', 'ACCEPTED', 'CONSULTING'] });

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function coordinationCasesWhere(
  manager: EntityManager,
  { states, itemId, partyOrgId }: CoordinationFilter,
): SelectQueryBuilder<CoordinationCase> {
  const query = manager.getRepository<CoordinationCase>(CoordinationCaseEntity).createQueryBuilder('c');
  if (states) query.andWhere(states.length > 0 ? 'c.status IN (:...states)' : '1 = 0', { states });
  if (itemId) query.andWhere('c.itemId = :itemId', { itemId });
  if (partyOrgId) {
    const asked = `EXISTS (SELECT 1 FROM parties a WHERE a.subject_id = c.id AND a.party_id = :party AND a.relation = 'asked')`;
    query.andWhere(asked, { party: partyOrgId });
  }
  return query;
}
