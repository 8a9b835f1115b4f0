import type { Access } from '@chengqi/office-kernel';
import { type SecrecyLevel, words } from '@chengqi/schemas';
import { defineWorkflow, guardFailed, refusal, role, type Workflowed } from '@chengqi/service-kit';
import type { Org, OrgAction, OrgObligations, OrgStatus } from './org.ts';

export interface OrgSubject extends Workflowed<OrgStatus>, OrgObligations {}

/** A unit administers itself: whoever is ADMIN over it, or over a unit above. */
export const orgSubject = (org: Org, obligations: OrgObligations): OrgSubject => ({
  status: org.status,
  version: org.version,
  ownerOrgId: org.id,
  ...obligations,
});

const wording = { states: { ACTIVE: '存续', INACTIVE: '已撤销' }, actions: words.values.OrgAction };

export const orgWorkflow = defineWorkflow<OrgSubject, OrgStatus, OrgAction>(wording, [
  { from: 'ACTIVE', action: 'MOVE', to: 'ACTIVE', roles: [role('ADMIN')] },
  { from: 'ACTIVE', action: 'DEACTIVATE', to: 'INACTIVE', roles: [role('ADMIN')], guard: refuseOpenObligations },
]);

/** The directory is open to all staff: no read rule asks these roles. */
export const orgAccess: Access<OrgSubject, OrgStatus, OrgAction> = {
  type: 'Org',
  roles: orgWorkflow.roles,
  workflow: orgWorkflow,
};

function refuseOpenObligations({ activeChildren, openPosts }: OrgSubject): void {
  if (activeChildren === 0 && openPosts === 0) return;
  throw guardFailed('O-4', {
    en: `The unit still has ${activeChildren} active units below it and ${openPosts} open posts.`,
    zh: `该机构仍有 ${activeChildren} 个下级机构和 ${openPosts} 个在任岗位。`,
  });
}

/** Paths have room for this many levels. */
export const deepestLevel = 15;

type Place = Pick<Org, 'parentId' | 'path' | 'depth'>;

/** The place below a parent, or of a root. */
export function placeOf(id: string, parent: Pick<Org, 'id' | 'path' | 'depth'> | null): Place {
  return { parentId: parent?.id ?? null, path: `${parent?.path ?? '/'}${id}/`, depth: parent ? parent.depth + 1 : 0 };
}

/**
 * Every unit of a subtree with its place after the move; the first one is the moved unit itself.
 * @throws DomainError GUARD_FAILED O-1 when the parent lies inside the subtree, LIMIT_EXCEEDED when it gets too deep
 */
export function replant<T extends Pick<Org, 'id' | 'parentId' | 'path' | 'depth'>>(
  moved: T,
  subtree: readonly T[],
  parent: Pick<Org, 'id' | 'path' | 'depth'> | null,
): { org: T; place: Place }[] {
  if (parent?.path.startsWith(moved.path)) {
    throw guardFailed('O-1', { en: 'A unit cannot lie below itself.', zh: '机构不能划转到自身或其下级之下。' });
  }
  const root = placeOf(moved.id, parent);
  const places = subtree.map((org) => ({
    org,
    place:
      org.id === moved.id
        ? root
        : {
            parentId: org.parentId,
            path: root.path + org.path.slice(moved.path.length),
            depth: org.depth - moved.depth + root.depth,
          },
  }));
  if (places.some(({ place }) => place.depth > deepestLevel)) throw tooDeep();
  return places.sort((a, b) => a.place.depth - b.place.depth);
}

export const tooDeep = () =>
  refusal('LIMIT_EXCEEDED', {
    en: `The tree has at most ${deepestLevel + 1} levels.`,
    zh: `机构层级最多 ${deepestLevel + 1} 级。`,
  });

/** What holds where nobody in the line has said anything: a county clears for SECRET at most (保密法). */
const usualRight: SecrecyLevel = 'SECRET';

/** The right of the nearest unit that has its own; `line` runs from the root down to the unit. */
export const classifyingRightOf = (line: readonly Pick<Org, 'classifyingRight'>[]): SecrecyLevel =>
  line.findLast(({ classifyingRight }) => classifyingRight !== null)?.classifyingRight ?? usualRight;

/** Ids from the root down to the unit itself. */
export const lineOf = ({ path }: Pick<Org, 'path'>): string[] => path.split('/').filter(Boolean);
