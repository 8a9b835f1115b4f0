import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CirculationReaderEntity } from './circulation.entity.ts';
import type { CirculationReader, CirculationState } from './circulation.ts';

export interface CirculationReaderFilter {
  readonly reader?: string | null | undefined;
  readonly states?: readonly CirculationState[] | null | undefined;
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function readersWhere(manager: EntityManager, { reader, states }: CirculationReaderFilter) {
  const query = manager.getRepository(CirculationReaderEntity).createQueryBuilder('c');
  if (reader) query.andWhere('c.readerId = :reader', { reader });
  if (states) query.andWhere(states.length > 0 ? 'c.status IN (:...states)' : '1 = 0', { states });
  return query;
}

/** Passages of many documents in one look-up, in the order of the readers. */
export const readersOfDocuments = (
  manager: EntityManager,
  documentIds: readonly string[],
): SelectQueryBuilder<CirculationReader> =>
  readersWhere(manager, {})
    .andWhere('c.documentId IN (:...documentIds)', { documentIds })
    .orderBy('c.readerOrder', 'ASC')
    .addOrderBy('c.id', 'ASC');
