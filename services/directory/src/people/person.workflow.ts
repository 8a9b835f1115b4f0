import { type Access, isAbove } from '@chengqi/office-kernel';
import { type DomainEvent, type SecrecyLevel, words } from '@chengqi/schemas';
import { clearanceChanged, personChanged, postsChanged } from '@chengqi/schemas/events/directory';
import {
  type Actor,
  type Doer,
  defineWorkflow,
  guardFailed,
  person,
  separate,
  type Workflowed,
} from '@chengqi/service-kit';
import {
  founders,
  isConfirmed,
  isProposed,
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
  readonly proposedClearance: SecrecyLevel | null;
  readonly clearanceProposedById: string | null;
  readonly openPosts: number;
  /** Who proposed the posts in question. */
  readonly proposedByIds: readonly (string | null)[];
}

/** `posts` are those in question: proposed ones as far as the act concerns them, and all that count. */
export const personSubject = (person: Person, posts: readonly Post[]): PersonSubject => ({
  id: person.id,
  status: person.status,
  version: person.version,
  ownerOrgId: person.primaryOrgId ?? '',
  primaryOrgId: person.primaryOrgId,
  clearance: person.clearance,
  proposedClearance: person.proposedClearance,
  clearanceProposedById: person.clearanceProposedById,
  openPosts: posts.filter(isConfirmed).length,
  proposedByIds: posts.filter(isProposed).map(({ proposedById }) => proposedById),
});

/** Who has no unit yet may be taken on by any holder; the founding accounts answer to nobody else. */
const over = (name: string): Doer<PersonSubject> => ({
  role: name,
  label: name,
  may: (actor: Actor, { id, primaryOrgId }: PersonSubject) =>
    actor.holds(name, primaryOrgId) && (!founders.has(id) || actor.personId === id),
});

const administrators = [over('ADMIN')];
const clearers = [over('SECRECY_OFFICER'), over('ADMIN')];
const proposer = person<PersonSubject>(({ proposedByIds }) => proposedByIds, 'proposer');
const noOwnPost = separate<PersonSubject>(({ id }) => [id], {
  en: 'Nobody gives themselves a post.',
  zh: '不得为本人任职。',
});
const notTheProposerOfPosts = separate<PersonSubject>(({ proposedByIds }) => proposedByIds, {
  en: 'Somebody else than the proposer confirms a post.',
  zh: '任职须由提出人以外的人核准。',
});
const notTheProposerOfClearance = separate<PersonSubject>(({ clearanceProposedById }) => [clearanceProposedById], {
  en: 'Somebody else than the proposer confirms a clearance.',
  zh: '涉密资格须由提出人以外的人核准。',
});
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
  { from: 'ACTIVE', action: 'ASSIGN_POST', to: 'ACTIVE', roles: administrators, duties: [noOwnPost] },
  {
    from: 'ACTIVE',
    action: 'CONFIRM_POST',
    to: 'ACTIVE',
    roles: administrators,
    duties: [noOwnPost, notTheProposerOfPosts],
    guard: refuseUnproposedPosts,
  },
  { from: 'ACTIVE', action: 'END_POST', to: 'ACTIVE', roles: [...administrators, proposer] },
  { from: 'ACTIVE', action: 'GRANT_CLEARANCE', to: 'ACTIVE', roles: clearers, duties: [notOneself] },
  {
    from: 'ACTIVE',
    action: 'CONFIRM_CLEARANCE',
    to: 'ACTIVE',
    roles: clearers,
    duties: [notOneself, notTheProposerOfClearance],
    guard: refuseUnproposedClearance,
  },
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

function refuseUnproposedPosts({ proposedByIds }: PersonSubject): void {
  if (proposedByIds.length === 0) throw noPostWaits();
}

export const noPostWaits = () =>
  guardFailed('O-8', { en: 'No such post waits to be confirmed.', zh: '没有待核准的任职。' });

/** Where nobody has a unit yet, no line of units could grant anything. */
function refuseUnproposedClearance({ proposedClearance, primaryOrgId }: PersonSubject): void {
  if (proposedClearance !== null && primaryOrgId !== null) return;
  throw guardFailed('O-8', {
    en: 'No clearance of a person with a post waits to be confirmed.',
    zh: '没有在岗人员的涉密资格待核准。',
  });
}

function refuseUncleared({ clearance, proposedClearance }: PersonSubject): void {
  if (isAbove(clearance, uncleared) || proposedClearance !== null) return;
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
