import { clearanceOn } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { EntityManager } from 'typeorm';
import { findOpenPosts, findPersonByStaffNo } from '../people/person.repository.ts';
import type { Person } from '../people/person.ts';

export interface ViewerClaims {
  readonly personId: string;
  readonly staffNo: string;
  readonly posts: readonly {
    readonly orgId: string | null;
    readonly scopeOrgId: string | null;
    readonly roles: readonly string[];
  }[];
  readonly clearance: SecrecyLevel;
}

/** O-5: what the gateway may write into a token today; null for unknown and inactive people. */
export async function findClaims(manager: EntityManager, staffNo: string, today: string): Promise<ViewerClaims | null> {
  const person = await findPersonByStaffNo(manager, staffNo);
  if (person?.status !== 'ACTIVE') return null;
  const posts = await findOpenPosts(manager, [person.id]);
  return {
    personId: person.id,
    staffNo: person.staffNo,
    posts: posts.map(({ orgId, scopeOrgId, roles }) => ({ orgId, scopeOrgId, roles })),
    clearance: clearanceInForce(person, today),
  };
}

/** The last day counts; from the next one on the person reads INTERNAL. */
export const clearanceInForce = (person: Pick<Person, 'clearance' | 'clearanceValidTo'>, today: string): SecrecyLevel =>
  clearanceOn(person, today);
