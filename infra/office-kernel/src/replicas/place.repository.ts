import type { EntityManager } from 'typeorm';
import { type OrgReplica, OrgReplicaEntity, type SiteReplica, SiteReplicaEntity } from './replica.entity.ts';

/** Orgs as this service knows them; null for what it has not heard of. */
export const orgs = {
  find: (manager: EntityManager, id: string): Promise<OrgReplica | null> =>
    manager.getRepository(OrgReplicaEntity).findOneBy({ id }),
  findByCode: (manager: EntityManager, code: string): Promise<OrgReplica | null> =>
    manager.getRepository(OrgReplicaEntity).findOneBy({ code }),
};

/** Sites as this service knows them; null for what it has not heard of. */
export const sites = {
  find: (manager: EntityManager, id: string): Promise<SiteReplica | null> =>
    manager.getRepository(SiteReplicaEntity).findOneBy({ id }),
  findByCode: (manager: EntityManager, code: string): Promise<SiteReplica | null> =>
    manager.getRepository(SiteReplicaEntity).findOneBy({ code }),
};
