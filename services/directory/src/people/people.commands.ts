import type { Act, Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  conflictVersion,
  eachOf,
  fieldsOf,
  guardFailed,
  illegalTransition,
  lineOf,
  notFound,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
} from '@chengqi/service-kit';
import type { AssignPostInput, EndPostInput, UpsertPersonInput } from '../generated/graphql.ts';
import { readCode } from '../input.ts';
import { findOrg, lockTree } from '../orgs/org.repository.ts';
import { requireAdmin, requireAdminForRoles } from '../viewer/authority.ts';
import { PersonEntity, PostEntity } from './person.entity.ts';
import { findHeldPosts, findPerson, findPersonByStaffNo } from './person.repository.ts';
import {
  foundingPosts,
  isConfirmed,
  isProposed,
  nothingProposed,
  type Person,
  type PersonAction,
  type PersonStatus,
  type Post,
  roles,
  stateOf,
  uncleared,
} from './person.ts';
import { personAccess, personSubject } from './person.workflow.ts';
import type { Posts } from './posts.commands.ts';
import { oversees } from './proposal.repository.ts';

/** What an administrator or an export says of a person. */
export interface PersonFacts {
  readonly staffNo: string;
  readonly name: string;
  readonly phone: string | null;
}

export type PeopleCommands = ReturnType<typeof createPeopleCommands>;

/** Entering people, proposing posts and ending them; each answers the person's id. */
export function createPeopleCommands({ kit, office }: Foundation, posts: Posts) {
  const { ids, clock, db } = kit;

  /** Stores a person without a post; the caller announces it. */
  const enter = (tx: Transaction, facts: PersonFacts, status: Person['status']): Promise<Person> =>
    tx.insert(PersonEntity, {
      ...facts,
      id: ids.next('psn'),
      status,
      primaryOrgId: null,
      clearance: uncleared,
      clearanceValidTo: null,
      ...nothingProposed,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    });

  /** Nothing is written when nothing changed. Who leaves takes no proposal along. */
  async function revise(tx: Transaction, before: Person, given: Partial<Person>, role: string | null): Promise<void> {
    const leaves = given.status === 'INACTIVE';
    if (leaves) await posts.close(tx, (await findHeldPosts(tx.manager, [before.id])).filter(isProposed));
    const changes = leaves ? { ...given, ...nothingProposed } : given;
    const keys = Object.keys(changes) as (keyof Person)[];
    if (keys.some((key) => changes[key] !== before[key])) await posts.settle(tx, before, changes, ['person'], role);
  }

  /**
   * One act on a person under the lock of the tree. What it changes is stored by `posts.settle`, because one change
   * concerns several facts of the person.
   */
  const onPerson = (
    request: Request,
    { find, concerned = isConfirmed, ...named }: PersonActName,
    work: (tx: Transaction, person: Person, act: Act<PersonStatus>) => Promise<unknown>,
  ): Promise<string> =>
    office.act(
      {
        ...named,
        request,
        entity: PersonEntity,
        access: personAccess,
        id: async (tx) => {
          await lockTree(tx.manager, db.dialect);
          return find(tx);
        },
        subject: async (person, tx) =>
          personSubject(person, (await findHeldPosts(tx.manager, [person.id])).filter(concerned)),
      },
      async (_, act, tx, person) => {
        await work(tx, person, act);
        return { changes: null, events: [] };
      },
    );

  const byId = (id: string) => (tx: Transaction) => requirePerson(tx, id);

  async function upsert(request: Request, input: UpsertPersonInput): Promise<string> {
    const facts = readFacts(input);
    const outcome = (input.active ?? true) ? 'ACTIVE' : 'INACTIVE';
    const { name, phone } = facts;
    if (await findPersonByStaffNo(db.read, facts.staffNo)) {
      const find = (tx: Transaction) => requirePersonByStaffNo(tx, facts.staffNo);
      return onPerson(request, { name: 'upsertPerson', input, action: 'UPDATE', outcome, find }, (tx, person, act) =>
        revise(tx, person, { name, phone, status: act.to }, act.role),
      );
    }
    return office.execute(request, 'upsertPerson', input, async (tx) => {
      // Somebody may have entered the person meanwhile: then this is a change, and has to be looked at as one.
      const entered = await findPersonByStaffNo(tx.manager, facts.staffNo);
      if (input.expectedVersion != null || entered) throw conflictVersion(entered?.version ?? null);
      const person = await enter(tx, facts, outcome);
      await posts.announce(tx, [person], ['person', 'posts', 'clearance'], 'ADMIN');
      return { id: person.id, role: 'ADMIN' };
    });
  }

  const assignPost = (request: Request, input: AssignPostInput): Promise<string> =>
    onPerson(
      request,
      { name: 'assignPost', input, action: 'ASSIGN_POST', find: byId(input.personId) },
      async (tx, person, act) => {
        const facts = readPostFacts(input);
        const startedOn = readStart(input.from ?? null, clock.today(tx.now));
        const org = await findOrg(tx.manager, input.orgId);
        if (!org) throw referenceUnknown('orgId', input.orgId, false);
        requireAdminForRoles(request, facts.roles, org.id);
        if (org.status !== 'ACTIVE') throw guardFailed('O-4', { en: 'The unit is closed.', zh: '该机构已撤销。' });
        const post = await posts.propose(tx, person, org, {
          ...facts,
          startedOn,
          proposedById: act.by,
          replacesId: null,
        });
        requireAdmin(request, post.scopeOrgId);
        await posts.settle(tx, person, {}, [], act.role);
      },
    );

  const endPost = (request: Request, input: EndPostInput): Promise<string> =>
    onPerson(
      request,
      {
        name: 'endPost',
        input,
        action: 'END_POST',
        find: async (tx) => requirePerson(tx, (await requirePost(tx, request, input.postId)).personId),
        concerned: (post) => isConfirmed(post) || post.id === input.postId,
      },
      async (tx, person, act) => {
        const post = await requirePost(tx, request, input.postId);
        if (!isProposed(post) || post.proposedById !== act.by) requireAdmin(request, post.scopeOrgId);
        const state = stateOf(post);
        if (state === 'ENDED') throw illegalTransition(state, 'END_POST', [], { from: '已免去', action: '免职' });
        if (foundingPosts.has(post.id)) throw lastAdministrator();
        await posts.close(tx, [post]);
        await posts.settle(tx, person, {}, state === 'CONFIRMED' ? ['posts'] : [], act.role);
      },
    );

  return { upsert, assignPost, endPost, enter, onPerson, byId };
}

interface PersonActName {
  readonly name: string;
  readonly input: {
    readonly expectedVersion?: number | null | undefined;
    readonly idempotencyKey?: string | null | undefined;
  };
  readonly action: PersonAction;
  readonly outcome?: string;
  /** Finds the person once the tree is locked. */
  readonly find: (tx: Transaction) => Promise<Person>;
  /** Which of the posts that the person holds the table is asked about; those that count when not given. */
  readonly concerned?: (post: Post) => boolean;
}

async function requirePersonByStaffNo(tx: Transaction, staffNo: string): Promise<Person> {
  const person = await findPersonByStaffNo(tx.manager, staffNo);
  if (!person) throw notFound('Person');
  return person;
}

/** A proposed post is there for its proposer and for who oversees its unit. */
async function requirePost(tx: Transaction, { actor, viewer }: Request, id: string): Promise<Post> {
  const post = await tx.manager.getRepository(PostEntity).findOneBy({ id });
  if (post && (!isProposed(post) || post.proposedById === viewer.personId || oversees(actor, post))) return post;
  throw notFound('Post');
}

/** @throws DomainError NOT_FOUND */
async function requirePerson(tx: Transaction, id: string): Promise<Person> {
  const person = await findPerson(tx.manager, id);
  if (!person) throw notFound('Person');
  return person;
}

const phonePattern = /^\+?\d[\d -]{3,17}\d$/;

/** Also the import reads its rows through it. */
export function readFacts(input: { staffNo: string; name: string; phone?: string | null | undefined }): PersonFacts {
  return fieldsOf({
    staffNo: () => readCode('staffNo', input.staffNo),
    name: () => lineOf('name', input.name, 100),
    phone: () => readPhone(input.phone),
  });
}

function readPhone(given: string | null | undefined): string | null {
  const phone = optionalLine('phone', given, 20);
  if (phone === null || phonePattern.test(phone)) return phone;
  throw badInput('phone', { en: 'A telephone number has 5 to 20 digits.', zh: '电话号码应为 5 至 20 位数字。' });
}

const knownRoles: ReadonlySet<string> = new Set(roles);

export function readPostFacts(input: {
  title?: string | null | undefined;
  roles: readonly string[];
  principal?: boolean | null | undefined;
}) {
  const fields = fieldsOf({
    title: () => optionalLine('title', input.title, 100),
    roles: () => [...new Set(eachOf('roles', input.roles, { min: 1, max: roles.length }, readRole))],
  });
  return { ...fields, principal: input.principal ?? false };
}

function readRole(role: string, path: string): string {
  if (knownRoles.has(role)) return role;
  throw badInput(path, { en: `No such role: ${role.slice(0, 40)}`, zh: `没有此角色：${role.slice(0, 40)}` });
}

function readStart(from: string | null, today: string): string {
  if (from === null) return today;
  if (from > today)
    throw badInput('from', { en: 'A post does not begin in the future.', zh: '任职日期不能晚于今天。' });
  return from;
}

/** Nobody could give the role over every unit again, or confirm it. */
const lastAdministrator = () =>
  guardFailed('O-7', { en: 'The founding posts over every unit stay.', zh: '初始管理员岗位不能免去。' });
