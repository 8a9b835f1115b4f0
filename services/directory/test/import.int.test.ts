import { aViewer, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, codeOf, type DirectoryOffice, openOffice } from './office.ts';

const fields = 'rows { record outcome key remarks { column reason clean } }';
const headers = {
  Orgs: 'org_code,name,short_name,level,kind,parent_code,doc_codes,fonds_code,duty_phone,reporting_unit',
  People: 'staff_no,name,org_code,title,roles,principal,clearance,clearance_valid_to,phone,active',
  Sites: 'site_code,name,address,org_code,category,key_part,capacity',
  Calendar: 'day,type,holiday_name,basis',
} as const;
type Slice = keyof typeof headers;

const orgs = `C1,霁川县人民政府,县政府,COUNTY,GOV,,霁政发;霁政函,J001,8222001,N
C2,霁川县人民政府办公室,县政府办,DEPT,GOV,C1,霁政办发,J002,8222002,N
C204,县政府办督查室,督查室,DIVISION,GOV,C2,,,8222006,N
C12,霁川县教育局,教育,DEPT,GOV,C1,霁教育发,J012,8222012,Y`;
const people = `P1,叶浩平,C204,主任,SUPERVISOR;REVIEWER;REVIEWER,Y,CONFIDENTIAL,2028-12-31,16054853871,Y
P2,周菊明,C2,主任,OFFICE_DIRECTOR;ORG_HEAD,Y,SECRET,2029-12-31,16001527688,Y
P3,卢晓英,C12,股长,HANDLER,N,INTERNAL,,16147405439,Y`;

describe.each(testDialects())('importing master data on %s', (dialect) => {
  let office: DirectoryOffice;
  let serial = 0;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.service.close());

  /** Rows of one export; every call is an export of its own unless it names one. */
  async function load(slice: Slice, text: string, options: { export?: string; as?: typeof admin; from?: number } = {}) {
    serial += 1;
    const file = `${slice.toLowerCase()}.csv`;
    const from = options.from ?? 1;
    const rows = text
      .split('\n')
      .map((line, index) => ({ record: from + index, line: from + index + 1, values: line.split(',') }));
    const input = { export: options.export ?? `e${serial}`, file, header: headers[slice].split(','), rows };
    const query = `mutation ($input: ImportInput!) { answer: import${slice}(input: $input) { ${fields} } }`;
    const answer = await office.query(query, { input }, options.as ?? admin);
    return {
      errors: answer.errors,
      rows: answer.data?.answer?.rows as {
        outcome: string;
        key: string;
        remarks: { column: string; reason: string; clean: string }[];
      }[],
    };
  }
  const outcomes = async (...args: Parameters<typeof load>) => (await load(...args)).rows.map(({ outcome }) => outcome);
  const count = async () => (await office.service.events()).length;

  it('stores units, people and places as written', async () => {
    expect(await outcomes('Orgs', orgs)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect(await outcomes('People', people)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect((await office.claims('P1')).posts).toEqual([]);
    expect(await office.confirmAll()).toEqual({ posts: 3, clearances: 2 });
    expect(await outcomes('Sites', 'S1,机关大楼,新华街34号,C2,OFFICE,Y,420')).toEqual(['ACCEPTED']);

    const { data } = await office.query(
      '{ person(staffNo: "P1") { primaryOrg { code parent { code } } posts { roles principal scope { code } } } site(code: "S1") { capacity org { code } } }',
    );
    expect(data).toEqual({
      person: {
        primaryOrg: { code: 'C204', parent: { code: 'C2' } },
        posts: [{ roles: ['SUPERVISOR', 'REVIEWER'], principal: true, scope: { code: 'C1' } }],
      },
      site: { capacity: 420, org: { code: 'C2' } },
    });
    expect(await office.claims('P2')).toMatchObject({ clearance: 'SECRET' });
    const founded = (await office.service.events('OrgChanged')).at(0);
    expect(founded).toMatchObject({ provenance: 'imported', data: { docCodes: ['霁政发', '霁政函'] } });
  });

  it('changes nothing when the same export comes again, nor when another one says the same', async () => {
    await load('Orgs', orgs, { export: 'same' });
    const before = await count();

    expect(await outcomes('Orgs', orgs, { export: 'same' })).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect(await outcomes('People', people)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect(await count()).toBe(before);
    expect(await office.confirmAll()).toEqual({ posts: 0, clearances: 0 });
  });

  it('brings known entries up to date and moves who was transferred', async () => {
    expect(await outcomes('Orgs', 'C12,霁川县教育体育局,教体,DEPT,GOV,C1,霁教体发,J012,8222012,Y')).toEqual([
      'ACCEPTED',
    ]);
    expect(await outcomes('People', 'P3,卢晓英,C204,科员,SUPERVISOR,N,WORK_SECRET,2027-12-31,16147405439,Y')).toEqual([
      'ACCEPTED',
    ]);
    expect((await office.claims('P3')).posts).toMatchObject([{ roles: ['HANDLER'] }]);
    await office.confirmAll();

    const { data } = await office.query(
      '{ org(code: "C12") { name version docCodes people { totalCount } } person(staffNo: "P3") { posts { org { code } roles } clearance { secrecyLevel } } }',
    );
    expect(data).toEqual({
      org: { name: '霁川县教育体育局', version: 2, docCodes: ['霁教体发'], people: { totalCount: 0 } },
      person: { posts: [{ org: { code: 'C204' }, roles: ['SUPERVISOR'] }], clearance: { secrecyLevel: 'WORK_SECRET' } },
    });
  });

  it('15-1.5: gives more roles or a higher clearance only when somebody else confirms it, and takes less at once', async () => {
    const row = (roles: string, clearance: string) =>
      `P40,巫马清,C12,科员,${roles},N,${clearance},2027-12-31,16147405441,Y`;
    const held = async () => {
      const { posts, clearance } = await office.claims('P40');
      return [posts.flatMap((post: { roles: string[] }) => post.roles), clearance];
    };
    await load('People', row('HANDLER;DRAFTER', 'WORK_SECRET'));
    await office.confirmAll();

    await load('People', row('HANDLER;DRAFTER;ADMIN', 'SECRET'));
    expect(await held()).toEqual([['HANDLER', 'DRAFTER'], 'WORK_SECRET']);
    await load('People', row('HANDLER;DRAFTER;REVIEWER', 'SECRET'));
    expect(await office.confirmAll()).toEqual({ posts: 1, clearances: 1 });
    expect(await held()).toEqual([['HANDLER', 'DRAFTER', 'REVIEWER'], 'SECRET']);
    await load('People', row('HANDLER', 'WORK_SECRET'));
    expect(await held()).toEqual([['HANDLER'], 'WORK_SECRET']);
    await load('People', row('HANDLER;ADMIN', 'SECRET'));
    await load('People', row('HANDLER', 'WORK_SECRET'));
    expect(await office.confirmAll()).toEqual({ posts: 0, clearances: 0 });
  });

  it('15-1.5: lets the importer confirm nothing of the file', async () => {
    await load('People', 'P41,公冶安,C12,科员,HANDLER,N,WORK_SECRET,2027-12-31,16147405442,Y');
    const { data } = await office.query(
      '{ person(staffNo: "P41") { id proposedPosts { id state proposedBy { staffNo } } } }',
    );
    const [post] = data.person.proposedPosts;

    expect(post).toMatchObject({ state: 'PROPOSED', proposedBy: { staffNo: 'admin' } });
    expect(codeOf(await office.confirmPosts([post.id], admin))).toBe('SEPARATION_OF_DUTIES');
    await office.confirmPosts([post.id]);
    expect(codeOf(await office.confirmClearances([data.person.id], admin))).toBe('SEPARATION_OF_DUTIES');
    await office.confirmAll();
    expect(await office.claims('P41')).toMatchObject({ clearance: 'WORK_SECRET' });
  });

  it('ends the posts of who has left', async () => {
    await load('People', 'P9,毛康,C204,科员,DUTY_OFFICER,N,INTERNAL,,16029456171,Y');
    await office.confirmAll();
    expect(await outcomes('People', 'P9,毛康,C204,科员,DUTY_OFFICER,N,INTERNAL,,16029456171,N')).toEqual(['ACCEPTED']);

    expect((await office.query('{ person(staffNo: "P9") { active posts { id } } }')).data.person).toEqual({
      active: false,
      posts: [],
    });
    expect(await office.claims('P9')).toBeNull();
  });

  it('O-2 stores a second principal as an ordinary post, with a remark', async () => {
    const { rows } = await load('People', 'P10,方峰建,C204,副主任,SUPERVISOR,Y,WORK_SECRET,2028-12-31,16407266569,Y');

    expect(rows[0]).toMatchObject({ outcome: 'REMARKED', remarks: [{ column: 'principal', clean: 'N' }] });
    await office.confirmAll();
    expect(
      (await office.query('{ org(code: "C204") { head { staffNo } } person(staffNo: "P10") { posts { principal } } }'))
        .data,
    ).toEqual({ org: { head: { staffNo: 'P1' } }, person: { posts: [{ principal: false }] } });
  });

  it.each([
    ['an unknown unit', 'People', 'P20,许诗佳,ZZ77,镇长,ORG_HEAD,Y,INTERNAL,,16463300261,Y', 'QUARANTINED', 'org_code'],
    ['an unknown parent', 'Orgs', 'C99,某局,某局,DEPT,GOV,ZZ77,,,,Y', 'QUARANTINED', 'parent_code'],
    [
      'a unit below itself',
      'Orgs',
      'C1,霁川县人民政府,县政府,COUNTY,GOV,C204,霁政发;霁政函,J001,8222001,N',
      'QUARANTINED',
      null,
    ],
    ['an unknown role', 'People', 'P21,某某,C12,科员,EMPEROR,N,INTERNAL,,16463300261,Y', 'REJECTED', 'roles'],
    ['a level above the right', 'People', 'P22,某某,C12,科员,HANDLER,N,TOP_SECRET,,16463300261,Y', 'QUARANTINED', null],
    [
      'the second founding account',
      'People',
      'confirmer,某某,C12,科员,HANDLER,N,INTERNAL,,16463300261,Y',
      'QUARANTINED',
      null,
    ],
    [
      'the founding administrator',
      'People',
      'admin,某某,C12,科员,HANDLER,N,INTERNAL,,16463300261,Y',
      'QUARANTINED',
      null,
    ],
    ['a place of an unknown unit', 'Sites', 'S9,某处,某街,ZZ77,OFFICE,N,5', 'QUARANTINED', 'org_code'],
    ['a day that does not exist', 'Calendar', '2026-02-30,WORKDAY,,PUBLISHED', 'REJECTED', 'day'],
    ['a working day with a holiday name', 'Calendar', '2026-03-02,WORKDAY,三八,PUBLISHED', 'REJECTED', 'holiday_name'],
  ] as const)('keeps out %s and leaves no trace of it', async (_, slice, row, outcome, column) => {
    const before = await count();
    const { rows } = await load(slice, row);

    expect(rows[0]).toMatchObject({ outcome, remarks: [{ column }] });
    expect(await count()).toBe(before);
  });

  it('rejects a staff number that stands twice in a file', async () => {
    expect(
      await outcomes(
        'People',
        `P30,甲,C12,科员,HANDLER,N,INTERNAL,,16463300261,Y\nP30,甲,C12,科员,HANDLER,N,INTERNAL,,16463300261,Y`,
      ),
    ).toEqual(['ACCEPTED', 'REJECTED']);
  });

  it('sets the days that differ from the calendar and publishes only then', async () => {
    const published = async () => (await office.service.events('CalendarPublished')).length;
    const before = await published();

    expect(
      await outcomes('Calendar', '2026-10-01,HOLIDAY,国庆节,PUBLISHED\n2026-10-10,MAKEUP_WORKDAY,,PUBLISHED'),
    ).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(await published()).toBe(before);
    await load('Calendar', '2026-10-12,HOLIDAY,县庆,ASSUMED');
    expect(await published()).toBe(before + 1);
  });

  it("is the importer's act and shows the rows to the importer", async () => {
    await load('Sites', 'S7,某处,某街,ZZ77,OFFICE,N,5', { export: 'shown' });
    const list = '{ directoryImportRows(export: "shown", outcome: QUARANTINED) { key outcome } }';
    const clerk = aViewer({ roles: ['ADMIN'], orgId: 'org_x' });

    expect((await office.query(list)).data.directoryImportRows).toEqual([{ key: 'S7', outcome: 'QUARANTINED' }]);
    expect(codeOf(await office.query(list, {}, clerk))).toBe('FORBIDDEN');
    expect(codeOf(await load('Sites', 'S8,某处,某街,C2,OFFICE,N,5', { as: clerk }))).toBe('FORBIDDEN');
  });
});
