import { foldedCode } from '@chengqi/office-kernel';
import { containing } from '@chengqi/service-kit';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { MatterEntity } from './matter.entity.ts';
import type { Matter, MatterState } from './matter.ts';

export interface MatterConditions {
  readonly state?: MatterState | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly channel?: string | null | undefined;
}

/** What is not given does not narrow; the office narrows it to what the viewer may see. */
export function mattersWhere(
  manager: EntityManager,
  { state, orgId, code, name, channel }: MatterConditions,
): SelectQueryBuilder<Matter> {
  const query = manager.getRepository(MatterEntity).createQueryBuilder('m');
  if (state != null) query.andWhere('m.status = :state', { state });
  if (orgId != null) query.andWhere('m.ownerOrgId = :orgId', { orgId });
  if (code != null) query.andWhere('m.code = :code', { code: foldedCode(code) });
  if (name != null) query.andWhere("m.name LIKE :name ESCAPE '!'", { name: containing(name) });
  if (channel != null) query.andWhere('m.channels LIKE :channel', { channel: `%"${channel}"%` });
  return query;
}

/** The newest edition of a unit's matter, in force or not. */
export const lastEdition = (manager: EntityManager, ownerOrgId: string, code: string): Promise<Matter | null> =>
  manager.getRepository(MatterEntity).findOne({ where: { ownerOrgId, code }, order: { edition: 'DESC' } });

export const findMatter = (manager: EntityManager, id: string): Promise<Matter | null> =>
  manager.getRepository(MatterEntity).findOneBy({ id });
