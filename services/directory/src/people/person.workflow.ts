import { type Access, isAbove } from '@chengqi/office-kernel';
import { type DomainEvent, type SecrecyLevel, words } from '@chengqi/schemas';
import { clearanceChanged, personChanged, postsChanged } from '@chengqi/schemas/events/directory';
import { type Actor, type Doer, defineWorkflow, guardFailed, separate, type Workflowed } from '@chengqi/service-kit';
import {
  foundingAdministrator,
  maskPhone,
  type Person,
  type PersonAction,
  type PersonStatus,
  type Post,
  uncleared,
} from './person.ts';

export interface PersonSubject extends Workflowed<PersonStatus> {
  readonly id: string;
  readonly primaryOrgId: string | null;
  readonly clearance: SecrecyLevel;
  readonly openPosts: number;
}

export const personSubject = (person: Person, openPosts: number): PersonSubject => ({
  id: person.id,
  status: person.status,
  version: person.version,
  ownerOrgId: person.primaryOrgId ?? '',
  primaryOrgId: person.primaryOrgId,
  clearance: person.clearance,
  openPosts,
});

/** Who has no unit yet may be taken on by any holder; the founding administrator answers to nobody else. */
const over = (name: string): Doer<PersonSubject> => ({
  role: name,
  label: name,
  may: (actor: Actor, { id, primaryOrgId }: PersonSubject) =>
    actor.holds(name, primaryOrgId) && (id !== foundingAdministrator || actor.personId === foundingAdministrator),
});

const administrators = [over('ADMIN')];
const clearers = [over('SECRECY_OFFICER'), over('ADMIN')];
const notOneself = separate<PersonSubject>(({ id }) => [id], {
  en: 'Nobody decides on the own clearance.',
  zh: '不得为本人办理涉密资格。',
});

const wording = { states: { ACTIVE: '在职', INACTIVE: '离职' }, actions: words.values.PersonAction };

export const personWorkflow = defineWorkflow<PersonSubject, PersonStatus, PersonAction>(wording, [
  { from: ['ACTIVE', 'INACTIVE'], action: 'UPDATE', outcome: 'ACTIVE', to: 'ACTIVE', roles: administrators },
  {
    from: ['ACTIVE', 'INACTIVE'],
    action: 'UPDATE',
    outcome: 'INACTIVE',
    to: 'INACTIVE',
    roles: administrators,
    guard: refuseOpenPosts,
  },
  { from: 'ACTIVE', action: 'ASSIGN_POST', to: 'ACTIVE', roles: administrators },
  { from: 'ACTIVE', action: 'END_POST', to: 'ACTIVE', roles: administrators },
  { from: 'ACTIVE', action: 'GRANT_CLEARANCE', to: 'ACTIVE', roles: clearers, duties: [notOneself] },
  {
    from: 'ACTIVE',
    action: 'REVOKE_CLEARANCE',
    to: 'ACTIVE',
    roles: clearers,
    duties: [notOneself],
    guard: refuseUncleared,
  },
]);

/** The directory is open to all staff: no read rule asks these roles. */
export const personAccess: Access<PersonSubject, PersonStatus, PersonAction> = {
  type: 'Person',
  roles: personWorkflow.roles,
  workflow: personWorkflow,
};

function refuseOpenPosts({ openPosts }: PersonSubject): void {
  if (openPosts === 0) return;
  throw guardFailed('O-3', {
    en: `A person with an open post is active; ${openPosts} are open.`,
    zh: `仍有 ${openPosts} 个在任岗位，不能停用。`,
  });
}

function refuseUncleared({ clearance }: PersonSubject): void {
  if (isAbove(clearance, uncleared)) return;
  throw guardFailed('O-5', { en: 'There is no clearance to take back.', zh: '该人员没有可撤销的涉密资格。' });
}

/** @throws DomainError GUARD_FAILED O-5 when the level is above what the unit may clear for */
export function refuseAboveRight(level: SecrecyLevel, right: SecrecyLevel): void {
  if (!isAbove(level, right)) return;
  throw guardFailed('O-5', {
    en: `The unit may clear people up to ${right}, not for ${level}.`,
    zh: `该机构的定密权限为 ${right}，不能授予 ${level}。`,
  });
}

export type PersonFacet = 'person' | 'posts' | 'clearance';

const origin = (person: Person) => ({
  id: person.id,
  ownerOrgId: person.primaryOrgId,
  secrecyLevel: 'PUBLIC' as const,
});

/** What is told of a person, as it stands now; the three share the person's id as subject and stay in order. */
export const factOf: Record<PersonFacet, (person: Person, posts: readonly Post[]) => DomainEvent> = {
  person: (person) =>
    personChanged.create(origin(person), {
      id: person.id,
      staffNo: person.staffNo,
      name: person.name,
      active: person.status === 'ACTIVE',
      phoneMasked: maskPhone(person.phone),
      primaryOrgId: person.primaryOrgId,
    }),
  posts: (person, posts) =>
    postsChanged.create(origin(person), {
      personId: person.id,
      posts: posts.map(({ orgId, scopeOrgId, roles, title, principal }) => ({
        orgId,
        scopeOrgId,
        roles,
        title,
        principal,
      })),
    }),
  clearance: (person) =>
    clearanceChanged.create(origin(person), {
      personId: person.id,
      clearance: person.clearance,
      validTo: person.clearanceValidTo,
    }),
};
