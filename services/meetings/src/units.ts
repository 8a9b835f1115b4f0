import type { Request } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { Foundation } from './context.ts';

/** Whether the viewer is on the staff of the org; who sits in one of its divisions is. */
export async function worksFor(
  { office }: Foundation,
  manager: EntityManager,
  { actor, viewer }: Request,
  orgId: string,
): Promise<boolean> {
  if (actor.belongsTo(orgId)) return true;
  for (const { orgId: home } of viewer.posts) {
    const org = home === null ? null : await office.orgs.find(manager, home);
    if (org?.level === 'DIVISION' && org.parentId === orgId) return true;
  }
  return false;
}
