import { keptTerms, searching } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { closedRow, takeHazards } from './rows.ts';

interface Row {
  readonly id: string;
  readonly state: string;
  readonly level: string | null;
  readonly category: string;
  readonly reportedAt: string;
  readonly dueAt: string | null;
  readonly site: { readonly id: string };
  readonly responsibleOrg: { readonly id: string } | null;
}

describe.each(testDialects())('the board of hazards on %s', (dialect) => {
  let office: SecurityOffice;
  let found: ReturnType<typeof searching>;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-14T01:00:00Z' });
    found = searching(office, { list: 'hazards', counts: 'hazardCounts', filter: 'HazardFilter', by: 'STATE' });
    const { sites, people } = office;
    await office.report();
    office.clock.advance({ hours: 1 });
    await office.report({ siteId: sites.hall.id, category: 'FIRE', description: '灭火器过期' }, people.townStaff);
    office.clock.advance({ hours: 1 });
    await office.confirmed('GENERAL');
    office.clock.advance({ days: 1 });
    const major = await office.confirmed('MAJOR');
    await office.plan(major.id);
    await office.approve(major.id);
    await takeHazards(office, [closedRow(office, 501, { description: '燃气软管老化' })]);
  });
  afterAll(() => office.close());

  async function ask(query: string, variables: object, as: Viewer) {
    const { data, errors } = await office.execute(query, { ...variables }, as);
    expect(errors).toBeUndefined();
    return data;
  }

  async function list(where: object, as: Viewer = office.people.safetyOfficer, orderBy: string | null = null) {
    const query = `query ($where: HazardFilter, $orderBy: HazardOrder) { hazards(where: $where, orderBy: $orderBy, first: 100) {
      totalCount nodes { id state level category reportedAt dueAt site { id } responsibleOrg { id } } } }`;
    const { hazards } = await ask(query, { where, orderBy }, as);
    expect(hazards.totalCount).toBe(hazards.nodes.length);
    return hazards.nodes as Row[];
  }

  async function counts(by: string, where: object): Promise<Map<string | null, number>> {
    const query = `query ($by: HazardDimension!, $where: HazardFilter) { hazardCounts(by: $by, where: $where) {
      state level category org { id } count } }`;
    const { hazardCounts } = await ask(query, { by, where }, office.people.safetyOfficer);
    type Part = Pick<Row, 'state' | 'level' | 'category'> & { org: { id: string } | null; count: number };
    return new Map(
      hazardCounts.map(({ state, level, category, org, count }: Part) => [
        state ?? level ?? category ?? org?.id ?? null,
        count,
      ]),
    );
  }

  const parts: Record<string, (row: Row) => string | null> = {
    STATE: ({ state }) => state,
    LEVEL: ({ level }) => level,
    CATEGORY: ({ category }) => category,
    ORG: ({ responsibleOrg }) => responsibleOrg?.id ?? null,
  };

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.db)).toEqual([]);
  });

  it.each<[string, () => object, (row: Row) => boolean]>([
    ['states', () => ({ states: ['REPORTED', 'CLOSED'] }), ({ state }) => state === 'REPORTED' || state === 'CLOSED'],
    ['categories', () => ({ categories: ['FIRE', 'GAS'] }), ({ category }) => category === 'FIRE'],
    ['a level', () => ({ level: 'MAJOR' }), ({ level }) => level === 'MAJOR'],
    ['a place', () => ({ siteId: office.sites.hall.id }), ({ site }) => site.id === office.sites.hall.id],
  ])('is narrowed by %s, and counted under the same conditions', async (_, where, isMeant) => {
    const all = await list({});
    const meant = all.filter(isMeant);

    expect([meant.length > 0, meant.length < all.length]).toEqual([true, true]);
    expect(await list(where())).toEqual(meant);
    for (const [by, partOf] of Object.entries(parts)) {
      const grouped = [...Map.groupBy(meant, partOf)].map(([part, rows]) => [part, rows.length] as const);
      expect([by, await counts(by, where())]).toEqual([by, new Map(grouped)]);
    }
  });

  it('is narrowed to none by no state and no category at all', async () => {
    expect([await list({ states: [] }), await list({ categories: [] })]).toEqual([[], []]);
  });

  it('of a person is what was reported by them, or given to them to put right or to recheck', async () => {
    const { people } = office;
    const mine = async (as: Viewer) =>
      (await list({ mine: true }, as)).map(({ category, state }) => `${category} ${state}`);

    expect(await mine(people.townStaff)).toEqual(['FIRE REPORTED']);
    expect(await mine(people.inspector)).toEqual(['ELECTRIC RECTIFYING']);
    expect(await mine(people.educationHandler)).toEqual(['ELECTRIC RECTIFYING']);
    expect(await mine(people.educationStaff)).toEqual([
      'ELECTRIC RECTIFYING',
      'ELECTRIC CONFIRMED',
      'ELECTRIC REPORTED',
    ]);
    expect(await mine(people.otherInspector)).toEqual([]);
  });

  it('comes in each order', async () => {
    const keys = { REPORTED: ({ reportedAt }: Row) => reportedAt, DUE: ({ dueAt }: Row) => dueAt ?? '' };
    for (const [name, key] of Object.entries(keys)) {
      const rows = await list({});
      const upward = rows.toSorted((a, b) => (`${key(a)} ${a.id}` < `${key(b)} ${b.id}` ? -1 : 1));
      expect(await list({}, undefined, `${name}_ASC`)).toEqual(upward);
      expect(await list({}, undefined, `${name}_DESC`)).toEqual(upward.toReversed());
    }
  });

  it('finds a hazard by its number and by what is dangerous, imported ones among them', async () => {
    const { safetyOfficer } = office.people;
    const fire = await found('灭火器', safetyOfficer);

    expect(fire.highlights).toEqual(['description: [灭火器]过期']);
    expect((await found('老化', safetyOfficer)).ids).toHaveLength(4);
    expect((await found('老化', safetyOfficer, { states: ['CLOSED'] })).highlights).toEqual([
      'description: 燃气软管[老化]',
    ]);
    expect((await found('隐〔２０２６〕501号', safetyOfficer)).ids).toHaveLength(1);
  });

  it('keeps no word of a classified hazard, and finds none for who may not see it', async () => {
    const { people, sites, orgs } = office;
    const { id: secret } = await office.report(
      { siteId: sites.warehouse.id, category: 'CONFIDENTIAL', description: '机要柜失灵', secrecyLevel: 'WORK_SECRET' },
      people.director,
    );
    expect(secret).toMatch(/^haz_/);
    expect(await keptTerms(office, secret)).toEqual([]);
    expect((await found('机要', people.director)).ids).toEqual([]);

    const { id } = await office.report({ siteId: sites.school.id, description: '食堂排烟道积油', category: 'FIRE' });
    await office.act(
      'confirmHazard',
      { hazardId: id, level: 'GENERAL', responsibleOrgId: orgs.educationBureau.id },
      people.safetyOfficer,
    );
    expect((await found('排烟道', people.safetyOfficer)).ids).toEqual([id]);
    expect((await found('排烟道', people.importer)).ids).toEqual([]);
  });

  it('what finds nothing anywhere is refused, and as many statements are asked of many words as of one', async () => {
    const { safetyOfficer } = office.people;
    for (const search of ['', '火', '！！'])
      expect((await found(search, safetyOfficer)).refused).toBe('BAD_USER_INPUT');

    expect(await statementsOf(() => found('灭火器 过期', safetyOfficer))).toBe(
      await statementsOf(() => found('过期', safetyOfficer)),
    );
  });
});
