import type { Actor, Viewer } from '@chengqi/service-kit';
import type { OrgReplica } from './replicas/replica.entity.ts';

export type OrgTree = ReturnType<typeof createOrgTree>;

/** The orgs of one moment, in memory. An org it does not know has no ancestors and is covered only by itself. */
export function createOrgTree(orgs: readonly Pick<OrgReplica, 'id' | 'path' | 'level'>[]) {
  const divisions = new Set(orgs.filter(({ level }) => level === 'DIVISION').map(({ id }) => id));
  const lines = new Map(orgs.map(({ id, path }) => [id, path.split('/').filter(Boolean)]));

  /** From the root down to the org itself. */
  const lineOf = (orgId: string): readonly string[] => lines.get(orgId) ?? [orgId];

  return {
    /** The org and, for a division, the unit it is part of. */
    unitsOf(orgId: string): string[] {
      const upward = [...lineOf(orgId)].reverse();
      return upward.slice(0, upward.findIndex((id) => !divisions.has(id)) + 1);
    },
    /** The orgs with none above. */
    roots: (): string[] => [...lines].flatMap(([id, line]) => (line.length <= 1 ? [id] : [])),
    has: (orgId: string): boolean => lines.has(orgId),
    lineOf,
    /** The org at the head of its line. */
    rootOf: (orgId: string): string => lineOf(orgId)[0] ?? orgId,
    /** The orgs above, nearest first, without the org itself. */
    ancestors: (orgId: string): string[] => lineOf(orgId).slice(0, -1).reverse(),
    /** The orgs directly below. */
    children: (orgId: string): string[] => [...lines].flatMap(([id, line]) => (line.at(-2) === orgId ? [id] : [])),
    /** The org and all orgs below it. */
    below: (orgId: string): string[] => [
      orgId,
      ...[...lines].flatMap(([id, line]) => (id !== orgId && line.includes(orgId) ? [id] : [])),
    ],
    /** Whether the scope is the org or above it; a null scope is every org. */
    covers: (scopeOrgId: string | null, orgId: string): boolean =>
      scopeOrgId === null || lineOf(orgId).includes(scopeOrgId),
  };
}

/** The viewer as the workflow tables ask it. */
export function actorOn(tree: OrgTree, viewer: Viewer): Actor {
  return {
    personId: viewer.personId,
    system: viewer.kind === 'system',
    holds: (role, orgId) =>
      viewer.posts.some(
        ({ roles, scopeOrgId }) => roles.includes(role) && (orgId === null || tree.covers(scopeOrgId, orgId)),
      ),
    belongsTo: (unitId) => viewer.posts.some(({ orgId }) => orgId !== null && tree.unitsOf(orgId).includes(unitId)),
  };
}
