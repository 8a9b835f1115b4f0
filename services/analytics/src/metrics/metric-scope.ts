import type { Foundation } from '@chengqi/office-kernel';
import { forbidden, type Post, type Viewer } from '@chengqi/service-kit';
import type { Orgs } from '../measuring/cut.repository.ts';

export interface OrgsAsked {
  readonly orgId?: string | null | undefined;
  /** With the organisations below; default true. */
  readonly subtree?: boolean | null | undefined;
}

/** Facts that may be counted; `unowned` facts belong to no organisation, as accusations do. */
export interface MetricScope {
  readonly orgs: Orgs;
  readonly unowned: boolean;
}

const administrative = new Set(['ADMIN', 'AUDITOR']);

/** Org above which a post may count nothing; undefined when it may count nothing at all. */
function reachOf({ orgId, scopeOrgId, roles }: Post): string | null | undefined {
  if (roles.includes('ANALYST')) return null;
  if (roles.length > 0 && roles.every((role) => administrative.has(role))) return undefined;
  return roles.length === 0 ? (orgId ?? undefined) : scopeOrgId;
}

const seesUnowned = ({ roles, scopeOrgId }: Post): boolean =>
  roles.includes('ANALYST') || (roles.includes('IMPORTER') && scopeOrgId === null);

/**
 * What the viewer may measure: the scope of each post with what lies below; analysts everything, importers what
 * they import. Asks one statement at most.
 * @throws FORBIDDEN when no post covers what is asked.
 */
export async function scopeOf({ office }: Foundation, viewer: Viewer, asked: OrgsAsked): Promise<MetricScope> {
  const tree = await office.orgs.freshTree();
  const reaches = [...new Set(viewer.posts.map(reachOf))].filter((reach) => reach !== undefined);
  const unowned = viewer.posts.some(seesUnowned);
  if (reaches.length === 0) throw forbidden();
  if (asked.orgId == null) {
    if (reaches.includes(null)) return { orgs: null, unowned };
    return { orgs: [...new Set(reaches.flatMap((reach) => tree.below(reach ?? '')))], unowned };
  }
  const { orgId } = asked;
  if (!reaches.some((reach) => tree.covers(reach, orgId))) {
    throw forbidden({ en: 'Your posts do not cover this organisation.', zh: '您的岗位不覆盖该单位。' });
  }
  return { orgs: asked.subtree === false ? [orgId] : tree.below(orgId), unowned };
}
