import { systemIds, type Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    startCursor: string | null;
    endCursor: string | null;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
}

/** The supervision branch of the flagship query, as the gateway asks for it. */
const BRANCH = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Resolution { supervisionItem {
  code light lightReason state progressPercent dueAt originalDueAt
  assignments { lead org { id } handler { id } } obstacles { kind state coordination { outcome } }
  notices { color issuedAt answer } hazards { role state hazard { id } } allowedActions } } } }`;

describe.each(testDialects())('reading items on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function aChain(): Promise<string> {
    const { orgs, people } = s.county;
    const resolutionId = await s.adopted({}, { provenance: 'imported' });
    const { id: itemId } = await s.act(people.supervisor, 'proposeItem', {
      source: { type: 'RESOLUTION', id: resolutionId },
    });
    await s.act(people.director, 'registerItem', { itemId, feedbackCycle: 'WEEKLY' });
    const { assignments } = await s.act(people.supervisor, 'assignItem', { itemId });
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: assignments[0].id });
    await s.act(people.supervisor, 'issueNotice', {
      itemId,
      color: 'BLUE',
      toOrgId: orgs.educationBureau.id,
      reason: '提醒',
    });
    await s.act(people.supervisor, 'raiseObstacle', {
      itemId,
      kind: 'FUNDS',
      description: '缺资金',
      proposal: '申请专项',
    });
    const { hazards } = await s.act(people.supervisor, 'requireRectification', {
      itemId,
      hazardId: await s.reported(),
    });
    expect(hazards).toHaveLength(1);
    return resolutionId;
  }

  it('answers twenty chains with as many statements as two', async () => {
    const chains = [await aChain(), await aChain()];
    const read = async (ids: readonly string[]) => {
      const { data, errors } = await s.office.execute(
        BRANCH,
        { r: ids.map((id) => ({ __typename: 'Resolution', id })) },
        s.county.people.director,
      );
      expect(errors).toBeUndefined();
      return data._entities.map((one: { supervisionItem: unknown }) => one.supervisionItem);
    };
    const statements = (ids: readonly string[]) => statementsOf(() => read(ids));
    const [two, ofTwo] = [await read(chains), await statements(chains)];
    while (chains.length < 20) chains.push(await aChain());
    const [twenty, ofTwenty] = [await read(chains), await statements(chains)];

    expect(two[0]).toMatchObject({
      state: 'IN_PROGRESS',
      light: 'GREEN',
      lightReason: null,
      assignments: [{ lead: true, handler: { id: s.county.people.educationHandler.personId } }],
      obstacles: [{ kind: 'FUNDS', state: 'OPEN', coordination: null }],
      notices: [{ color: 'BLUE', answer: null }],
      hazards: [{ role: 'EFFECT', state: 'PENDING', hazard: null }],
    });
    expect(twenty).toHaveLength(20);
    expect(ofTwenty).toBe(ofTwo);
  });

  it('lists, pages and finds what the viewer answers for', async () => {
    const { orgs, people } = s.county;
    const ask = async (query: string, as = people.director) => {
      const { data, errors } = await s.office.execute(`query { ${query} }`, {}, as);
      expect(errors).toBeUndefined();
      return data;
    };
    const { ledger } = await ask(
      `ledger(orgId: "${orgs.county.id}", first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { code } }`,
    );
    expect(ledger).toMatchObject({
      totalCount: 20,
      pageInfo: { hasNextPage: true },
      nodes: [{ code: '督〔2026〕1号' }, { code: '督〔2026〕2号' }],
    });
    const next = await ask(
      `ledger(orgId: "${orgs.county.id}", first: 1, after: "${ledger.pageInfo.endCursor}") { nodes { code } }`,
    );
    expect(next.ledger.nodes).toEqual([{ code: '督〔2026〕3号' }]);
    const found = await ask(`supervisionItemByCode(orgId: "${orgs.county.id}", code: "督〔2026〕1号") { code }`);
    expect(found.supervisionItemByCode).toEqual({ code: '督〔2026〕1号' });
    const mine = (as: 'HANDLER' | 'SUPERVISOR' | 'LEADER') => `mySupervision(as: ${as}) { totalCount }`;
    expect((await ask(mine('HANDLER'), people.educationHandler)).mySupervision.totalCount).toBe(20);
    expect((await ask(mine('HANDLER'), people.townHandler)).mySupervision.totalCount).toBe(0);
    expect((await ask(mine('SUPERVISOR'), people.supervisor)).mySupervision.totalCount).toBe(20);
    expect((await ask(mine('LEADER'), people.leader)).mySupervision.totalCount).toBe(20);
    const { supervisionItems } = await ask(
      `supervisionItems(where: { states: [IN_PROGRESS], categories: [MEETING], leadOrgId: "${orgs.educationBureau.id}", due: { lt: "2026-11-01T00:00:00Z" } }) { totalCount }`,
    );
    expect(supervisionItems.totalCount).toBe(20);
    const none = await ask('supervisionItems(where: { states: [FILED] }) { totalCount }');
    expect(none.supervisionItems.totalCount).toBe(0);
  });

  it('shows everybody what is open and names them, from the proposal on, and what is closed when asked', async () => {
    const { people } = s.county;
    const list = async (as: Viewer, page: string): Promise<Page> => {
      const fields = 'totalCount nodes { id state } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }';
      const { data, errors } = await s.office.execute(`{ mySupervision(${page}) { ${fields} } }`, {}, as);
      expect(errors).toBeUndefined();
      return data.mySupervision;
    };
    const mine = (page: Page) => page.nodes.map(({ id }) => id);
    const before = await list(people.supervisor, 'as: SUPERVISOR, first: 100');
    const [first, second] = [await s.proposed(), await s.proposed()];
    const rejected = await s.proposed();
    await s.act(people.director, 'rejectItem', { itemId: rejected.id, reason: '不属督办范围' });

    const now = await list(people.supervisor, 'as: SUPERVISOR, first: 100');
    expect(now.totalCount).toBe(before.totalCount + 2);
    expect(mine(now).slice(0, 2).sort()).toEqual([first.id, second.id].sort());
    expect(mine(await list(people.supervisor, 'as: SUPERVISOR, states: [REJECTED]'))).toEqual([rejected.id]);
    expect(mine(await list(people.supervisor, 'as: SUPERVISOR, states: []'))).toEqual([]);

    const forward: string[] = [];
    let { endCursor, hasNextPage } = { endCursor: null as string | null, hasNextPage: true };
    while (hasNextPage) {
      const after = endCursor === null ? '' : `, after: "${endCursor}"`;
      const page = await list(people.supervisor, `as: SUPERVISOR, first: 1${after}`);
      forward.push(...mine(page));
      ({ endCursor, hasNextPage } = page.pageInfo);
    }
    expect(forward).toEqual(mine(now));
    const backward: string[] = [];
    let { startCursor, hasPreviousPage } = { startCursor: null as string | null, hasPreviousPage: true };
    while (hasPreviousPage) {
      const cut = startCursor === null ? '' : `, before: "${startCursor}"`;
      const page = await list(people.supervisor, `as: SUPERVISOR, last: 1${cut}`);
      backward.unshift(...mine(page));
      ({ startCursor, hasPreviousPage } = page.pageInfo);
    }
    expect(backward).toEqual(mine(now));
  });

  it('what is due on a day says that day, although its limit ends when the next one begins', async () => {
    const { people } = s.county;
    const { id } = await s.registered({ dueOn: '2026-11-30' });
    const due = async (days: string) => {
      const query = `{ supervisionItems(first: 100, where: { dueOn: { ${days} } }) { nodes { id dueAt dueOn originalDueOn } } }`;
      return (await s.office.execute(query, {}, people.supervisor)).data.supervisionItems.nodes;
    };
    const found = { id, dueAt: '2026-11-30T16:00:00.000Z', dueOn: '2026-11-30', originalDueOn: '2026-11-30' };
    expect(await due('gte: "2026-11-30", lte: "2026-11-30"')).toEqual([found]);
    expect(await due('gte: "2026-12-01"')).toEqual([]);
    expect(await due('lte: "2026-11-29"')).not.toContainEqual(found);
  });

  it('a leader finds the parts that name them, whoever leads the item', async () => {
    const { orgs, people } = s.county;
    const item = await s.registered();
    await s.act(people.supervisor, 'assignItem', {
      itemId: item.id,
      assignments: [{ orgId: orgs.educationBureau.id, lead: true, responsibleLeaderId: people.educationHead.personId }],
    });
    const query = '{ mySupervision(as: LEADER, first: 100) { nodes { id } } }';
    const led = (await s.office.execute(query, {}, people.educationHead)).data.mySupervision.nodes;
    expect(led.map(({ id }: { id: string }) => id)).toEqual([item.id]);
  });

  it('answers nothing without a viewer, null for what is not there, and the first answer to a repeated key', async () => {
    const { orgs, people } = s.county;
    const item = 'query ($id: ID!) { supervisionItem(id: $id) { id } }';
    expect((await s.office.execute(item, { id: 'x' }, null)).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(await s.office.execute(item, { id: systemIds.next('sup') }, people.director)).toMatchObject({
      data: { supervisionItem: null },
    });
    const input = {
      ownerOrgId: orgs.county.id,
      title: '防汛检查',
      requirement: '检查全部堤段',
      idempotencyKey: 'once',
    };
    const first = await s.act(people.supervisor, 'proposeItem', input);
    expect((await s.act(people.supervisor, 'proposeItem', input)).id).toBe(first.id);
    await expect(s.act(people.supervisor, 'proposeItem', { ...input, title: '防火检查' })).rejects.toThrow(
      'IDEMPOTENCY_MISMATCH',
    );
    await expect(s.act(people.townHead, 'proposeItem', input)).rejects.toThrow('FORBIDDEN');
  });

  it('opens the draft of a pending hazard link to its owner only through the item', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.started();
    const hazardDraft = {
      siteId: s.county.sites.school.id,
      description: '实验楼墙体开裂',
      level: 'MAJOR',
      category: 'STRUCTURE',
      responsibleOrgId: s.county.orgs.educationBureau.id,
    };
    const { hazards } = await s.act(people.supervisor, 'requireRectification', { itemId, hazardDraft });
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on HazardLink { draft { description } } } }';
    const read = (as: typeof people.director) =>
      s.office.execute(query, { r: [{ __typename: 'HazardLink', id: hazards[0].id }] }, as);

    expect((await read(people.director)).data._entities).toEqual([{ draft: { description: '实验楼墙体开裂' } }]);
    expect((await read({ ...people.admin })).data._entities).toEqual([null]);
  });
});
