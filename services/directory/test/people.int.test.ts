import { AuditEntity } from '@chengqi/office-kernel';
import { systemViewer } from '@chengqi/service-kit';
import { aViewer, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundingAdministrator, foundingPost } from '../src/people/person.ts';
import { codeOf, type DirectoryOffice, openOffice, ruleOf } from './office.ts';

const unknownPerson = 'psn_01k5a00000000000000000000x';

describe.each(testDialects())('people on %s', (dialect) => {
  let office: DirectoryOffice;
  let county: string;
  let bureau: string;
  let bureauDivision: string;
  beforeAll(async () => {
    office = await openOffice(dialect);
    county = await office.createOrg('X01', 'COUNTY');
    bureau = await office.createOrg('X25', 'DEPT', county);
    bureauDivision = await office.createOrg('X2501', 'DIVISION', bureau);
  });
  afterAll(() => office.service.close());

  const upsert = (input: object, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate('upsertPerson', 'UpsertPerson', input, 'person { id name active version }', as);
  const endPost = (postId: string, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate('endPost', 'EndPost', { postId }, 'person { id primaryOrg { id } posts { id } }', as);
  const grant = (...given: Parameters<typeof office.clear>) => office.clear(...given);
  const revoke = (personId: string, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate('revokeClearance', 'RevokeClearance', { personId }, 'person { clearance { secrecyLevel } }', as);
  const postOf = async (personId: string, orgId: string, roles: string[], more: object = {}): Promise<string> => {
    const answer = await office.assign(personId, orgId, roles, more);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.person.posts.at(-1).id;
  };

  it('begins with the administrator of the first migration, known to everybody', async () => {
    expect(await office.claims('admin')).toEqual({
      personId: foundingAdministrator,
      staffNo: 'admin',
      clearance: 'INTERNAL',
      posts: [{ orgId: null, scopeOrgId: null, roles: ['ADMIN', 'IMPORTER'], onBehalfOf: null }],
    });
    const announced = (await office.service.events()).filter(({ subject }) => subject === foundingAdministrator);
    expect(announced.map(({ type }) => type)).toEqual([
      'directory.PersonChanged.v1',
      'directory.PostsChanged.v1',
      'directory.ClearanceChanged.v1',
    ]);
  });

  it('enters a person once and brings the entry up to date the second time', async () => {
    const first = await upsert({ staffNo: 'P001', name: '李一', phone: '16396909523' });
    const second = await upsert({ staffNo: 'P001', name: '李一一', phone: '16396909523', expectedVersion: 1 });
    const stale = await upsert({ staffNo: 'P001', name: '李', expectedVersion: 1 });

    expect(second.data.person).toEqual({ id: first.data.person.id, name: '李一一', active: true, version: 2 });
    expect(codeOf(stale)).toBe('CONFLICT_VERSION');
    expect((await office.service.events('PersonChanged')).at(-1)?.data).toMatchObject({
      name: '李一一',
      phoneMasked: '163****9523',
    });
  });

  it('writes nothing when nothing changed', async () => {
    await upsert({ staffNo: 'P002', name: '李二' });
    const before = (await office.service.events()).length;
    const again = await upsert({ staffNo: 'P002', name: '李二' });

    expect(again.data.person.version).toBe(1);
    expect((await office.service.events()).length).toBe(before);
  });

  it.each([
    ['an over-long name', { name: '长'.repeat(101) }],
    ['a name of nothing but spaces', { name: '\u00a0\u3000' }],
    ['a NUL byte', { name: '李\u0000' }],
    ['a telephone number of letters', { phone: 'call me' }],
    ['an over-long telephone number', { phone: '1'.repeat(21) }],
    ['an over-long staff number', { staffNo: 'P'.repeat(33) }],
  ])('refuses %s', async (_, wrong) => {
    expect(codeOf(await upsert({ staffNo: 'P003', name: '李三', ...wrong }))).toBe('BAD_USER_INPUT');
  });

  it('refuses unknown ids', async () => {
    expect(codeOf(await office.assign(unknownPerson, bureau, ['HANDLER']))).toBe('NOT_FOUND');
    expect(codeOf(await office.assign(await office.createPerson('P004'), 'org_x', ['HANDLER']))).toBe(
      'REFERENCE_UNKNOWN',
    );
    expect(codeOf(await endPost('pst_x'))).toBe('NOT_FOUND');
    expect(codeOf(await grant({ personId: unknownPerson, secrecyLevel: 'SECRET' }))).toBe('NOT_FOUND');
    expect(codeOf(await revoke(unknownPerson))).toBe('NOT_FOUND');
    expect((await office.query('query ($id: ID!) { person(id: $id) { id } }', { id: unknownPerson })).data).toEqual({
      person: null,
    });
  });

  it.each([
    ['no role', []],
    ['an unknown role', ['EMPEROR']],
    ['a role that no post carries', ['SYSTEM']],
  ])('refuses a post with %s', async (_, roles) => {
    expect(codeOf(await office.assign(await office.createPerson('P005'), bureau, roles))).toBe('BAD_USER_INPUT');
  });

  it('gives a post, makes its unit the primary one and announces both', async () => {
    const person = await office.createPerson('P010');
    const answer = await office.assign(person, bureauDivision, ['INSPECTOR', 'INSPECTOR'], { title: '科员' });

    expect(answer.data.person).toMatchObject({ version: 3, posts: [{ principal: false, scope: { id: bureau } }] });
    const events = (await office.service.events()).filter(({ subject }) => subject === person);
    expect(events.map(({ type, sequence }) => [type, sequence]).slice(-2)).toEqual([
      ['directory.PersonChanged.v1', 4],
      ['directory.PostsChanged.v1', 5],
    ]);
    expect(events.at(-2)?.data).toMatchObject({ primaryOrgId: bureauDivision });
    expect(events.at(-1)?.data).toEqual({
      personId: person,
      posts: [{ orgId: bureauDivision, scopeOrgId: bureau, roles: ['INSPECTOR'], title: '科员', principal: false }],
    });
    expect(codeOf(await office.assign(person, bureauDivision, ['HANDLER']))).toBe('DUPLICATE');
    expect(codeOf(await office.assign(person, bureau, ['HANDLER'], { expectedVersion: 1 }))).toBe('CONFLICT_VERSION');
    expect(codeOf(await office.assign(person, bureau, ['HANDLER'], { from: '2026-09-15' }))).toBe('BAD_USER_INPUT');
  });

  it('lets the department of the office director reach the whole county, when the director comes and until the director goes', async () => {
    const hall = await office.createOrg('X02', 'DEPT', county);
    const supervision = await office.createOrg('X0204', 'DIVISION', hall);
    const [clerk, director] = [await office.createPerson('P020'), await office.createPerson('P021')];
    await postOf(clerk, supervision, ['SUPERVISOR']);
    expect((await office.claims('P020')).posts[0].scopeOrgId).toBe(hall);

    const post = await postOf(director, hall, ['OFFICE_DIRECTOR'], { principal: true });

    expect((await office.claims('P021')).posts[0].scopeOrgId).toBe(county);
    expect((await office.claims('P020')).posts[0].scopeOrgId).toBe(county);
    const told = (await office.service.events('PostsChanged')).filter(({ subject }) => subject === clerk);
    expect(told.at(-1)?.data).toMatchObject({ posts: [{ scopeOrgId: county }] });
    await endPost(post);
    expect((await office.claims('P020')).posts[0].scopeOrgId).toBe(hall);
  });

  it('lets scopes follow a division that moves', async () => {
    const [from, to] = [await office.createOrg('X30', 'DEPT', county), await office.createOrg('X31', 'DEPT', county)];
    const division = await office.createOrg('X3001', 'DIVISION', from);
    await postOf(await office.createPerson('P030'), division, ['HANDLER']);

    await office.mutate('moveOrg', 'MoveOrg', { id: division, parentId: to }, 'org { id }');

    expect((await office.claims('P030')).posts[0].scopeOrgId).toBe(to);
  });

  it('O-2 gives a unit one principal, however many come at once', async () => {
    const unit = await office.createOrg('X40', 'DEPT', county);
    const people = await Promise.all(Array.from({ length: 8 }, (_, index) => office.createPerson(`P04${index}`)));

    const answers = await Promise.all(
      people.map((person) => office.assign(person, unit, ['ORG_HEAD'], { principal: true })),
    );

    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(new Set(answers.filter(({ errors }) => errors).map(ruleOf))).toEqual(new Set(['O-2']));
    const winner = people[answers.findIndex(({ errors }) => !errors)];
    expect(
      (await office.query('query ($id: ID!) { org(id: $id) { head { id } people { totalCount } } }', { id: unit })).data
        .org,
    ).toEqual({ head: { id: winner }, people: { totalCount: 1 } });
  });

  it('O-2 lets a successor follow once the post has ended', async () => {
    const unit = await office.createOrg('X41', 'DEPT', county);
    const post = await postOf(await office.createPerson('P050'), unit, ['ORG_HEAD'], { principal: true });
    const ended = await endPost(post);
    const next = await office.assign(await office.createPerson('P051'), unit, ['ORG_HEAD'], { principal: true });

    expect(ended.data.person).toMatchObject({ primaryOrg: null, posts: [] });
    expect(next.errors).toBeUndefined();
    expect(codeOf(await endPost(post))).toBe('ILLEGAL_TRANSITION');
  });

  it('O-3 keeps a person with an open post active, and gives no post to who has left', async () => {
    const person = await office.createPerson('P060');
    const post = await postOf(person, bureau, ['HANDLER']);

    expect(ruleOf(await upsert({ staffNo: 'P060', name: '张P060', active: false }))).toBe('O-3');
    await endPost(post);
    expect((await upsert({ staffNo: 'P060', name: '张P060', active: false })).data.person.active).toBe(false);
    expect(codeOf(await office.assign(person, bureau, ['HANDLER']))).toBe('ILLEGAL_TRANSITION');
    expect(codeOf(await grant({ personId: person, secrecyLevel: 'SECRET' }))).toBe('ILLEGAL_TRANSITION');
  });

  it('gives no post in a closed unit', async () => {
    const unit = await office.createOrg('X42', 'DEPT', county);
    await office.mutate('deactivateOrg', 'DeactivateOrg', { id: unit }, 'org { id }');

    expect(ruleOf(await office.assign(await office.createPerson('P061'), unit, ['HANDLER']))).toBe('O-4');
  });

  it('O-5 clears nobody above the right of the unit, nor without a unit, nor below WORK_SECRET, nor for the past', async () => {
    const strict = await office.createOrg('X43', 'DEPT', county, { classifyingRight: 'CONFIDENTIAL' });
    const [inStrict, loose] = [await office.createPerson('P070'), await office.createPerson('P071')];
    await postOf(inStrict, strict, ['HANDLER']);

    expect(ruleOf(await grant({ personId: inStrict, secrecyLevel: 'SECRET' }))).toBe('O-5');
    expect(ruleOf(await grant({ personId: loose, secrecyLevel: 'WORK_SECRET' }))).toBe('O-5');
    expect(codeOf(await grant({ personId: inStrict, secrecyLevel: 'INTERNAL' }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await grant({ personId: inStrict, secrecyLevel: 'WORK_SECRET', validTo: '2026-09-13' }))).toBe(
      'BAD_USER_INPUT',
    );
    expect(ruleOf(await revoke(inStrict))).toBe('O-5');
    expect((await grant({ personId: inStrict, secrecyLevel: 'CONFIDENTIAL' })).data.person.clearance.secrecyLevel).toBe(
      'CONFIDENTIAL',
    );
  });

  it('O-5 refuses to move a unit under one that could not have cleared its people', async () => {
    const strict = await office.createOrg('X44', 'DEPT', county, { classifyingRight: 'WORK_SECRET' });
    const division = await office.createOrg('X4501', 'DIVISION', bureau);
    const person = await office.createPerson('P072');
    await postOf(person, division, ['HANDLER']);
    await grant({ personId: person, secrecyLevel: 'SECRET' });

    expect(ruleOf(await office.mutate('moveOrg', 'MoveOrg', { id: division, parentId: strict }, 'org { id }'))).toBe(
      'O-5',
    );
    expect(
      (await office.query('query ($id: ID!) { org(id: $id) { parent { id } version } }', { id: division })).data.org,
    ).toEqual({ parent: { id: bureau }, version: 1 });
  });

  it('O-5 lets nobody carry a clearance into a unit that could not have granted it', async () => {
    const strict = await office.createOrg('X46', 'DEPT', county, { classifyingRight: 'WORK_SECRET' });
    const person = await office.createPerson('P073');
    const post = await postOf(person, bureau, ['HANDLER']);
    await grant({ personId: person, secrecyLevel: 'SECRET' });

    expect(ruleOf(await office.assign(person, strict, ['ORG_HEAD'], { principal: true }))).toBe('O-5');
    for (const id of await office.waiting(person)) await endPost(id);
    await postOf(person, strict, ['HANDLER']);
    expect(ruleOf(await endPost(post))).toBe('O-5');
    await revoke(person);
    expect((await endPost(post)).data.person.primaryOrg.id).toBe(strict);
  });

  it('O-5 ends access with the last day of a clearance, at once when it is revoked, and altogether when the person leaves', async () => {
    const person = await office.createPerson('P080');
    const post = await postOf(person, bureau, ['HANDLER']);
    await grant({ personId: person, secrecyLevel: 'SECRET', validTo: '2026-09-20' });
    expect((await office.claims('P080')).clearance).toBe('SECRET');

    office.service.clock.set('2026-09-20T23:59:59+08:00');
    expect((await office.claims('P080')).clearance).toBe('SECRET');
    office.service.clock.set('2026-09-21T00:00:00+08:00');
    expect((await office.claims('P080')).clearance).toBe('INTERNAL');
    office.service.clock.set('2026-09-14T09:00:00+08:00');
    await revoke(person);
    expect((await office.claims('P080')).clearance).toBe('INTERNAL');
    expect((await office.service.events('ClearanceChanged')).at(-1)?.data).toEqual({
      personId: person,
      clearance: 'INTERNAL',
      validTo: null,
    });
    await endPost(post);
    await upsert({ staffNo: 'P080', name: '张P080', active: false });
    expect(await office.claims('P080')).toBeNull();
    expect(await office.claims('nobody')).toBeNull();
  });

  it('tells claims to the system alone', async () => {
    const claims = '{ viewerClaims(staffNo: "admin") { clearance } }';

    expect(codeOf(await office.query(claims))).toBe('FORBIDDEN');
    expect(codeOf(await office.service.execute(claims))).toBe('UNAUTHENTICATED');
    expect(codeOf(await office.service.execute(claims, {}, null))).toBe('UNAUTHENTICATED');
    expect((await office.service.execute(claims, {}, systemViewer)).data.viewerClaims).toEqual({
      clearance: 'INTERNAL',
    });
  });

  it('shows a clearance to its holder, the secrecy officer and the administrator over the unit, and to nobody else', async () => {
    const person = await office.createPerson('P090');
    await postOf(person, bureau, ['HANDLER']);
    await grant({ personId: person, secrecyLevel: 'CONFIDENTIAL' });
    await office.listen();
    const asked = async (as: Parameters<typeof office.query>[2]) =>
      (await office.query('{ person(staffNo: "P090") { clearance { secrecyLevel inForce } } }', {}, as)).data.person
        .clearance;
    const shown = { secrecyLevel: 'CONFIDENTIAL', inForce: true };

    expect(await asked(aViewer({ personId: person, orgId: bureau }))).toEqual(shown);
    expect(await asked(aViewer({ roles: ['SECRECY_OFFICER'], orgId: bureau, scopeOrgId: county }))).toEqual(shown);
    expect(await asked(aViewer({ roles: ['SECRECY_OFFICER'], orgId: bureauDivision }))).toBeNull();
    expect(await asked(aViewer({ roles: ['ORG_HEAD'], orgId: bureau }))).toBeNull();
  });

  it('lets nobody clear themselves', async () => {
    await office.listen();
    const officer = aViewer({
      personId: await office.createPerson('P091'),
      roles: ['SECRECY_OFFICER'],
      orgId: bureau,
      scopeOrgId: county,
    });
    await postOf(officer.personId ?? '', bureau, ['SECRECY_OFFICER']);

    expect(codeOf(await grant({ personId: officer.personId, secrecyLevel: 'SECRET' }, officer))).toBe(
      'SEPARATION_OF_DUTIES',
    );
  });

  it('answers a telephone number in full to PII_READ only, and audits it', async () => {
    const id = await office.createPerson('P092', { phone: '16396909523' });
    await postOf(id, bureau, ['HANDLER']);
    await office.listen();
    const query = '{ person(staffNo: "P092") { phoneMasked phone } }';

    const refused = await office.query(query, {}, aViewer({ roles: ['ORG_HEAD'], orgId: bureau }));
    const elsewhere = await office.query(query, {}, aViewer({ roles: ['PII_READ'], orgId: bureauDivision }));
    const answered = await office.query(query, {}, aViewer({ roles: ['PII_READ'], orgId: bureau }));

    expect([codeOf(refused), refused.data.person]).toEqual(['FORBIDDEN', { phoneMasked: '163****9523', phone: null }]);
    expect(elsewhere.data.person.phone).toBeNull();
    expect(answered.data.person).toEqual({ phoneMasked: '163****9523', phone: '16396909523' });
    expect(await office.service.db.read.getRepository(AuditEntity).countBy({ act: 'READ_PHONE', entityId: id })).toBe(
      1,
    );
  });

  it('lets the administrator of a bureau give no post that reaches beyond the bureau', async () => {
    const own = await office.createOrg('X50', 'DEPT', county);
    await office.listen();
    const viewer = aViewer({ roles: ['ADMIN'], orgId: own });
    const give = async (staffNo: string, orgId: string, roles: string[]) =>
      codeOf(await office.assign(await office.createPerson(staffNo), orgId, roles, {}, viewer));

    expect(await give('P100', own, ['ORG_HEAD'])).toBeUndefined();
    expect(await give('P101', own, ['OFFICE_DIRECTOR'])).toBe('FORBIDDEN');
    expect(await give('P102', own, ['IMPORTER'])).toBe('FORBIDDEN');
    expect(await give('P103', bureau, ['HANDLER'])).toBe('FORBIDDEN');
    expect(codeOf(await upsert({ staffNo: 'admin', name: '冒名' }, viewer))).toBe('FORBIDDEN');
    expect(codeOf(await endPost(foundingPost, viewer))).toBe('FORBIDDEN');
    expect(ruleOf(await endPost(foundingPost))).toBe('O-7');
  });

  it('finds people by a part of the name or the beginning of the staff number, active ones only', async () => {
    for (const [staffNo, name] of [
      ['S001', '欧阳清风'],
      ['S002', '欧阳明月'],
      ['S003', '司马清风'],
    ] as const)
      await upsert({ staffNo, name });
    await upsert({ staffNo: 'S003', name: '司马清风', active: false });
    const search = async (text: string) =>
      (
        await office.query('query ($text: String!) { searchPeople(search: $text) { nodes { staffNo } } }', { text })
      ).data.searchPeople.nodes.map(({ staffNo }: { staffNo: string }) => staffNo);

    expect(await search('欧阳')).toEqual(['S001', 'S002']);
    expect(await search('清风')).toEqual(['S001']);
    expect(await search('S00')).toEqual(['S001', 'S002']);
    expect(await search('%')).toEqual([]);
    expect(codeOf(await office.query('{ searchPeople(search: " ") { totalCount } }'))).toBe('BAD_USER_INPUT');
  });

  it('lists the holders of a role in a unit', async () => {
    const unit = await office.createOrg('X60', 'DEPT', county);
    for (const [staffNo, roles] of [
      ['T001', ['RECTIFIER']],
      ['T002', ['INSPECTOR', 'RECTIFIER']],
      ['T003', ['INSPECTOR']],
    ] as const) {
      await postOf(await office.createPerson(staffNo), unit, [...roles]);
    }

    const { data } = await office.query(
      'query ($orgId: ID!) { people(where: { orgId: $orgId, role: "RECTIFIER" }) { nodes { staffNo posts { org { code } } } totalCount } }',
      { orgId: unit },
    );

    expect(data.people.nodes.map(({ staffNo }: { staffNo: string }) => staffNo)).toEqual(['T001', 'T002']);
    expect(data.people.totalCount).toBe(2);
  });

  it('shows the viewer to themselves', async () => {
    const id = await office.createPerson('V001');
    const viewer = aViewer({
      personId: id,
      orgId: bureauDivision,
      scopeOrgId: bureau,
      roles: ['INSPECTOR'],
      clearance: 'WORK_SECRET',
    });

    const { data } = await office.query(
      '{ viewer { person { staffNo } orgs { id } roles { role org { code } scope { code } } clearance } }',
      {},
      viewer,
    );

    expect(data.viewer).toEqual({
      person: { staffNo: 'V001' },
      orgs: [{ id: bureauDivision }],
      roles: [{ role: 'INSPECTOR', org: { code: 'X2501' }, scope: { code: 'X25' } }],
      clearance: 'WORK_SECRET',
    });
  });

  it('resolves references of other services in one statement a type, unknown ones to null', async () => {
    const { data } = await office.query(
      'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Person { staffNo } ... on Org { code } } }',
      {
        them: [
          { __typename: 'Person', id: foundingAdministrator },
          { __typename: 'Person', id: unknownPerson },
          { __typename: 'Org', id: county },
        ],
      },
    );

    expect(data._entities).toEqual([{ staffNo: 'admin' }, null, { code: 'X01' }]);
  });
});
