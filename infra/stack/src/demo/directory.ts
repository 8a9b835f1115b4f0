import type { Desk } from '../client.ts';
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

export async function enterPeople(admin: Desk, orgIds: Ids): Promise<void> {
  const headed = new Set<string>();
  for (const person of people) {
    const [, , orgCode, , roles] = person;
    const heads = roles.includes('ORG_HEAD') || roles.includes('PRINCIPAL');
    await enterPerson(admin, person, { orgId: orgIds.get(orgCode), principal: heads && !headed.has(orgCode) });
    if (heads) headed.add(orgCode);
  }
}

async function enterPerson(
  admin: Desk,
  [staffNo, name, , title, roles, secrecyLevel]: DemoPerson,
  post: { orgId: string | undefined; principal: boolean },
): Promise<void> {
  const phone = `169${staffNo.slice(2).padStart(8, '0')}`;
  const { upsertPerson } = await admin.act(
    'mutation Demo_UpsertPerson($input: UpsertPersonInput!) { upsertPerson(input: $input) { person { id posts { id } clearance { inForce } } } }',
    { input: { staffNo, name, phone } },
  );
  const { id: personId, posts, clearance } = upsertPerson.person;
  if (posts.length === 0) {
    await admin.act(
      'mutation Demo_AssignPost($input: AssignPostInput!) { assignPost(input: $input) { person { id } } }',
      {
        input: { personId, ...post, title, roles, idempotencyKey: `demo-post-${staffNo}` },
      },
    );
  }
  if (secrecyLevel === 'INTERNAL' || clearance) return;
  await admin.act(
    'mutation Demo_Clear($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }',
    {
      input: { personId, secrecyLevel },
    },
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
