import { instructionGiven } from '@chengqi/schemas/events/documents';
import { systemIds, systemViewer, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const header =
  'item_code,title,category,weight,source_type,source_ref,requirement,leader,supervisor,lead_org,co_orgs,registered_at,accepted_at,due_date,original_due_date,feedback_cycle,progress_percent,state,verify_method,verifier,verified_at,verify_fail_count,struck_off_at,notice_color,notice_issued_at,notice_answered_at,obstacle_text,obstacle_raised_at,obstacle_resolved_at,leader_feedback_score'.split(
    ',',
  );
const friday = '2026-09-18T02:00:00Z';
const later = '2026-12-01T00:00:00Z';

describe.each(testDialects())('leaders’ instructions on %s', (dialect) => {
  let s: Supervision;
  let count = 0;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  type Given = Partial<ReturnType<typeof instructionGiven.schema.parse>>;
  const given = async (changes: Given = {}, provenance: 'live' | 'imported' = 'imported') => {
    const id = systemIds.next('ins');
    const { orgs, people } = s.county;
    const data = {
      ...{
        instructionId: id,
        code: null,
        documentId: systemIds.next('inc'),
        text: '请县教育局阅处。',
        requiresAction: true,
      },
      ...{ leadOrgId: orgs.educationBureau.id, coOrgIds: [], leaderId: people.leader.personId, dueOn: '2026-10-09' },
      ...{ supervisingOrgId: orgs.county.id, givenAt: friday, level: 'INTERNAL' as const },
      ...changes,
    };
    await s.office.deliver(instructionGiven, id, data, { provenance, secrecyLevel: data.level });
    return id;
  };
  const item = async (source: string, registered: string, changes: Record<string, string> = {}) => {
    count += 1;
    const { people } = s.county;
    const row: Record<string, string> = {
      ...{ item_code: `督〔2026〕${count}号`, title: '批示督办', category: 'LEADER_INSTRUCTION', weight: 'NORMAL' },
      ...{
        source_type: 'INSTRUCTION',
        source_ref: source,
        requirement: '按批示办理',
        supervisor: people.supervisor.staffNo ?? '',
      },
      ...{
        lead_org: 'JC11',
        registered_at: registered,
        due_date: '2026-10-09',
        feedback_cycle: 'NONE',
        state: 'ASSIGNED',
      },
      ...changes,
    };
    const values = header.map((name) => row[name] ?? '');
    const input = { export: 'month', file: `${count}.csv`, header, rows: [{ record: 1, line: 2, values }] };
    const query = 'mutation ($input: ImportInput!) { importSupervisionItems(input: $input) { rows { outcome } } }';
    const { data } = await s.office.execute(query, { input }, people.importer);
    expect(data.importSupervisionItems.rows).toEqual([{ outcome: 'ACCEPTED' }]);
    return row.item_code;
  };
  const orphans = async (asOf = later, as: Viewer = s.county.people.director, where = {}) => {
    const query = `query ($asOf: DateTime, $where: OrphanInstructionFilter) {
      orphanInstructions(asOf: $asOf, where: $where, first: 100) { totalCount nodes { id code registerBy leadOrg { id } } } }`;
    return (await s.office.execute(query, { asOf, where }, as)).data.orphanInstructions;
  };
  const idsOf = async (...asked: Parameters<typeof orphans>) =>
    (await orphans(...asked)).nodes.map(({ id }: { id: string }) => id);
  const itemOf = async (id: string) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Instruction { supervisionItem { code state title category } } } }`;
    const variables = { r: [{ __typename: 'Instruction', id }] };
    return (await s.office.execute(query, variables, s.county.people.director)).data._entities[0].supervisionItem;
  };
  const coverage = async (
    asOf: string,
    changes: Record<string, unknown> = {},
    as: Viewer = s.county.people.director,
  ) => {
    const query = `query ($orgId: ID!, $decidedAt: DateTimeFilter, $asOf: DateTime) {
      decisionCoverage(orgId: $orgId, decidedAt: $decidedAt, asOf: $asOf) { numerator denominator value } }`;
    const variables = { orgId: s.county.orgs.county.id, asOf, ...changes };
    const { data, errors } = await s.office.execute(query, variables, as);
    return errors ? `${errors[0].extensions.code} ${errors[0].extensions.field}` : data.decisionCoverage;
  };

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(s.office.db)).toEqual([]);
  });

  it('an instruction without an item is an orphan two working days later', async () => {
    const id = await given({ code: '批2026-1' });
    await given({ code: '批2026-2', requiresAction: false });

    // 20 September is a make-up working day: the limit is Monday 24:00.
    expect(await idsOf('2026-09-21T15:59:00Z')).toEqual([]);
    expect((await orphans('2026-09-21T16:01:00Z')).nodes).toEqual([
      {
        ...{ id, code: '批2026-1', registerBy: '2026-09-21T16:00:00.000Z' },
        leadOrg: { id: s.county.orgs.educationBureau.id },
      },
    ]);
    const nobody = { leadOrgId: s.county.orgs.town.id };
    expect(await idsOf(later, undefined, nobody)).toEqual([]);
    expect(await idsOf(later, undefined, { givenAt: { gte: later } })).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'an imported item told %s it by its number follows it since it was registered',
    async (order) => {
      const code = `批2026-1${order}`;
      if (order === 'before') await item(code, '2026-09-22 09:00');
      const id = await given({ code });
      if (order === 'after') await item(code, '2026-09-22 09:00');

      expect(await itemOf(id)).toMatchObject({ state: 'ASSIGNED', title: '批示督办' });
      expect(await idsOf('2026-09-22T02:00:00Z')).not.toContain(id);
      expect(await idsOf('2026-09-22T00:30:00Z')).toContain(id);
      const told = (await s.office.events('ItemRegistered')).at(-1);
      expect(told).toMatchObject({ provenance: 'imported', data: { source: { type: 'Instruction', id } } });
      expect((await s.office.events('DecisionFollowed')).at(-1)).toMatchObject({
        provenance: 'imported',
        data: { decision: { type: 'Instruction', id }, followedAt: '2026-09-22T01:00:00.000Z' },
      });
    },
  );

  it('two instructions of one number are told apart by nobody', async () => {
    const twins = [await given({ code: '批2026-30' }), await given({ code: '批2026-30' })];
    await item('批2026-30', '2026-09-18 11:00');
    expect(await idsOf()).toEqual(expect.arrayContaining(twins));
  });

  it('told again it stays followed', async () => {
    const id = await given({ code: '批2026-40' });
    await item('批2026-40', '2026-09-18 11:00');
    await s.office.deliver(
      instructionGiven,
      id,
      {
        ...{
          instructionId: id,
          code: '批2026-40',
          documentId: systemIds.next('inc'),
          text: null,
          requiresAction: true,
        },
        ...{ leadOrgId: null, coOrgIds: [], leaderId: null, dueOn: null, givenAt: friday, level: 'INTERNAL' },
        supervisingOrgId: s.county.orgs.county.id,
      },
      { provenance: 'imported' },
    );
    expect(await idsOf()).not.toContain(id);
  });

  it('saga 3: a live one that requires action is proposed once, an imported one is not', async () => {
    const live = await given({ code: '批2026-50' }, 'live');
    expect(await itemOf(live)).toMatchObject({
      state: 'PROPOSED',
      category: 'LEADER_INSTRUCTION',
      title: '请县教育局阅处。',
    });
    expect(await itemOf(await given({ requiresAction: false }, 'live'))).toBeNull();
    expect(await itemOf(await given())).toBeNull();
  });

  it('an orphan is proposed and registered by hand, and is the source of its item', async () => {
    const { supervisor, director } = s.county.people;
    const id = await given({ code: '批2026-55' });
    const silent = await given({ requiresAction: false });
    const source = { type: 'INSTRUCTION', id };
    await expect(s.act(supervisor, 'proposeItem', { source: { ...source, id: silent } })).rejects.toThrow(
      'GUARD_FAILED',
    );
    await expect(s.act(supervisor, 'proposeItem', { source: { ...source, id: 'ins_0' } })).rejects.toThrow('NOT_FOUND');

    const item = await s.act(supervisor, 'proposeItem', { source });
    await s.act(director, 'registerItem', { itemId: item.id, dueOn: '2026-10-30', feedbackCycle: 'NONE' });
    await expect(s.act(supervisor, 'proposeItem', { source })).rejects.toThrow('DUPLICATE');

    expect(await idsOf()).not.toContain(id);
    const query = 'query ($id: ID!) { supervisionItem(id: $id) { source { __typename ... on Instruction { id } } } }';
    const { data } = await s.office.execute(query, { id: item.id }, director);
    expect(data.supervisionItem.source).toEqual({ __typename: 'Instruction', id });
  });

  it('a classified one closes its item, and is counted for nobody who may not see it', async () => {
    const id = await given({ code: '批2026-60', text: null, level: 'WORK_SECRET' });
    const { director, uncleared, townHead } = s.county.people;
    const seen = async (as: Viewer) => (await idsOf(later, as)).includes(id);
    expect([await seen(director), await seen(uncleared), await seen(townHead)]).toEqual([true, false, false]);
    const all = (await coverage(later)).denominator;
    expect((await coverage(later, {}, uncleared)).denominator).toBe(all - 1);

    const code = await item('批2026-60', '2026-09-18 11:00', { title: '不得外传的标题' });
    const stored = await s.office.db.read.query('SELECT title, requirement FROM supervision_items WHERE code = ?', [
      code,
    ]);
    expect(stored).toEqual([{ title: null, requirement: null }]);
    // Read from its owner for who may see the item.
    expect(await itemOf(id)).toMatchObject({ title: '涉密决议全文' });
  });

  it('decisions are covered by an item registered within two working days, waived ones by none', async () => {
    const august = { decidedAt: { gte: '2026-08-01T00:00:00Z', lt: '2026-09-01T00:00:00Z' } };
    const [givenAt, adopted] = ['2026-08-14T02:00:00Z', { provenance: 'imported' } as const];
    for (const code of ['甲', '乙', '丙']) await given({ code, givenAt });
    await given({ requiresAction: false, givenAt });
    await s.adopted({ code: 'CW-1', adoptedAt: givenAt }, adopted);
    await s.adopted({ code: 'CW-2', adoptedAt: givenAt, waived: true }, adopted);
    await item('甲', '2026-08-18 23:59');
    await item('乙', '2026-08-19 00:00');
    await item('CW-1', '2026-08-14 11:00', { source_type: 'RESOLUTION', category: 'MEETING' });
    await item('CW-2', '2026-08-14 11:00', { source_type: 'RESOLUTION', category: 'MEETING' });

    expect(await coverage(later, august)).toEqual({ numerator: 2, denominator: 5, value: 0.4 });
    expect(await coverage('2026-08-14T08:00:00Z')).toEqual({ numerator: 1, denominator: 5, value: 0.2 });
    expect(await coverage('2026-08-01T00:00:00Z')).toEqual({ numerator: 0, denominator: 0, value: null });
    expect(await coverage(later, { ...august, orgId: s.county.orgs.town.id })).toMatchObject({ denominator: 0 });
    expect(await coverage(later, { decidedAt: { gte: '2024-01-01T00:00:00Z' } })).toBe('BAD_USER_INPUT decidedAt');
    const own = async (asOf: string, orgId: string | null = null) => {
      const { gte: from, lt: to } = august.decidedAt;
      const input = { metric: 'sup.decisionCoverage', from, to, asOf, orgId };
      const query =
        'query ($input: OwnCountInput!) { supervisionOwnCount(input: $input) { numerator denominator value } }';
      return (await s.office.execute(query, { input }, systemViewer)).data.supervisionOwnCount;
    };
    const { educationBureau, county } = s.county.orgs;
    expect(await own(later)).toEqual({ numerator: 2, denominator: 5, value: 0.4 });
    expect(await own('2026-08-14T08:00:00Z', educationBureau.id)).toEqual({ numerator: 1, denominator: 5, value: 0.2 });
    expect(await own(later, county.id)).toEqual({ numerator: 0, denominator: 0, value: null });
    const told = (await s.office.events('DecisionFollowed')).map(({ data, provenance }) => ({
      ...(data as { decision: { type: string }; followedAt: string; followBy: string }),
      provenance,
    }));
    const ofAugust = told.filter(({ followBy }) => followBy === '2026-08-18T16:00:00.000Z');
    expect(ofAugust.map(({ decision: { type }, followedAt, provenance: how }) => [type, followedAt, how])).toEqual([
      ['Instruction', '2026-08-18T15:59:00.000Z', 'imported'],
      ['Instruction', '2026-08-18T16:00:00.000Z', 'imported'],
      ['Resolution', '2026-08-14T03:00:00.000Z', 'imported'],
      ['Resolution', '2026-08-14T03:00:00.000Z', 'imported'],
    ]);
    const asked = await statementsOf(() => coverage(later, august));
    for (const code of ['丁', '戊', '己']) await given({ code, givenAt });
    expect(await statementsOf(() => coverage(later, august))).toBe(asked);
  });
});
