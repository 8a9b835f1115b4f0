import { cell, defineImport, type ImportVerdict, isAbove } from '@chengqi/office-kernel';
import { secrecyLevels } from '@chengqi/schemas';
import { guardFailed, referenceUnknown, type ServiceKit, type Transaction } from '@chengqi/service-kit';
import { findLine, findOrgByCode, lockTree } from '../orgs/org.repository.ts';
import type { Org } from '../orgs/org.ts';
import { classifyingRightOf } from '../orgs/org.workflow.ts';
import { type ClearanceFacts, proposalOf } from './clearance.commands.ts';
import { type PeopleCommands, type PersonFacts, readFacts, readPostFacts } from './people.commands.ts';
import { findComingPrincipals, findHeldPosts, findPersonByStaffNo } from './person.repository.ts';
import {
  founders,
  isConfirmed,
  isProposed,
  nothingProposed,
  type Person,
  type PersonStatus,
  type Post,
  uncleared,
} from './person.ts';
import { type PersonFacet, refuseAboveRight } from './person.workflow.ts';
import type { PostFacts, Posts } from './posts.commands.ts';

interface Dependencies {
  readonly kit: Pick<ServiceKit, 'db' | 'clock'>;
  readonly people: PeopleCommands;
  readonly posts: Posts;
}

interface Wanted {
  readonly facts: PersonFacts;
  readonly status: PersonStatus;
  readonly org: Org;
  readonly post: PostFacts;
  readonly clearance: ClearanceFacts;
}

/**
 * people.csv: one row is a person with one post; whoever appears under another unit has been transferred there. What
 * gives more than the person has is a proposal of the importer, and the old holds until it is confirmed.
 */
export function createPersonImport({ kit: { db, clock }, people, posts }: Dependencies) {
  /** Everything that can refuse the row comes before the first write. */
  async function store(tx: Transaction, wanted: Wanted): Promise<ImportVerdict | undefined> {
    const known = await findPersonByStaffNo(tx.manager, wanted.facts.staffNo);
    if (known && founders.has(known.id)) throw founding();
    await refuseOvercleared(tx, wanted);
    const second = wanted.post.principal && (await hasOtherPrincipal(tx, wanted.org, known));
    const person = known ?? (await people.enter(tx, wanted.facts, wanted.status));
    const facets = new Set<PersonFacet>(known ? [] : ['person', 'posts', 'clearance']);
    if (await settlePost(tx, person, second ? { ...wanted, post: { ...wanted.post, principal: false } } : wanted))
      facets.add('posts');
    const { name, phone } = wanted.facts;
    if (person.name !== name || person.phone !== phone || person.status !== wanted.status) facets.add('person');
    const cleared = clearanceChanges(person, wanted, importerOf(tx));
    if (cleared.clearance !== undefined) facets.add('clearance');
    if (facets.size > 0 || Object.keys(cleared).length > 0)
      await posts.settle(tx, person, { name, phone, status: wanted.status, ...cleared }, [...facets]);
    return second ? demoted : undefined;
  }

  /** Answers whether what counts has changed. */
  async function settlePost(tx: Transaction, person: Person, { status, org, post }: Wanted): Promise<boolean> {
    const held = await findHeldPosts(tx.manager, [person.id]);
    if (status === 'INACTIVE') {
      await posts.close(tx, held);
      return held.some(isConfirmed);
    }
    const here = held.filter(({ orgId }) => orgId === org.id);
    const current = here.find(isConfirmed);
    const replaced = current ?? held.find(isConfirmed);
    const waiting = held.filter(isProposed).filter(({ replacesId }) => replacesId === (replaced?.id ?? null));
    if (current && !givesMore(current, post)) {
      await posts.close(tx, waiting);
      return posts.revise(tx, current, org, post);
    }
    const proposed = here.find(isProposed);
    await posts.close(
      tx,
      waiting.filter(({ id }) => id !== proposed?.id),
    );
    const proposedById = importerOf(tx);
    if (proposed) await posts.repropose(tx, proposed, post, proposedById);
    else {
      const startedOn = clock.today(tx.now);
      await posts.propose(tx, person, org, { ...post, startedOn, proposedById, replacesId: replaced?.id ?? null });
    }
    return false;
  }

  return defineImport({
    act: 'importPeople',
    kind: 'master',
    key: 'staff_no',
    cells: {
      staff_no: cell.key(),
      name: cell.title({ required: true, max: 100 }),
      org_code: cell.code({ required: true }),
      title: cell.title({ max: 100 }),
      roles: cell.code({ required: true, max: 1000 }),
      principal: cell.yesNo({ required: true }),
      clearance: cell.enumeration(secrecyLevels, { required: true }),
      clearance_valid_to: cell.day(),
      phone: cell.phone(),
      active: cell.yesNo({ required: true }),
    },
    apply: async (tx, row, { memo }) => {
      await memo('lock', () => lockTree(tx.manager, db.dialect));
      const org = await memo(`org ${row.org_code}`, () => findOrgByCode(tx.manager, row.org_code));
      if (org?.status !== 'ACTIVE') throw referenceUnknown('org_code', row.org_code);
      const { title, principal, roles } = row;
      const cleared = isAbove(row.clearance, uncleared);
      return store(tx, {
        org,
        facts: readFacts({ staffNo: row.staff_no, name: row.name, phone: row.phone }),
        status: row.active ? 'ACTIVE' : 'INACTIVE',
        post: readPostFacts({
          title,
          principal,
          roles: roles
            .split(/[;；]/)
            .map((role) => role.trim())
            .filter(Boolean),
        }),
        clearance: {
          clearance: cleared ? row.clearance : uncleared,
          clearanceValidTo: cleared ? row.clearance_valid_to : null,
        },
      });
    },
  });
}

async function refuseOvercleared(tx: Transaction, { org, clearance }: Wanted): Promise<void> {
  if (isAbove(clearance.clearance, uncleared)) {
    refuseAboveRight(clearance.clearance, classifyingRightOf(await findLine(tx.manager, org)));
  }
}

async function hasOtherPrincipal(tx: Transaction, org: Org, person: Person | null): Promise<boolean> {
  const principals = await findComingPrincipals(tx.manager, org.id);
  return principals.some(({ personId }) => personId !== person?.id);
}

const importerOf = ({ request }: Transaction): string | null => request?.viewer.personId ?? null;

const givesMore = (current: Post, { roles, principal }: PostFacts): boolean =>
  (principal && !current.principal) || roles.some((role) => !current.roles.includes(role));

/** Less is taken at once, more waits for a second person; who has left is cleared for nothing. */
function clearanceChanges(person: Person, { status, clearance: wanted }: Wanted, by: string | null): Partial<Person> {
  if (status === 'ACTIVE' && clearsMore(person, wanted)) return proposalOf(person, wanted, by) ?? {};
  const { clearance, clearanceValidTo } =
    status === 'ACTIVE' ? wanted : { clearance: uncleared, clearanceValidTo: null };
  const same = person.clearance === clearance && person.clearanceValidTo === clearanceValidTo;
  return {
    ...(person.proposedClearance !== null && nothingProposed),
    ...(!same && { clearance, clearanceValidTo }),
  };
}

const endless = '9999-12-31';

const clearsMore = (person: Person, { clearance, clearanceValidTo }: ClearanceFacts): boolean =>
  isAbove(clearance, person.clearance) ||
  (isAbove(clearance, uncleared) && (clearanceValidTo ?? endless) > (person.clearanceValidTo ?? endless));

/** Exports name deputies in charge as principals too; the first one stays. */
const demoted: ImportVerdict = {
  outcome: 'REMARKED',
  column: 'principal',
  reason: 'O-2: the unit has a principal already; stored as an ordinary post',
  clean: 'N',
};

const founding = () => guardFailed('O-7', { en: 'The founding accounts are not imported.', zh: '初始账号不可导入。' });
