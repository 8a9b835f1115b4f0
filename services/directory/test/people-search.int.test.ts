import { searching } from '@chengqi/office-kernel/testing';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type DirectoryOffice, openOffice } from './office.ts';

describe.each(testDialects())('people found by words on %s', (dialect) => {
  let office: DirectoryOffice;
  let found: ReturnType<typeof searching>;
  let unit: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    office = await openOffice(dialect);
    const list = { list: 'people', counts: 'personCounts', filter: 'PersonFilter' };
    found = searching(office.service, { ...list, by: 'ACTIVE' });
    unit = await office.createOrg('C1', 'COUNTY');
    for (const [staffNo, name] of Object.entries({ S001: '欧阳清风', S002: '欧阳明月', 'YX-0003': '清风Ann' })) {
      ids[staffNo] = await office.createPerson(staffNo, { name });
    }
    await office.assign(ids.S002 ?? '', unit, ['HANDLER']);
  });
  afterAll(() => office.service.close());

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.service.db)).toEqual([]);
  });

  it('a person is found by name and by staff number, in every width and case', async () => {
    expect(await found('欧阳', admin)).toMatchObject({
      ids: [ids.S001, ids.S002],
      highlights: ['name: [欧阳]清风', 'name: [欧阳]明月'],
    });
    expect((await found('清风', admin)).ids).toEqual([ids.S001, ids['YX-0003']]);
    expect((await found('欧阳明', admin)).ids).toEqual([ids.S002]);
    for (const search of ['S001', 'ｓ００１', 's001 清风'])
      expect((await found(search, admin)).ids).toEqual([ids.S001]);
    expect((await found('yx-0003 ANN', admin)).ids).toEqual([ids['YX-0003']]);
    expect((await found('S00', admin)).ids).toEqual([]);
  });

  it('among the other conditions, and counted by each part under them', async () => {
    expect((await found('欧阳', admin, { orgId: unit })).ids).toEqual([ids.S002]);
    const query = `query ($by: PersonDimension!) { personCounts(by: $by, where: { search: "欧阳" }) {
      active org { id } count } }`;
    const counted = async (by: string) => (await office.query(query, { by })).data.personCounts;

    expect(await counted('ACTIVE')).toEqual([{ active: true, org: null, count: 2 }]);
    expect(await counted('ORG')).toHaveLength(2);
    expect(await counted('ORG')).toContainEqual({ active: null, org: { id: unit }, count: 1 });
  });

  it('who was renamed is found by the new name and not by the old one', async () => {
    await office.createPerson('S009', { name: '诸葛旧名' });
    await office.createPerson('S009', { name: '诸葛新名' });

    expect((await found('新名', admin)).ids).toHaveLength(1);
    expect((await found('旧名', admin)).ids).toEqual([]);
    expect((await found('诸葛', admin)).ids).toHaveLength(1);
  });

  it('imported people are found like others', async () => {
    const header = 'staff_no,name,org_code,title,roles,principal,clearance,clearance_valid_to,phone,active'.split(',');
    const rows = [
      { record: 1, line: 2, values: ['P77', '司马光启', 'C1', '', 'HANDLER', 'N', 'INTERNAL', '', '', 'Y'] },
    ];
    const input = { export: 'month', file: 'people.csv', header, rows };
    const mutation = 'mutation ($input: ImportInput!) { importPeople(input: $input) { rows { outcome } } }';
    const { data } = await office.query(mutation, { input });

    expect(data.importPeople.rows).toEqual([{ outcome: expect.stringMatching(/ACCEPTED|REMARKED/) }]);
    expect((await found('司马光启', admin)).ids).toHaveLength(1);
  });

  it('comes in each order', async () => {
    const listed = async (orderBy: string) =>
      (
        await office.query('query ($o: PersonOrder) { people(orderBy: $o, first: 100) { nodes { staffNo } } }', {
          o: orderBy,
        })
      ).data.people.nodes.map(({ staffNo }: { staffNo: string }) => staffNo);
    const upward = await listed('STAFF_NO_ASC');

    expect(upward).toEqual([...upward].sort());
    expect(await listed('STAFF_NO_DESC')).toEqual(upward.toReversed());
    expect((await listed('CREATED_DESC')).toSorted()).toEqual(upward);
  });

  it('what finds nothing anywhere is refused, and as many statements are asked of many words as of one', async () => {
    for (const search of ['', '欧', '%']) expect((await found(search, admin)).refused).toBe('BAD_USER_INPUT');

    expect(await statementsOf(() => found('欧阳清风 S001', admin))).toBe(
      await statementsOf(() => found('欧阳', admin)),
    );
  });
});
