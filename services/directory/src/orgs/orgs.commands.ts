import type { Foundation } from '@chengqi/office-kernel';
import { orgChanged } from '@chengqi/schemas/events/directory';
import {
  badInput,
  duplicate,
  guardFailed,
  notFound,
  type Request,
  referenceUnknown,
  type Transaction,
} from '@chengqi/service-kit';
import type { CreateOrgInput, DeactivateOrgInput, MoveOrgInput } from '../generated/graphql.ts';
import { findPeopleClearedIn } from '../people/person.repository.ts';
import { refuseAboveRight } from '../people/person.workflow.ts';
import type { Posts } from '../people/posts.commands.ts';
import type { SiteCommands } from '../sites/sites.commands.ts';
import { requireAdmin } from '../viewer/authority.ts';
import { OrgEntity } from './org.entity.ts';
import { countObligations, findLine, findOrg, findOrgByCode, findSubtree, lockTree } from './org.repository.ts';
import type { Org, OrgAction, OrgFacts } from './org.ts';
import { classifyingRightOf, deepestLevel, orgAccess, orgSubject, placeOf, replant, tooDeep } from './org.workflow.ts';
import { readOrgFacts } from './org-facts.ts';

export type OrgCommands = ReturnType<typeof createOrgCommands>;

/** Founding, moving and closing units; each answers the unit's id. */
export function createOrgCommands({ kit: { ids, clock, db }, office }: Foundation, posts: Posts, sites: SiteCommands) {
  const announce = (tx: Transaction, org: Org, role: string | null) => tx.append(changed(org), { role });

  async function found(tx: Transaction, facts: OrgFacts, parent: Org | null, role: string | null = null): Promise<Org> {
    const id = ids.next('org');
    const place = placeOf(id, parent);
    if (place.depth > deepestLevel) throw tooDeep();
    const org = await tx.insert(OrgEntity, {
      ...facts,
      ...place,
      id,
      status: 'ACTIVE',
      validFrom: clock.today(tx.now),
      validTo: null,
      mergedIntoId: null,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await announce(tx, org, role);
    return org;
  }

  /** Brings a known unit up to date without moving it; nothing is written when nothing changed. */
  async function revise(tx: Transaction, before: Org, facts: OrgFacts, role: string | null = null): Promise<Org> {
    const keys = Object.keys(facts) as (keyof OrgFacts)[];
    if (keys.every((key) => JSON.stringify(facts[key]) === JSON.stringify(before[key]))) return before;
    const org = await tx.update(OrgEntity, before, facts);
    await announce(tx, org, role);
    if (before.level !== org.level)
      await posts.rescopeOrgs(
        tx,
        (await findSubtree(tx.manager, org.path)).map(({ id }) => id),
      );
    return org;
  }

  /** O-1: moves the subtree as a whole; scopes follow, and nobody below keeps a clearance the new line cannot grant. */
  async function replace(tx: Transaction, moved: Org, parent: Org | null, role: string | null = null): Promise<Org> {
    const subtree = await findSubtree(tx.manager, moved.path);
    const places = replant(moved, subtree, parent);
    for (const { org, place } of places) {
      // A path is unique; nobody can hold the new one, because it ends in the unit's own id.
      await announce(tx, await tx.update(OrgEntity, org, place), role);
    }
    await refuseOverclearedPeople(tx, subtree);
    await posts.rescopeOrgs(
      tx,
      subtree.map(({ id }) => id),
    );
    return requireOrg(tx, moved.id);
  }

  const create = (request: Request, input: CreateOrgInput): Promise<string> =>
    office.execute(request, 'createOrg', input, async (tx) => {
      const facts = readOrgFacts(input);
      await lockTree(tx.manager, db.dialect);
      const parent = await findParent(tx, input.parentId ?? null);
      requireAdmin(request, parent?.id ?? null);
      const known = await findOrgByCode(tx.manager, facts.code);
      if (known) throw duplicate(known.id, { en: 'The code is taken.', zh: '机构代码已存在。' });
      return { id: (await found(tx, facts, parent, 'ADMIN')).id, role: 'ADMIN' };
    });

  const on = <I extends { readonly id: string }>(request: Request, name: string, input: I, action: OrgAction) => ({
    ...{ request, name, input, action, entity: OrgEntity, access: orgAccess },
    id: async (tx: Transaction) => {
      await lockTree(tx.manager, db.dialect);
      return requireOrg(tx, input.id);
    },
    subject: async (org: Org, tx: Transaction) =>
      orgSubject(
        org,
        (await countObligations(tx.manager, [org.id])).get(org.id) ?? { activeChildren: 0, openPosts: 0 },
      ),
  });

  /** The subtree is stored and announced as a whole. */
  const move = (request: Request, input: MoveOrgInput): Promise<string> =>
    office.act(on(request, 'moveOrg', input, 'MOVE'), async (_, { role }, tx, org) => {
      if (input.parentId === undefined) throw parentless();
      const parent = await findParent(tx, input.parentId);
      requireAdmin(request, parent?.id ?? null);
      if (org.parentId !== (parent?.id ?? null)) await replace(tx, org, parent, role);
      return { changes: null, events: [] };
    });

  const deactivate = (request: Request, input: DeactivateOrgInput): Promise<string> =>
    office.act(on(request, 'deactivateOrg', input, 'DEACTIVATE'), async (_, { to: status, role }, tx, org) => {
      const mergedIntoId = input.mergedIntoId ?? null;
      if (mergedIntoId !== null) await requireSuccessor(tx, org, mergedIntoId);
      await sites.handOver(tx, org.id, mergedIntoId, role);
      const changes = { status, validTo: clock.today(tx.now), mergedIntoId };
      return { changes, events: [changed({ ...org, ...changes })] };
    });

  return { create, move, deactivate, found, revise, replace };
}

async function requireOrg(tx: Transaction, id: string): Promise<Org> {
  const org = await findOrg(tx.manager, id);
  if (!org) throw notFound('Org');
  return org;
}

async function findParent(tx: Transaction, parentId: string | null): Promise<Org | null> {
  if (parentId === null) return null;
  const parent = await findOrg(tx.manager, parentId);
  if (!parent) throw referenceUnknown('parentId', parentId, false);
  if (parent.status === 'ACTIVE') return parent;
  throw guardFailed('O-4', { en: 'A closed unit has nothing below it.', zh: '已撤销的机构不能有下级机构。' });
}

async function requireSuccessor(tx: Transaction, org: Org, id: string): Promise<void> {
  const successor = await findOrg(tx.manager, id);
  if (!successor) throw referenceUnknown('mergedIntoId', id, false);
  if (successor.status === 'ACTIVE' && successor.id !== org.id) return;
  throw guardFailed('O-4', { en: 'The successor is another, active unit.', zh: '承继机构须为另一在册机构。' });
}

async function refuseOverclearedPeople(tx: Transaction, subtree: readonly Org[]): Promise<void> {
  for (const { id } of subtree) {
    const people = await findPeopleClearedIn(tx.manager, id);
    if (people.length === 0) continue;
    const right = classifyingRightOf(await findLine(tx.manager, await requireOrg(tx, id)));
    for (const { clearance } of people) refuseAboveRight(clearance, right);
  }
}

/** A unit belongs to itself, and the directory is open to all staff. */
const changed = (org: Org) =>
  orgChanged.create(
    { id: org.id, ownerOrgId: org.id, secrecyLevel: 'PUBLIC' },
    {
      id: org.id,
      code: org.code,
      name: org.name,
      shortName: org.shortName,
      level: org.level,
      kind: org.kind,
      parentId: org.parentId,
      path: org.path,
      docCodes: org.docCodes,
      fondsCode: org.fondsCode,
      dutyPhone: org.dutyPhone,
      active: org.status === 'ACTIVE',
    },
  );

/** A root owns a register and a tree of its own: nobody becomes one by leaving a field out. */
const parentless = () =>
  badInput('parentId', {
    en: 'Name the new parent, or say null to make the unit a root.',
    zh: '请指定新的上级机构；如须成为顶级机构，请明确填写 null。',
  });
