import type { Desk } from '../client.ts';
import { confirmProposals, type Proposals } from '../confirm-proposals.ts';
import { type DemoPerson, orgs, people, sites } from './county.ts';
import { orExisting } from './or-existing.ts';

type Ids = ReadonlyMap<string, string>;

export async function enterOrgs(admin: Desk): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const [code, name, shortName, level, parentCode, docCodes, fondsCode, dutyPhone] of orgs) {
    const parentId = parentCode === null ? null : ids.get(parentCode);
    const input = {
      code,
      name,
      shortName,
      level,
      kind: 'GOV',
      parentId,
      docCodes,
      fondsCode,
      dutyPhone,
      reportingUnit: level !== 'DIVISION',
    };
    const answer = await admin.ask(
      'mutation Demo_CreateOrg($input: CreateOrgInput!) { createOrg(input: $input) { org { id } } }',
      { input },
    );
    ids.set(
      code,
      orExisting(answer, ({ createOrg }) => createOrg.org.id),
    );
  }
  return ids;
}

const ours: Proposals = { proposedBy: 'admin', staffNos: new Set(people.map(([staffNo]) => staffNo)) };

/** What one account proposes the other one confirms; a unit has to be there before it can clear anybody. */
export async function enterPeople(admin: Desk, confirmer: Desk, orgIds: Ids): Promise<void> {
  const headed = new Set<string>();
  const personIds = new Map<string, string>();
  for (const person of people) {
    const [, , orgCode, , roles] = person;
    const heads = roles.includes('ORG_HEAD') || roles.includes('PRINCIPAL');
    const post = { orgId: orgIds.get(orgCode), principal: heads && !headed.has(orgCode) };
    personIds.set(person[0], await enterPerson(admin, person, post));
    if (heads) headed.add(orgCode);
  }
  await confirmProposals(confirmer.act, ours);
  for (const person of people) await clear(admin, person, personIds);
  await confirmProposals(confirmer.act, ours);
}

async function enterPerson(
  admin: Desk,
  [staffNo, name, , title, roles]: DemoPerson,
  post: { orgId: string | undefined; principal: boolean },
): Promise<string> {
  const phone = `169${staffNo.slice(2).padStart(8, '0')}`;
  const { upsertPerson } = await admin.act(
    'mutation Demo_UpsertPerson($input: UpsertPersonInput!) { upsertPerson(input: $input) { person { id posts { id } proposedPosts { id } } } }',
    { input: { staffNo, name, phone } },
  );
  const { id: personId, posts, proposedPosts } = upsertPerson.person;
  if (posts.length + proposedPosts.length === 0) {
    await admin.act(
      'mutation Demo_AssignPost($input: AssignPostInput!) { assignPost(input: $input) { person { id } } }',
      {
        input: { personId, ...post, title, roles, idempotencyKey: `demo-post-${staffNo}` },
      },
    );
  }
  return personId;
}

/** Said again, it changes nothing. */
async function clear(admin: Desk, [staffNo, , , , , secrecyLevel]: DemoPerson, personIds: Ids): Promise<void> {
  if (secrecyLevel === 'INTERNAL') return;
  const input = { personId: personIds.get(staffNo), secrecyLevel };
  await admin.act(
    'mutation Demo_Clear($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }',
    { input },
  );
}

export async function enterSites(admin: Desk, orgIds: Ids): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const [code, name, address, orgCode, category, keyPart, capacity] of sites) {
    const input = { code, name, address, orgId: orgIds.get(orgCode), category, keyPart, capacity };
    const answer = await admin.ask(
      'mutation Demo_CreateSite($input: CreateSiteInput!) { createSite(input: $input) { site { id } } }',
      { input },
    );
    ids.set(
      code,
      orExisting(answer, ({ createSite }) => createSite.site.id),
    );
  }
  return ids;
}
