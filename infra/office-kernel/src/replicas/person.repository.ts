import type { SecrecyLevel } from '@chengqi/schemas';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { levelAtMost } from '../secrecy-level.ts';
import { requireEach, requireEachActive } from './known.ts';
import { OrgReplicaEntity, type PersonReplica, PersonReplicaEntity, RoleReplicaEntity } from './replica.entity.ts';

async function findMany(manager: EntityManager, ids: readonly string[]): Promise<Map<string, PersonReplica>> {
  if (ids.length === 0) return new Map();
  const found = await manager.getRepository(PersonReplicaEntity).findBy({ id: In([...new Set(ids)]) });
  return new Map(found.map((person) => [person.id, person]));
}

/** People as this service knows them; null for an id it has not heard of. */
export const people = {
  find: (manager: EntityManager, id: string): Promise<PersonReplica | null> =>
    manager.getRepository(PersonReplicaEntity).findOneBy({ id }),

  findByStaffNo: (manager: EntityManager, staffNo: string): Promise<PersonReplica | null> =>
    manager.getRepository(PersonReplicaEntity).findOneBy({ staffNo }),

  findMany,
  ...requireEach(findMany, 'psn'),
  ...requireEachActive(findMany, 'psn'),

  /** Active people with a post that has the role and whose scope covers the org; ordered by id. */
  async holding(manager: EntityManager, role: string, orgId: string): Promise<PersonReplica[]> {
    const org = await manager.getRepository(OrgReplicaEntity).findOneBy({ id: orgId });
    const scopes = ['*', ...(org?.path.split('/').filter(Boolean) ?? [orgId])];
    const holders = await manager.getRepository(RoleReplicaEntity).findBy({ role, scope: In(scopes) });
    const ids = [...new Set(holders.map(({ personId }) => personId))];
    if (ids.length === 0) return [];
    return manager
      .getRepository(PersonReplicaEntity)
      .find({ where: { id: In(ids), active: true }, order: { id: 'ASC' } });
  },
};

/** The clearance in force on a day: after its last day a person is left with what every staff member may read. */
export function clearanceOn(person: Pick<PersonReplica, 'clearance' | 'clearanceValidTo'>, day: string): SecrecyLevel {
  const expired = person.clearanceValidTo !== null && person.clearanceValidTo < day;
  return expired && !levelAtMost(person.clearance, 'INTERNAL') ? 'INTERNAL' : person.clearance;
}
