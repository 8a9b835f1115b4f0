import { foldedCode } from '@chengqi/office-kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { SiteEntity } from './site.entity.ts';
import type { Site } from './site.ts';

export const findSiteByCode = (manager: EntityManager, code: string): Promise<Site | null> =>
  manager.getRepository(SiteEntity).findOneBy({ code: foldedCode(code) });

export interface SitesWanted {
  readonly orgId?: string | null;
  readonly category?: string | null;
  readonly keyPart?: boolean | null;
}

/** Places that meet all the conditions, for a page of them. */
export function selectSites(
  manager: EntityManager,
  { orgId, category, keyPart }: SitesWanted,
): SelectQueryBuilder<Site> {
  const query = manager.getRepository(SiteEntity).createQueryBuilder('s');
  if (orgId != null) query.andWhere('s.org_id = :orgId', { orgId });
  if (category != null) query.andWhere('s.category = :category', { category });
  if (keyPart != null) query.andWhere('s.key_part = :keyPart', { keyPart: keyPart ? 1 : 0 });
  return query;
}
