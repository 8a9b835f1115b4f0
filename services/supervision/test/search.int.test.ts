import { keptTerms, searching } from '@chengqi/office-kernel/testing';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const board = {
  list: 'supervisionItems',
  counts: 'supervisionItemCounts',
  filter: 'SupervisionItemFilter',
  by: 'STATE',
};

describe.each(testDialects())('items found by words on %s', (dialect) => {
  let s: Supervision;
  let found: ReturnType<typeof searching>;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    found = searching(s.office, board);
  });
  afterAll(() => s.office.close());

  const propose = async (title: string, requirement: string, org = s.county.orgs.county): Promise<string> => {
    const { people } = s.county;
    const input = { ownerOrgId: org.id, title, requirement };
    return (await s.act(people.supervisor, 'proposeItem', input)).id;
  };

  it('an item is found by its title, its requirement and what came of it, and by no word of another order', async () => {
    const { supervisor } = s.county.people;
    const id = await propose('背街小巷改造', '十月底前完成路灯安装');

    expect(await found('小巷', supervisor)).toMatchObject({ ids: [id], highlights: ['title: 背街[小巷]改造'] });
    expect((await found('路灯安装 改造', supervisor)).ids).toEqual([id]);
    expect((await found('改造背街', supervisor)).ids).toEqual([]);
    expect((await found('小巷', supervisor, { states: ['REGISTERED'] })).ids).toEqual([]);
  });

  it('its number finds it from the registration on, in every width', async () => {
    const { supervisor } = s.county.people;
    const { id, code } = await s.registered();
    const [, serial] = /(\d+)号/.exec(code) ?? [];
    const wide = code.replace(/\d/g, (digit: string) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

    for (const search of [code, wide, `2026 ${serial}号`]) expect((await found(search, supervisor)).ids).toEqual([id]);
    await s.act(s.county.people.supervisor, 'assignItem', { itemId: id });
    expect((await found(code, supervisor)).ids).toEqual([id]);
  });

  it('words of what is above INTERNAL are kept nowhere and find nothing', async () => {
    const { people } = s.county;
    await s.adopted(
      { code: 'CW2026-09-09', level: 'WORK_SECRET', text: null, requiresAction: true },
      { secrecyLevel: 'WORK_SECRET' },
    );
    const { data } = await s.office.execute(
      '{ supervisionItems { nodes { id secrecyLevel } } }',
      {},
      people.supervisor,
    );
    const [secret] = data.supervisionItems.nodes;

    expect(secret.secrecyLevel).toBe('WORK_SECRET');
    expect(await keptTerms(s.office, secret.id)).toEqual([]);
    expect((await found('涉密决议', people.supervisor)).ids).toEqual([]);
  });

  it('who may not read an item neither finds nor counts it, an importer no more than others', async () => {
    const { people, orgs } = s.county;
    const id = await propose('粮库清查专项', '逐库清查', orgs.educationBureau);

    for (const viewer of [people.otherSupervisor, people.educationHandler])
      expect((await found('粮库', viewer)).ids).toEqual([id]);
    for (const viewer of [people.townStaff, people.rescueHandler, people.importer])
      expect((await found('粮库', viewer)).ids).toEqual([]);
  });

  it('an imported item is found like another', async () => {
    const { people } = s.county;
    const values = {
      ...{ item_code: '督〔2026〕901号', title: '供热管网检修', category: 'MEETING', weight: 'NORMAL' },
      ...{
        requirement: '入冬前完成',
        leader: people.leader.staffNo ?? '',
        supervisor: people.supervisor.staffNo ?? '',
      },
      ...{
        lead_org: 'JC11',
        registered_at: '2026-09-01 09:00',
        accepted_at: '2026-09-01 10:00',
        due_date: '2026-09-30',
        feedback_cycle: 'NONE',
      },
      ...{ progress_percent: '0', state: 'IN_PROGRESS', verify_fail_count: '0' },
    };
    const empty = `source_type source_ref co_orgs original_due_date verify_method verifier verified_at
      struck_off_at notice_color notice_issued_at notice_answered_at obstacle_text obstacle_raised_at
      obstacle_resolved_at leader_feedback_score`.split(/\s+/);
    const header = [...Object.keys(values), ...empty];
    const rows = [{ record: 1, line: 2, values: [...Object.values(values), ...empty.map(() => '')] }];
    const { data } = await s.office.execute(
      'mutation ($input: ImportInput!) { importSupervisionItems(input: $input) { rows { outcome remarks { column reason } } } }',
      { input: { export: 'month', file: 'items.csv', header, rows } },
      people.importer,
    );

    expect(data.importSupervisionItems.rows).toEqual([{ outcome: 'ACCEPTED', remarks: [] }]);
    expect(await found('管网 检修', people.supervisor)).toMatchObject({ highlights: ['title: 供热[管网检修]'] });
  });

  it('a unit is searched like the whole board', async () => {
    const { people, orgs } = s.county;
    const item = await s.registered({ coOrgIds: [orgs.town.id] });
    const query = `query ($r: [_Any!]!, $w: SupervisionItemFilter) { _entities(representations: $r) {
      ... on Org { supervisionItems(where: $w) { nodes { id } } } } }`;
    const ofTown = async (search: string) =>
      (
        await s.office.execute(
          query,
          { r: [{ __typename: 'Org', id: orgs.town.id }], w: { search } },
          people.supervisor,
        )
      ).data._entities;

    expect(await ofTown('校舍安全')).toEqual([{ supervisionItems: { nodes: [{ id: item.id }] } }]);
    expect(await ofTown('背街小巷')).toEqual([{ supervisionItems: { nodes: [] } }]);
  });

  it('what finds nothing anywhere is refused, and as many statements are asked of many words as of one', async () => {
    const { supervisor } = s.county.people;
    for (const search of ['', '路', '？', '路'.repeat(51)])
      expect((await found(search, supervisor)).refused).toBe('BAD_USER_INPUT');
    const cost = (search: string) => statementsOf(() => found(search, supervisor));

    expect(await cost('路灯安装 改造')).toBe(await cost('小巷'));
  });
});
