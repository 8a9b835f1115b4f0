import type { SecrecyLevel } from '@chengqi/schemas';
import { refusal } from '@chengqi/service-kit';
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
  requireCleared,

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

/**
 * People who are let in by name must be cleared for what they are let in to. `day` is that of the business zone.
 * @throws DomainError CLEARANCE_REQUIRED with the field and the level that is missing; REFERENCE_UNKNOWN
 */
async function requireCleared(
  within: { readonly manager: EntityManager },
  field: (at: number) => string,
  ids: readonly string[],
  level: SecrecyLevel,
  day: string,
): Promise<void> {
  const found = await people.requireMany(within, field, ids);
  if (levelAtMost(level, 'INTERNAL')) return;
  const at = found.findIndex((person) => !levelAtMost(level, clearanceOn(person, day)));
  if (at >= 0) throw notCleared(field(at), level);
}

const notCleared = (field: string, level: SecrecyLevel) =>
  refusal(
    'CLEARANCE_REQUIRED',
    {
      en: `${field}: this person has no clearance for ${level}.`,
      zh: `${field}：该人员未取得相应涉密等级（${level}）。`,
    },
    { field, required: level },
  );
