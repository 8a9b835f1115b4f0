import { clearanceOn } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { EntityManager } from 'typeorm';
import { findStandIns, type StandIn } from '../delegations/delegation.repository.ts';
import { findOpenPosts, findPersonByStaffNo } from '../people/person.repository.ts';
import type { Person, Post } from '../people/person.ts';
import { EndedSessionsEntity } from './sessions.entity.ts';

export interface ViewerClaims {
  readonly personId: string;
  readonly staffNo: string;
  /** Own ones, then those that the person stands in with. */
  readonly posts: readonly (Pick<Post, 'orgId' | 'scopeOrgId' | 'roles'> & {
    readonly onBehalfOf: StandIn['onBehalfOf'] | null;
  })[];
  readonly clearance: SecrecyLevel;
  /** Of the subject that was asked for. */
  readonly sessionsEndedAt: Date | null;
}

/** O-5, O-9: what the gateway may write into a token now; the clearance is the person's own, whoever they stand in for. Null for unknown and inactive people. */
export async function findClaims(
  manager: EntityManager,
  staffNo: string,
  { today, now, subject }: { readonly today: string; readonly now: Date; readonly subject: string | null },
): Promise<ViewerClaims | null> {
  const person = await findPersonByStaffNo(manager, staffNo);
  if (person?.status !== 'ACTIVE') return null;
  const posts = await findOpenPosts(manager, [person.id]);
  return {
    personId: person.id,
    staffNo: person.staffNo,
    posts: [
      ...posts.map(({ orgId, scopeOrgId, roles }) => ({ orgId, scopeOrgId, roles, onBehalfOf: null })),
      ...(await findStandIns(manager, person.id, now)),
    ],
    clearance: clearanceInForce(person, today),
    sessionsEndedAt: subject === null ? null : await endOfSessions(manager, subject),
  };
}

const endOfSessions = async (manager: EntityManager, subject: string): Promise<Date | null> =>
  (await manager.getRepository(EndedSessionsEntity).findOneBy({ subject }))?.endedAt ?? null;

/** The last day counts; from the next one on the person reads INTERNAL. */
export const clearanceInForce = (person: Pick<Person, 'clearance' | 'clearanceValidTo'>, today: string): SecrecyLevel =>
  clearanceOn(person, today);
