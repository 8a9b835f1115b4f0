import { type Connection, connection, type PageArguments } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { AuditEntity, type AuditEntry } from './audit.ts';
import { people } from './replicas/person.repository.ts';

/** Which entries; null leaves it open. Time is half-open. */
export interface TrailFilter {
  readonly personId: string | null;
  readonly objectId: string | null;
  readonly act: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Newest first, by keyset. */
export function findTrail(
  manager: EntityManager,
  { personId, objectId, act, from, to }: TrailFilter,
  page: PageArguments,
): Promise<Connection<AuditEntry>> {
  const query = manager.getRepository(AuditEntity).createQueryBuilder('e');
  if (personId !== null) query.andWhere('e.personId = :personId', { personId });
  if (objectId !== null) query.andWhere('e.entityId = :objectId', { objectId });
  if (act !== null) query.andWhere('e.act = :act', { act });
  if (from !== null) query.andWhere('e.at >= :from', { from });
  if (to !== null) query.andWhere('e.at < :to', { to });
  return connection(query, page, { alias: 'e', orderBy: { column: 'e.at', direction: 'DESC' } });
}

/** The entries as an auditor reads them: people by number and name as far as this service knows them. */
export async function shownEntries(manager: EntityManager, entries: readonly AuditEntry[]) {
  const ids = entries.flatMap(({ personId, onBehalfOf }) => [personId, onBehalfOf]).filter((id) => id !== null);
  const known = await people.findMany(manager, ids);
  const who = (id: string | null) => {
    const { staffNo = null, name = null } = known.get(id ?? '') ?? {};
    return id === null ? null : { id, staffNo, name };
  };
  return entries.map(({ personId, onBehalfOf, requestId: _, prevHash: __, ...entry }) => ({
    ...entry,
    person: who(personId),
    onBehalfOf: who(onBehalfOf),
    outcome: entry.act.endsWith('_REFUSED') ? ('REFUSED' as const) : ('DONE' as const),
  }));
}
