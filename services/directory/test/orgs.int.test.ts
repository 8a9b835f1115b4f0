import { aViewer, schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, type DirectoryOffice, openOffice, ruleOf } from './office.ts';

const unknownOrg = 'org_01k5a00000000000000000000x';

describe.each(testDialects())('units on %s', (dialect) => {
  let office: DirectoryOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.service.close());

  const move = (input: object, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate('moveOrg', 'MoveOrg', input, 'org { id path depth version parent { id } }', as);
  const close = (input: object) =>
    office.mutate('deactivateOrg', 'DeactivateOrg', input, 'org { active mergedInto { id } allowedActions }');

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(office.service.db)).toEqual([]);
  });

  it('founds a unit below its parent and announces it', async () => {
    const county = await office.createOrg('A01', 'COUNTY');
    const bureau = await office.createOrg('A02', 'DEPT', county, { docCodes: ['甲发', '甲函'], fondsCode: 'J2' });

    const { data } = await office.query(
      'query ($id: ID!) { org(id: $id) { code docCodes depth classifyingRight parent { code children { code } } allowedActions } }',
      { id: bureau },
    );

    expect(data.org).toEqual({
      code: 'A02',
      docCodes: ['甲发', '甲函'],
      depth: 1,
      classifyingRight: 'SECRET',
      parent: { code: 'A01', children: [{ code: 'A02' }] },
      allowedActions: ['MOVE', 'DEACTIVATE'],
    });
    const events = await office.service.events('OrgChanged');
    expect(events.at(-1)).toMatchObject({
      subject: bureau,
      orgid: bureau,
      secrecylevel: 'PUBLIC',
      data: { path: `/${county}/${bureau}/`, fondsCode: 'J2', active: true },
    });
  });

  it('refuses a code that is taken, and names its holder', async () => {
    const id = await office.createOrg('B01', 'COUNTY');
    const again = await office.mutate(
      'createOrg',
      'CreateOrg',
      { code: 'B01', name: '乙', shortName: '乙', level: 'COUNTY', kind: 'GOV' },
      'org { id }',
    );

    expect(codeOf(again)).toBe('DUPLICATE');
    expect(again.errors?.[0].extensions.existingId).toBe(id);
  });

  it('15-4.6: takes a code for the same in any width, founding and looking up', async () => {
    const id = await office.createOrg('B-07', 'COUNTY');
    const facts = { name: '乙', shortName: '乙', level: 'COUNTY', kind: 'GOV' };
    const again = await office.mutate('createOrg', 'CreateOrg', { code: 'Ｂ－０７', ...facts }, 'org { id }');
    const strange = await office.mutate('createOrg', 'CreateOrg', { code: 'B-0⑦', ...facts }, 'org { id }');

    expect([codeOf(again), codeOf(strange)]).toEqual(['DUPLICATE', 'BAD_USER_INPUT']);
    const { data } = await office.query('{ org(code: " Ｂ-0７") { id } }', {});
    expect(data.org).toEqual({ id });
  });

  it('gives the first answer again for the same key, and refuses the key for other input', async () => {
    const input = {
      code: 'B02',
      name: '乙',
      shortName: '乙',
      level: 'COUNTY',
      kind: 'GOV',
      idempotencyKey: 'found-b02',
    };
    const first = await office.mutate('createOrg', 'CreateOrg', input, 'org { id }');
    const second = await office.mutate('createOrg', 'CreateOrg', input, 'org { id }');
    const other = await office.mutate('createOrg', 'CreateOrg', { ...input, name: '丙' }, 'org { id }');

    expect(second.data).toEqual(first.data);
    expect(codeOf(other)).toBe('IDEMPOTENCY_MISMATCH');
  });

  it.each([
    ['an over-long name', { name: '长'.repeat(201) }],
    ['an empty name', { name: ' \u3000 ' }],
    ['a NUL byte', { name: 'a\u0000b' }],
    ['a code with spaces', { code: 'C 01' }],
    ['an over-long code', { code: 'C'.repeat(33) }],
    ['too many abbreviations', { docCodes: Array.from({ length: 21 }, (_, index) => `字${index}`) }],
    ['an abbreviation twice', { docCodes: ['甲', '甲'] }],
    ['an abbreviation too long for a document number', { docCodes: ['字'.repeat(13)] }],
    ['an abbreviation with a blank', { docCodes: ['霁 政'] }],
    ['a fonds code too long for an archival code', { fondsCode: 'J'.repeat(17) }],
    ['a fonds code that would split an archival code', { fondsCode: 'J-1' }],
    ['an over-long telephone', { dutyPhone: '1'.repeat(41) }],
    ['an unknown rank', { level: 'EMPIRE' }],
  ])('refuses %s', async (_, wrong) => {
    const answer = await office.mutate(
      'createOrg',
      'CreateOrg',
      { code: 'C01', name: '丙', shortName: '丙', level: 'COUNTY', kind: 'GOV', ...wrong },
      'org { id }',
    );

    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  });

  it('refuses unknown ids', async () => {
    expect(codeOf(await move({ id: unknownOrg }))).toBe('NOT_FOUND');
    expect(codeOf(await close({ id: unknownOrg }))).toBe('NOT_FOUND');
    const county = await office.createOrg('D01', 'COUNTY');
    expect(codeOf(await move({ id: county, parentId: unknownOrg }))).toBe('REFERENCE_UNKNOWN');
    expect(codeOf(await close({ id: county, mergedIntoId: unknownOrg }))).toBe('REFERENCE_UNKNOWN');
    expect(
      (
        await office.query('query ($id: ID!) { org(id: $id) { id } orgTree(root: $id) { nodes { id } } }', {
          id: unknownOrg,
        })
      ).data,
    ).toEqual({ org: null, orgTree: { nodes: [] } });
  });

  it('asks for an id or a code, not both and not neither', async () => {
    expect(codeOf(await office.query('{ org { id } }'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await office.query('{ org(id: "x", code: "y") { id } }'))).toBe('BAD_USER_INPUT');
  });

  it('O-1 moves a subtree as a whole and announces each unit of it', async () => {
    const county = await office.createOrg('E01', 'COUNTY');
    const [from, to] = [await office.createOrg('E02', 'DEPT', county), await office.createOrg('E03', 'DEPT', county)];
    const division = await office.createOrg('E0201', 'DIVISION', from);
    const team = await office.createOrg('E020101', 'DIVISION', division);
    const before = (await office.service.events('OrgChanged')).length;

    const { data } = await move({ id: division, parentId: to, expectedVersion: 1 });

    expect(data.org).toMatchObject({ path: `/${county}/${to}/${division}/`, depth: 2, version: 2, parent: { id: to } });
    const events = (await office.service.events('OrgChanged')).slice(before);
    expect(events.map(({ data: org }) => (org as { path: string }).path)).toEqual([
      `/${county}/${to}/${division}/`,
      `/${county}/${to}/${division}/${team}/`,
    ]);
    const { data: tree } = await office.query(
      'query ($id: ID!) { orgTree(root: $id, depth: 2) { nodes { code depth } totalCount } }',
      { id: to },
    );
    expect(tree.orgTree).toEqual({
      nodes: [
        { code: 'E03', depth: 1 },
        { code: 'E0201', depth: 2 },
        { code: 'E020101', depth: 3 },
      ],
      totalCount: 3,
    });
  });

  it('O-1 refuses a unit below itself', async () => {
    const county = await office.createOrg('F01', 'COUNTY');
    const bureau = await office.createOrg('F02', 'DEPT', county);

    for (const parentId of [county, bureau]) {
      const answer = await move({ id: county, parentId });
      expect([codeOf(answer), ruleOf(answer)]).toEqual(['GUARD_FAILED', 'O-1']);
    }
  });

  it('O-1 lets only one of two opposite moves through at the same time', async () => {
    const county = await office.createOrg('G01', 'COUNTY');
    const [left, right] = [
      await office.createOrg('G02', 'DEPT', county),
      await office.createOrg('G03', 'DEPT', county),
    ];
    const [underLeft, underRight] = [
      await office.createOrg('G0201', 'DIVISION', left),
      await office.createOrg('G0301', 'DIVISION', right),
    ];

    const answers = await Promise.all([
      move({ id: left, parentId: underRight }),
      move({ id: right, parentId: underLeft }),
    ]);

    expect(answers.map(codeOf).sort()).toEqual(['GUARD_FAILED', undefined]);
  });

  it('O-1 keeps a forest without cycles when everybody moves everything at once', async () => {
    const county = await office.createOrg('N00', 'COUNTY');
    const units: string[] = [];
    for (let index = 10; index < 18; index += 1) units.push(await office.createOrg(`N${index}`, 'DEPT', county));

    const answers = await Promise.all(
      units.flatMap((id, index) => [1, 3].map((step) => move({ id, parentId: units[(index + step) % units.length] }))),
    );

    expect(new Set(answers.map(ruleOf))).toEqual(new Set([undefined, 'O-1']));
    const { data } = await office.query(
      'query ($id: ID!) { orgTree(root: $id, depth: 10) { nodes { id path parent { path } } } }',
      { id: county },
    );
    expect(data.orgTree.nodes).toHaveLength(units.length + 1);
    for (const { id, path, parent } of data.orgTree.nodes) expect(path).toBe(`${parent?.path ?? '/'}${id}/`);
  });

  it('refuses a stale version and changes nothing', async () => {
    const county = await office.createOrg('H01', 'COUNTY');
    const bureau = await office.createOrg('H02', 'DEPT', county);

    expect(codeOf(await move({ id: bureau, expectedVersion: 7 }))).toBe('CONFLICT_VERSION');
    expect(
      (await office.query('query ($id: ID!) { org(id: $id) { version parent { id } } }', { id: bureau })).data.org,
    ).toEqual({ version: 1, parent: { id: county } });
  });

  it('O-4 closes a unit only when nothing hangs on it, and hands its places to the successor', async () => {
    const county = await office.createOrg('I01', 'COUNTY');
    const [bureau, successor] = [
      await office.createOrg('I02', 'DEPT', county),
      await office.createOrg('I03', 'DEPT', county),
    ];
    const site = await office.mutate(
      'createSite',
      'CreateSite',
      { code: 'I-S1', name: '楼', orgId: bureau, category: 'OFFICE' },
      'site { id }',
    );

    expect(ruleOf(await close({ id: county }))).toBe('O-4');
    expect(ruleOf(await close({ id: bureau }))).toBe('O-4');
    expect(ruleOf(await close({ id: bureau, mergedIntoId: bureau }))).toBe('O-4');
    const closed = await close({ id: bureau, mergedIntoId: successor });

    expect(closed.data.org).toEqual({ active: false, mergedInto: { id: successor }, allowedActions: [] });
    expect((await office.service.events('SiteChanged')).at(-1)).toMatchObject({
      subject: site.data.site.id,
      data: { orgId: successor },
    });
    expect(codeOf(await close({ id: bureau }))).toBe('ILLEGAL_TRANSITION');
    expect(codeOf(await move({ id: bureau }))).toBe('ILLEGAL_TRANSITION');
    expect(ruleOf(await move({ id: successor, parentId: bureau }))).toBe('O-4');
  });

  it('15-1.8: makes a unit a root only when that is said', async () => {
    const county = await office.createOrg('R01', 'COUNTY');
    const bureau = await office.createOrg('R02', 'DEPT', county);

    expect(codeOf(await move({ id: bureau }))).toBe('BAD_USER_INPUT');
    expect((await move({ id: bureau, parentId: null })).data.org).toMatchObject({ parent: null, depth: 0 });
  });

  it('lets the administrator of a bureau work below the bureau only', async () => {
    const county = await office.createOrg('J01', 'COUNTY');
    const [own, foreign] = [
      await office.createOrg('J02', 'DEPT', county),
      await office.createOrg('J03', 'DEPT', county),
    ];
    const division = await office.createOrg('J0201', 'DIVISION', own);
    await office.listen();
    const viewer = aViewer({ roles: ['ADMIN'], orgId: own });
    const found = (parentId: string | null, code: string) =>
      office.mutate(
        'createOrg',
        'CreateOrg',
        { code, name: '科', shortName: '科', level: 'DIVISION', kind: 'GOV', parentId },
        'org { id }',
        viewer,
      );

    expect(codeOf(await found(own, 'J0202'))).toBeUndefined();
    expect(codeOf(await found(foreign, 'J0301'))).toBe('FORBIDDEN');
    expect(codeOf(await found(null, 'J09'))).toBe('FORBIDDEN');
    expect(codeOf(await move({ id: division, parentId: foreign }, viewer))).toBe('FORBIDDEN');
    expect(codeOf(await move({ id: division, parentId: null }, viewer))).toBe('FORBIDDEN');
    expect(codeOf(await move({ id: foreign, parentId: own }, viewer))).toBe('FORBIDDEN');
  });

  it('lets any staff read and nobody without the role write', async () => {
    const county = await office.createOrg('K01', 'COUNTY');
    const clerk = aViewer({ roles: ['DRAFTER'], orgId: county });
    const input = { code: 'K02', name: '局', shortName: '局', level: 'DEPT', kind: 'GOV', parentId: county };

    expect((await office.query('{ org(code: "K01") { allowedActions } }', {}, clerk)).data.org).toEqual({
      allowedActions: [],
    });
    expect(codeOf(await office.mutate('createOrg', 'CreateOrg', input, 'org { id }', clerk))).toBe('FORBIDDEN');
    expect(codeOf(await move({ id: county }, clerk))).toBe('FORBIDDEN');
    expect(codeOf(await office.service.execute('{ org(code: "K01") { id } }', {}, null))).toBe('UNAUTHENTICATED');
    expect(codeOf(await office.service.execute('{ org(code: "K01") { id } }'))).toBe('UNAUTHENTICATED');
  });

  it('pages through units by code and filters them', async () => {
    const county = await office.createOrg('L01', 'COUNTY');
    for (const code of ['L04', 'L02', 'L03']) await office.createOrg(code, 'DEPT', county);
    const list =
      'query ($where: OrgFilter, $first: Int, $after: String) { orgs(where: $where, first: $first, after: $after) { nodes { code } pageInfo { hasNextPage endCursor } totalCount } }';
    const where = { parentId: county, level: 'DEPT', active: true };

    const first = (await office.query(list, { where, first: 2 })).data.orgs;
    const rest = (await office.query(list, { where, first: 2, after: first.pageInfo.endCursor })).data.orgs;

    expect([first.nodes, rest.nodes].flat().map(({ code }) => code)).toEqual(['L02', 'L03', 'L04']);
    expect([first.totalCount, rest.pageInfo.hasNextPage]).toEqual([3, false]);
    expect(codeOf(await office.query(list, { first: 101 }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await office.query('{ orgTree(depth: 11) { nodes { id } } }'))).toBe('BAD_USER_INPUT');
    expect((await office.query('{ orgs(search: "L0_") { nodes { code } } }')).data.orgs.nodes).toEqual([]);
  });

  it('answers a page of units and their neighbours in a number of statements that does not grow', async () => {
    const county = await office.createOrg('M01', 'COUNTY');
    const statements = () =>
      statementsOf(() =>
        office.query(
          'query ($id: ID!) { org(id: $id) { children { code classifyingRight head { name } sites { code } parent { code } allowedActions } } }',
          { id: county },
        ),
      );
    for (const code of ['M02', 'M03']) await office.createOrg(code, 'DEPT', county);
    const few = await statements();
    for (let index = 10; index < 28; index += 1) await office.createOrg(`M${index}`, 'DEPT', county);

    expect(await statements()).toBe(few);
  });
});
