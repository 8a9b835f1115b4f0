import { readFileSync } from 'node:fs';
import { nodeTypes } from '@chengqi/schemas';
import { createClient, type Data } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOfficeOfSecrets } from './crawl/office-of-secrets.ts';
import { readRecords } from './crawl/records.ts';
import type { OpenedOffice } from './open-office.ts';
import { countSubgraphWork, type SubgraphWork, workOf } from './subgraph-work.ts';

const head = 'YX0001';
const clerk = 'YX0013';
const byIds = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
const nowhere = '01h455vb4pex5vsknk084sn02q';

describe('things by their ids', () => {
  let opened: OpenedOffice;
  let print: typeof console.log;
  /** Ids of everything that lies in the databases, by type. */
  let kept: ReadonlyMap<string, readonly string[]>;
  let work: () => SubgraphWork;

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    opened = await openOfficeOfSecrets();
    work = countSubgraphWork(opened.office);
    const records = await readRecords(opened.office);
    kept = new Map(Object.values(nodeTypes).map((type) => [type, records.of(type).map(({ id }) => id)]));
  });
  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
  });

  const as = (who: string) => createClient(opened.office.url).as(who);
  const idsOf = (type: string) => kept.get(type) ?? [];

  it('begin as the table says, whatever is kept', () => {
    const odd = Object.entries(nodeTypes).flatMap(([prefix, type]) =>
      idsOf(type).filter((id) => !id.startsWith(`${prefix}_`)),
    );

    expect(odd).toEqual([]);
    expect([...kept.values()].filter((ids) => ids.length > 0).length).toBeGreaterThan(20);
  });

  it('are answered by the owner of each, with what it alone knows, in the order asked and as often', async () => {
    const [org = '', psn = '', haz = '', mtg = '', res = ''] = ['Org', 'Person', 'Hazard', 'Meeting', 'Resolution'].map(
      (type) => idsOf(type)[0] ?? '',
    );
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) {
      id
      ... on Org { name }
      ... on Person { personName: name }
      ... on Hazard { code }
      ... on Meeting { title }
      ... on Resolution { text meeting { title } }
    } }`;
    const ids = [res, org, haz, org, mtg, psn];
    const { nodes } = await as(head).act(query, { ids });
    const direct = await as(head).act(
      'query ($o: ID!, $h: ID!, $m: ID!) { org(id: $o) { name } hazard(id: $h) { code } meeting(id: $m) { title } }',
      { o: org, h: haz, m: mtg },
    );

    expect(nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect([nodes[1], nodes[3]]).toEqual([{ id: org, ...direct.org }, nodes[1]]);
    expect(nodes[2]).toEqual({ id: haz, ...direct.hazard });
    expect(nodes[4]).toEqual({ id: mtg, ...direct.meeting });
    expect(nodes[0].meeting).toEqual(direct.meeting);
    expect(nodes[5].personName).toEqual(expect.any(String));
    const one = await as(head).act('query ($id: ID!) { node(id: $id) { ... on Hazard { code } } }', { id: haz });
    expect(one.node).toEqual(direct.hazard);
  });

  it('15-1.2: are as absent where they are hidden, whatever is asked of them, and of no type', async () => {
    const { __type } = await as('admin').act(
      '{ __type(name: "Query") { fields { name type { name } args { name } } } }',
    );
    const byId = new Map(
      (__type.fields as Data[])
        .filter(({ args }) => args.some(({ name }: Data) => name === 'id'))
        .map(({ name, type }) => [type.name, name]),
    );
    let [shown, hidden] = [0, 0];
    for (const [prefix, type] of Object.entries(nodeTypes)) {
      const ids = idsOf(type).slice(0, 20);
      const field = byId.get(type);
      if (ids.length === 0 || field === undefined) continue;
      const absent = `${prefix}_${nowhere}`;
      const each = ids.map((id, at) => `n${at}: ${field}(id: "${id}") { id }`).join(' ');
      for (const who of [head, clerk]) {
        const direct = Object.values(await as(who).act(`{ ${each} }`)) as ({ id: string } | null)[];
        for (const selection of ['__typename', 'id', `... on ${type} { __typename id }`]) {
          const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ${selection} } }`;
          const { data, errors } = await as(who).ask(query, { ids: [...ids, absent] });

          expect([who, type, selection, errors]).toEqual([who, type, selection, []]);
          expect([who, type, selection, data.nodes.map((node: unknown) => node !== null)]).toEqual([
            who,
            type,
            selection,
            [...direct.map((row) => row !== null), false],
          ]);
        }
        shown += direct.filter((row) => row !== null).length;
        hidden += direct.filter((row) => row === null).length;
      }
    }
    expect(shown).toBeGreaterThan(50);
    expect(hidden).toBeGreaterThan(10);
  });

  it('that are malformed, or of no thing of the house, are null like any other that is not there', async () => {
    const ids = ['', 'hazard', `xyz_${nowhere}`, `haz_${nowhere}`, `org_${nowhere}`, 'org_%', `HAZ_${nowhere}`];
    const { data, errors } = await as(head).ask(byIds, { ids });

    expect([data.nodes, errors]).toEqual([ids.map(() => null), []]);
    expect((await as(head).ask(`{ node(id: "psn_${nowhere}") { id } }`)).data).toEqual({ node: null });
    expect((await as(head).ask(byIds, { ids: [] })).data).toEqual({ nodes: [] });
  });

  it('are at most a hundred, and more are refused without taking the rest of the answer away', async () => {
    const ids = Array.from({ length: 101 }, () => idsOf('Org')[0]);
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { person { staffNo } } }';
    const { data, errors } = await as(head).ask(query, { ids });

    expect(data).toEqual({ nodes: null, viewer: { person: { staffNo: head } } });
    expect(errors).toMatchObject([{ path: ['nodes'], extensions: { code: 'BAD_USER_INPUT', field: 'ids' } }]);
    const { nodes } = await as(head).act(query, { ids: ids.slice(1) });
    expect(nodes).toHaveLength(100);
  });

  it('cost their owners one call each, and as many statements for fifty as for one', async () => {
    const mixed = ['Org', 'Person', 'Hazard', 'Meeting', 'CallbackTask', 'Call'];
    const [one, many] = [1, 16].map((count) => mixed.flatMap((type) => idsOf(type).slice(0, count)));
    const costOf = (ids: readonly string[] | undefined) =>
      workOf(work, async () => void (await as(head).act(byIds, { ids })));
    const few = await costOf(one);

    expect(many?.length).toBeGreaterThan(30);
    expect(await costOf(many)).toEqual(few);
    expect(few.calls).toBe(4);
  });

  it('lose only what a service keeps that is down', async () => {
    const ids = [idsOf('Org')[0], idsOf('Hazard')[0]];
    await opened.office.stop('security');
    const { data, errors } = await as(head).ask(byIds, { ids });
    await opened.office.start('security');

    expect(data.nodes).toEqual([{ __typename: 'Org', id: ids[0] }, null]);
    for (const { extensions } of errors) expect(extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
    expect(errors.length).toBeGreaterThan(0);
  });

  it('are of the types that are told at the door, as they lie in the repository', async () => {
    const authorization = `Bearer ${await opened.client.token(clerk)}`;
    const told = await fetch(`${opened.office.url}/schema.graphql`, { headers: { authorization } });

    expect(await told.text()).toBe(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));
  });
});
