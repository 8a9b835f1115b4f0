import { type EntityManager, type EntitySchema, In } from 'typeorm';
import { requireEach, requireEachActive } from './known.ts';
import { type OrgReplica, OrgReplicaEntity, type SiteReplica, SiteReplicaEntity } from './replica.entity.ts';

const knownOrgs = placesOf<OrgReplica>(OrgReplicaEntity, 'org');

/** Orgs as this service knows them; null for what it has not heard of. */
export const orgs = { ...knownOrgs, ...requireEachActive(knownOrgs.findMany, 'org') };

/** Sites as this service knows them; null for what it has not heard of. */
export const sites = placesOf<SiteReplica>(SiteReplicaEntity, 'sit');

function placesOf<P extends { id: string; code: string }>(entity: EntitySchema<P>, prefix: string) {
  const findMany = async (manager: EntityManager, ids: readonly string[]): Promise<Map<string, P>> => {
    if (ids.length === 0) return new Map();
    const found = await manager.getRepository(entity).findBy({ id: In([...new Set(ids)]) } as never);
    return new Map(found.map((place) => [place.id, place]));
  };
  return {
    find: (manager: EntityManager, id: string): Promise<P | null> =>
      manager.getRepository(entity).findOneBy({ id } as never),
    findByCode: (manager: EntityManager, code: string): Promise<P | null> =>
      manager.getRepository(entity).findOneBy({ code } as never),
    findMany,
    ...requireEach(findMany, prefix),
  };
}
