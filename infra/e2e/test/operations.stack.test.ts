import { setTimeout as sleep } from 'node:timers/promises';
import { loadOperations } from '@chengqi/schemas';
import { createClient, type Data, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';
import { countSubgraphWork, type SubgraphWork, workOf } from './subgraph-work.ts';

interface Asked {
  readonly query: string;
  readonly variables: Data;
}

const operations = loadOperations('office');
const director = 'YX0004';
/** Acts in no loop, so that directory is asked for their claims here first, and these outlive it by their 25 seconds. */
const onlooker = 'YX0003';
const day = 86_400_000;
const halfHour = day / 48;
/** Figures of people are told by whole months. */
const monthOf = (instant: number) => `${new Date(instant + day / 3).toISOString().slice(0, 7)}-01T00:00:00+08:00`;
const period = {
  from: monthOf(performance.timeOrigin - 20 * day),
  to: monthOf(performance.timeOrigin + 31 * day),
};

/** A root field of each service. */
const firstOf = {
  directory: 'orgs(first: 1) { totalCount }',
  documents: 'documents(first: 1) { totalCount }',
  meetings: 'meetings(first: 1) { totalCount }',
  supervision: 'supervisionItems(first: 1) { totalCount }',
  security: 'hazards(first: 1) { totalCount }',
  reception: 'serviceCases(first: 1) { totalCount }',
  analytics: 'metrics { name }',
} as const;

describe('what the front ends ask (DOMAIN 5.3)', () => {
  let opened: OpenedOffice;
  let asked: Record<string, Asked>;
  let work: () => SubgraphWork;
  let print: typeof console.log;
  const ask = ({ query, variables }: Asked) => createClient(opened.office.url).as(director).ask(query, variables);

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    opened = await openOffice();
    work = countSubgraphWork(opened.office);
    await playClosedLoop(opened.office.url, { run: 'first' });
    const { lead, office } = await opened.client
      .as('admin')
      .act('{ lead: org(code: "YX04") { id } office: org(code: "YX02") { id } }');
    asked = {
      MyDay: { query: operations.MyDay ?? '', variables: period },
      DutyRoomBoard: { query: operations.DutyRoomBoard ?? '', variables: { org: office.id } },
      Org360: { query: operations.Org360 ?? '', variables: { ...period, org: lead.id } },
      LeaderCockpit: { query: operations.LeaderCockpit ?? '', variables: { ...period, org: lead.id } },
    };
  });
  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
  });

  const names = ['MyDay', 'DutyRoomBoard', 'Org360', 'LeaderCockpit'] as const;
  const of = (name: string): Asked => asked[name] as Asked;

  const costOf = (name: string): Promise<SubgraphWork> =>
    workOf(work, async () => expect((await ask(of(name))).errors).toEqual([]));

  it('answers each of them without an error, with what the loop left behind', async () => {
    const [day, board, unit, cockpit] = await Promise.all(names.map((name) => ask(of(name))));

    expect([day?.errors, board?.errors, unit?.errors, cockpit?.errors]).toEqual([[], [], [], []]);
    expect(day?.data.viewer.person.calendar).toEqual(expect.any(Array));
    expect(day?.data.viewer.person.work.totalCount).toEqual(expect.any(Number));
    expect(board?.data.org.onDutyNow.leader.name).toEqual(expect.any(String));
    expect(unit?.data.org.cases.nodes).toMatchObject([{ state: 'CLOSED', rating: { score: 5 } }]);
    expect(unit?.data.org.hazards.nodes).toMatchObject([{ state: 'CLOSED' }]);
    expect(unit?.data.org.assignments).toEqual(expect.any(Array));
    expect(cockpit?.data.org.scorecard.rows).toHaveLength(unit?.data.org.scorecard.rows.length);
    expect(cockpit?.data.supervisionItemCounts).toEqual([{ light: 'NONE', count: 1 }]);
    expect(cockpit?.data.supervisionItems.nodes).toEqual([]);
    expect(cockpit?.data.metricQuery.rows[0].cells.map(({ metric }: Data) => metric)).toEqual([
      'sat.public',
      'sat.leader',
      'sat.staff',
    ]);
    const rows: Data[] = unit?.data.org.scorecard.rows;
    const figureOf = (name: string) => rows.find(({ metric }) => metric.name === name)?.value;
    expect([figureOf('haz.found'), figureOf('case.count'), figureOf('sup.registered')]).toEqual([1, 1, 1]);
  });

  /** Callbacks of the demo that are late become work of the director as soon as a timer looks at them. */
  async function callbacksAreEscalated(): Promise<void> {
    const waits = ({ dueAt, escalatedTo }: Data) =>
      Date.now() - Date.parse(dueAt) > halfHour && escalatedTo !== 'ORG_HEAD';
    while ((await ask(of('MyDay'))).data.openCallbacks.nodes.some(waits)) await sleep(200);
    await createClient(opened.office.url).settled();
  }

  it('costs the same number of SQL statements and calls of subgraphs with three loops stored as with one', async () => {
    const all = async () => {
      const counts: SubgraphWork[] = [];
      for (const name of names) counts.push(await costOf(name));
      return counts;
    };
    await callbacksAreEscalated();
    const few = await all();
    for (const run of ['second', 'third']) await playClosedLoop(opened.office.url, { run });
    await createClient(opened.office.url).settled();
    expect(await all()).toEqual(few);
  });

  it.each(['meetings', 'supervision', 'security', 'reception', 'analytics', 'documents'] as const)(
    'loses only its branches while %s is down (DOMAIN 11, 15)',
    async (service) => {
      await opened.office.stop(service);
      for (const name of names) {
        const { data, errors } = await ask(of(name));
        expect([name, data.viewer?.person.name ?? data.org?.name]).toEqual([name, expect.any(String)]);
        for (const { extensions } of errors) expect(extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
      }
      await opened.office.start(service);
      for (const name of names) expect([name, (await ask(of(name))).errors]).toEqual([name, []]);
    },
  );

  it.each(Object.keys(firstOf) as (keyof typeof firstOf)[])(
    'keeps the rest of a query over all services while %s is down',
    async (service) => {
      const query = `{ ${Object.values(firstOf).join(' ')} }`;
      const rootOf = (name: keyof typeof firstOf) => firstOf[name].split(/[ (]/)[0] ?? '';
      const desk = createClient(opened.office.url).as(onlooker);
      expect((await desk.ask(query)).errors).toEqual([]);

      await opened.office.stop(service);
      const { data, errors } = await desk.ask(query);
      await opened.office.start(service);

      const missing = Object.keys(data).filter((root) => data[root] === null);
      expect(missing).toEqual([rootOf(service)]);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    },
  );
});
