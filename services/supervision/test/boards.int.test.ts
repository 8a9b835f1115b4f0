import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

interface Item {
  readonly id: string;
  readonly state: string;
  readonly light: string;
  readonly category: string;
  readonly weight: string;
  readonly progressPercent: number;
  readonly dueAt: string | null;
  readonly registeredAt: string | null;
  readonly leadOrg: { id: string } | null;
  readonly coOrgs: readonly { id: string }[];
  readonly leader: { id: string } | null;
  readonly supervisor: { id: string } | null;
  readonly source: { __typename: string } | null;
  readonly obstacles: readonly { state: string }[];
}

const fields = `id state light category weight progressPercent dueAt registeredAt leadOrg { id } coOrgs { id } leader { id }
  supervisor { id } source { __typename } obstacles { state }`;

describe.each(testDialects())('the board of items on %s', (dialect) => {
  let s: Supervision;
  let all: readonly Item[];
  beforeAll(async () => {
    s = await openSupervision(dialect);
    await itemsOfEveryKind();
    all = await list({}, s.county.people.supervisor);
  });
  afterAll(() => s.office.close());

  async function itemsOfEveryKind(): Promise<void> {
    const { people, orgs } = s.county;
    const proposeFor = (type: string, id: string) => s.act(people.supervisor, 'proposeItem', { source: { type, id } });
    await s.proposed();
    await s.registered({ coOrgIds: [orgs.town.id] });
    await s.registered({ weight: 'MAJOR' });
    const running = await s.started();
    await s.act(people.educationHandler, 'reportProgress', {
      assignmentId: running.assignments[0].id,
      percent: 40,
      text: '过半',
    });
    const urged = await s.started();
    const notice = { itemId: urged.id, toOrgId: orgs.educationBureau.id, reason: '进展缓慢' };
    await s.act(people.supervisor, 'issueNotice', { ...notice, color: 'BLUE' });
    await s.act(people.supervisor, 'issueNotice', { ...notice, color: 'ORANGE' });
    await s.act(people.director, 'issueNotice', { ...notice, color: 'RED' });
    const blocked = await s.started();
    const obstacle = { itemId: blocked.id, kind: 'FUNDS', description: '缺资金', proposal: '申请专项' };
    await s.act(people.educationHandler, 'raiseObstacle', obstacle);
    const once = await s.started();
    const raised = await s.act(people.educationHandler, 'raiseObstacle', { ...obstacle, itemId: once.id });
    await s.act(people.supervisor, 'resolveObstacle', { obstacleId: raised.obstacles[0].id, resolution: '已拨付' });
    const near = new Date(s.office.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    await s.started({ dueOn: near });
    await s.pass((await s.verifying()).id);
    await proposeFor('RESOLUTION', await s.adopted({}, { provenance: 'imported' }));
    const hazard = await s.reported();
    await s.confirmed(hazard, 'GENERAL');
    await proposeFor('HAZARD', hazard);
    await s.adopted({ code: 'CW2026-01-02', level: 'WORK_SECRET', text: null }, { secrecyLevel: 'WORK_SECRET' });
  }

  async function ask(query: string, as: Viewer, variables = {}) {
    const { data, errors } = await s.office.execute(query, variables, as);
    expect(errors).toBeUndefined();
    return data;
  }

  async function list(where: object, as: Viewer, orderBy: string | null = null): Promise<Item[]> {
    const query = `query ($where: SupervisionItemFilter, $orderBy: SupervisionItemOrder) {
      supervisionItems(where: $where, orderBy: $orderBy, first: 100) { totalCount nodes { ${fields} } } }`;
    const { supervisionItems } = await ask(query, as, { where, orderBy });
    expect(supervisionItems.totalCount).toBe(supervisionItems.nodes.length);
    return supervisionItems.nodes;
  }

  async function counts(by: string, where: object, as: Viewer): Promise<Map<string | null, number>> {
    const query = `query ($by: SupervisionItemDimension!, $where: SupervisionItemFilter) {
      supervisionItemCounts(by: $by, where: $where) { light state category org { id } count } }`;
    const { supervisionItemCounts } = await ask(query, as, { by, where });
    interface Part {
      readonly light: string | null;
      readonly state: string | null;
      readonly category: string | null;
      readonly org: { readonly id: string } | null;
      readonly count: number;
    }
    return new Map(
      supervisionItemCounts.map(({ light, state, category, org, count }: Part) => [
        light ?? state ?? category ?? org?.id ?? null,
        count,
      ]),
    );
  }

  const kindOf = ({ source }: Item) => source?.__typename ?? null;
  const isBlocked = ({ obstacles }: Item) => obstacles.some(({ state }) => state === 'OPEN');

  const filters: Record<string, (county: Supervision['county']) => [object, (item: Item) => boolean]> = {
    lights: () => [{ lights: ['RED', 'YELLOW'] }, ({ light }) => light === 'RED' || light === 'YELLOW'],
    states: () => [{ states: ['PROPOSED', 'COMPLETED'] }, ({ state }) => state === 'PROPOSED' || state === 'COMPLETED'],
    categories: () => [{ categories: ['HAZARD', 'MEETING'] }, ({ category }) => /HAZARD|MEETING/.test(category)],
    weights: () => [{ weights: ['MAJOR'] }, ({ weight }) => weight === 'MAJOR'],
    'sources of a kind': () => [{ sources: ['HAZARD'] }, (item) => kindOf(item) === 'Hazard'],
    'no source or a kind': () => [{ sources: ['NONE', 'RESOLUTION'] }, (item) => kindOf(item) !== 'Hazard'],
    leader: ({ people }) => [
      { leaderId: people.leader.personId },
      ({ leader }) => leader?.id === people.leader.personId,
    ],
    supervisor: ({ people }) => [
      { supervisorId: people.supervisor.personId },
      ({ supervisor }) => supervisor?.id === people.supervisor.personId,
    ],
    blocked: () => [{ blocked: true }, isBlocked],
    'not blocked': () => [{ blocked: false }, (item) => !isBlocked(item)],
    'a unit at work': ({ orgs }) => [
      { orgId: orgs.town.id },
      ({ registeredAt, coOrgs }) => registeredAt !== null && coOrgs.some(({ id }) => id === orgs.town.id),
    ],
    'all units below the county': ({ orgs }) => [
      { orgId: orgs.county.id },
      ({ registeredAt }) => registeredAt !== null,
    ],
  };

  it.each(Object.keys(filters))('is narrowed by %s, and counted under the same condition', async (name) => {
    const { supervisor } = s.county.people;
    const [where, isMeant] = filters[name]?.(s.county) ?? [{}, () => false];
    const meant = all.filter(isMeant);
    const found = await list(where, supervisor);

    expect([meant.length > 0, meant.length < all.length]).toEqual([true, true]);
    expect(found.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));
    const parts: Record<string, (item: Item) => string | null> = {
      LIGHT: ({ light }) => light,
      STATE: ({ state }) => state,
      CATEGORY: ({ category }) => category,
      ORG: ({ leadOrg }) => leadOrg?.id ?? null,
    };
    for (const [by, partOf] of Object.entries(parts)) {
      const grouped = [...Map.groupBy(meant, partOf)].map(([part, items]) => [part, items.length] as const);
      expect([by, await counts(by, where, supervisor)]).toEqual([by, new Map(grouped)]);
    }
  });

  it('comes in each order, whole and page by page', async () => {
    const { supervisor } = s.county.people;
    const rank = ({ light }: Item) => ['RED', 'YELLOW', 'GREEN', 'NONE'].indexOf(light);
    const keys: Record<string, [(item: Item) => string | number, 1 | -1]> = {
      LIGHT_ASC: [rank, 1],
      DUE_ASC: [({ dueAt }) => dueAt ?? '', 1],
      DUE_DESC: [({ dueAt }) => dueAt ?? '', -1],
      REGISTERED_ASC: [({ registeredAt }) => registeredAt ?? '', 1],
      REGISTERED_DESC: [({ registeredAt }) => registeredAt ?? '', -1],
      PROGRESS_ASC: [({ progressPercent }) => progressPercent, 1],
      PROGRESS_DESC: [({ progressPercent }) => progressPercent, -1],
    };
    for (const [orderBy, [key, direction]] of Object.entries(keys)) {
      const found = await list({}, supervisor, orderBy);
      const sorted = found.toSorted((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x !== y) return (x < y ? -1 : 1) * direction;
        return (a.id < b.id ? -1 : 1) * direction;
      });
      expect([orderBy, found.map(({ id }) => id)]).toEqual([orderBy, sorted.map(({ id }) => id)]);
      const paged: string[] = [];
      for (let after: string | null = null; ; ) {
        const page: { nodes: Item[]; pageInfo: { endCursor: string; hasNextPage: boolean } } = (
          await ask(
            `query ($o: SupervisionItemOrder, $after: String) { supervisionItems(orderBy: $o, first: 4, after: $after) {
              nodes { id } pageInfo { endCursor hasNextPage } } }`,
            supervisor,
            { o: orderBy, after },
          )
        ).supervisionItems;
        paged.push(...page.nodes.map(({ id }) => id));
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      expect([orderBy, paged]).toEqual([orderBy, found.map(({ id }) => id)]);
    }
  });

  it('counts for nobody what a list would hide', async () => {
    const { people } = s.county;
    const [cleared, uncleared] = [people.supervisor, people.uncleared];
    const [more, fewer] = [
      await list({ states: ['PROPOSED'] }, cleared),
      await list({ states: ['PROPOSED'] }, uncleared),
    ];

    expect(more.length).toBe(fewer.length + 1);
    expect(await counts('STATE', { states: ['PROPOSED'] }, uncleared)).toEqual(new Map([['PROPOSED', fewer.length]]));
  });

  it('of a unit is what it works on, whatever else is asked', async () => {
    const { people, orgs } = s.county;
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Org {
      mine: supervisionItems(first: 100) { nodes { id } }
      others: supervisionItems(where: { orgId: "${orgs.educationBureau.id}", states: [REGISTERED] }) { nodes { id } } } } }`;
    const { _entities } = await ask(query, people.supervisor, { r: [{ __typename: 'Org', id: orgs.town.id }] });
    const [meant] = await list({ orgId: orgs.town.id }, people.supervisor);

    expect(_entities).toEqual([{ mine: { nodes: [{ id: meant?.id }] }, others: { nodes: [{ id: meant?.id }] } }]);
  });

  it('is counted with one statement, however many there are', async () => {
    const { supervisor } = s.county.people;
    const cost = () => statementsOf(() => counts('LIGHT', { blocked: false }, supervisor));
    await cost();
    const few = await cost();
    for (let more = 0; more < 10; more += 1) await s.proposed();

    expect([few, await cost()]).toEqual([1, 1]);
  });
});
