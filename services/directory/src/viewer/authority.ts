import { forbidden, type Request } from '@chengqi/service-kit';

/** Roles that work without looking at any unit: only who administers every unit gives them away. */
const houseRoles: ReadonlySet<string> = new Set(['IMPORTER', 'AUDITOR']);

/** @throws DomainError FORBIDDEN unless the viewer may give these roles in the unit */
export const requireAdminForRoles = (request: Request, roles: readonly string[], orgId: string | null): void =>
  requireAdmin(request, roles.some((name) => houseRoles.has(name)) ? null : orgId);

/** Whether a post of the viewer carries ADMIN over every unit. */
export const administersEverything = ({ viewer }: Request): boolean =>
  viewer.posts.some(({ scopeOrgId, roles }) => scopeOrgId === null && roles.includes('ADMIN'));

/** @throws DomainError FORBIDDEN unless the viewer is ADMIN over the unit; null is the whole forest */
export function requireAdmin(request: Request, orgId: string | null): void {
  const allowed = orgId === null ? administersEverything(request) : request.actor.holds('ADMIN', orgId);
  if (!allowed) throw forbidden();
}
