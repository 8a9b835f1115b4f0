import { type Actor, groupBy, type Post, type Viewer } from '@chengqi/service-kit';
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
    every: (holds: (orgId: string) => boolean): boolean => [...lines.keys()].every(holds),
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

/** The viewer as the workflow tables ask it: with all roles for reading, with those of one capacity for an act. */
export function actorOn(tree: OrgTree, { kind, personId, posts }: Viewer): Actor {
  const own = posts.filter(({ onBehalfOf }) => !onBehalfOf);
  const as = (id: string | null, held: readonly Post[], orgIds: readonly (string | null)[]): Actor => ({
    personId: id,
    system: kind === 'system',
    holds: (role, orgId) =>
      held.some(({ roles, scopeOrgId }) => roles.includes(role) && (orgId === null || tree.covers(scopeOrgId, orgId))),
    belongsTo: (unitId) => orgIds.some((orgId) => orgId !== null && tree.unitsOf(orgId).includes(unitId)),
  });
  const units = own.map(({ orgId }) => orgId);
  if (own.length === posts.length) return as(personId, own, units);
  const standsIn = groupBy(
    posts.filter(({ onBehalfOf }) => onBehalfOf),
    ({ onBehalfOf }) => onBehalfOf?.personId ?? '',
  );
  const capacities = [...standsIn].map(
    ([id, held]): Actor => ({
      ...as(personId, held, units),
      onBehalfOf: as(
        id,
        held,
        held.flatMap(({ onBehalfOf }) => onBehalfOf?.orgIds ?? []),
      ),
    }),
  );
  return { ...as(personId, posts, units), capacities: [as(personId, own, units), ...capacities] };
}
