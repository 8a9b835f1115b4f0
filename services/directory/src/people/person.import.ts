import { cell, defineImport, type ImportVerdict, isAbove } from '@chengqi/office-kernel';
import { secrecyLevels } from '@chengqi/schemas';
import { guardFailed, referenceUnknown, type ServiceKit, type Transaction } from '@chengqi/service-kit';
import { findLine, findOrgByCode, lockTree } from '../orgs/org.repository.ts';
import type { Org } from '../orgs/org.ts';
import { classifyingRightOf } from '../orgs/org.workflow.ts';
import type { ClearanceFacts } from './clearance.commands.ts';
import { type PeopleCommands, type PersonFacts, readFacts, readPostFacts } from './people.commands.ts';
import { findOpenPosts, findPersonByStaffNo, findPrincipalPosts } from './person.repository.ts';
import { foundingAdministrator, type Person, type PersonStatus, uncleared } from './person.ts';
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

/** people.csv: one row is a person with one post; whoever appears under another unit has been transferred there. */
export function createPersonImport({ kit: { db, clock }, people, posts }: Dependencies) {
  /** Everything that can refuse the row comes before the first write. */
  async function store(tx: Transaction, wanted: Wanted): Promise<ImportVerdict | undefined> {
    const known = await findPersonByStaffNo(tx.manager, wanted.facts.staffNo);
    if (known?.id === foundingAdministrator) throw founding();
    await refuseOvercleared(tx, wanted);
    const second = wanted.post.principal && (await hasOtherPrincipal(tx, wanted.org, known));
    const facets = new Set<PersonFacet>();
    const person = known ?? (await people.enter(tx, wanted.facts, wanted.status));
    if (!known) for (const facet of ['person', 'posts', 'clearance'] as const) facets.add(facet);
    if (await settlePost(tx, person, second ? { ...wanted, post: { ...wanted.post, principal: false } } : wanted))
      facets.add('posts');
    const { name, phone } = wanted.facts;
    if (person.name !== name || person.phone !== phone || person.status !== wanted.status) facets.add('person');
    if (differs(person, wanted.clearance)) facets.add('clearance');
    if (facets.size > 0)
      await posts.settle(tx, person, { name, phone, status: wanted.status, ...wanted.clearance }, [...facets]);
    return second ? demoted : undefined;
  }

  async function settlePost(tx: Transaction, person: Person, { status, org, post }: Wanted): Promise<boolean> {
    const held = await findOpenPosts(tx.manager, [person.id]);
    if (status === 'INACTIVE') {
      for (const each of held) await posts.close(tx, each);
      return held.length > 0;
    }
    const current = held.find(({ orgId }) => orgId === org.id);
    if (current) return posts.revise(tx, current, org, post);
    if (held[0]) await posts.close(tx, held[0]);
    await posts.open(tx, person, org, { ...post, startedOn: clock.today(tx.now) });
    return true;
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
  const [principal] = await findPrincipalPosts(tx.manager, [org.id]);
  return principal !== undefined && principal.personId !== person?.id;
}

const differs = (person: Person, { clearance, clearanceValidTo }: ClearanceFacts): boolean =>
  person.clearance !== clearance || person.clearanceValidTo !== clearanceValidTo;

/** Exports name deputies in charge as principals too; the first one stays. */
const demoted: ImportVerdict = {
  outcome: 'REMARKED',
  column: 'principal',
  reason: 'O-2: the unit has a principal already; stored as an ordinary post',
  clean: 'N',
};

const founding = () =>
  guardFailed('O-7', { en: 'The founding administrator is not imported.', zh: '初始管理员不可导入。' });
