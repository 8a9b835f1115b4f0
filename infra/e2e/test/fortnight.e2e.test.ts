import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@chengqi/schemas';
import { earlyWarningRaised } from '@chengqi/schemas/events/analytics';
import { createClient, type Data, loadFortnight } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const query = `{
  lights: supervisionItemCounts(by: LIGHT) { light count }
  items: supervisionItemCounts(by: STATE) { state count }
  meetings(first: 50) { nodes { state } }
  hazards(first: 50) { nodes { state } }
  documents(first: 50) { nodes { state } }
  incomingDocuments(first: 50) { nodes { state } }
  serviceCases(first: 50) { nodes { state } }
  focusTopics(first: 50) { nodes { name state heat } }
  coverageExpectations(first: 50) { nodes { name kind period state } }
}`;

const dayMilliseconds = 86_400_000;
/** Asia/Shanghai. */
const zoneMilliseconds = 8 * 3_600_000;

describe('what a first start shows', () => {
  let opened: OpenedOffice;
  let said: string[];
  const states = (rows: readonly Data[]): Set<string> => new Set(rows.map(({ state }) => state));

  beforeAll(async () => {
    opened = await openOffice();
    said = [];
    await loadFortnight(opened.office.url, (line) => said.push(line));
  });
  afterAll(async () => opened?.[Symbol.asyncDispose]());

  it('is a fortnight of the county: all that it works on, in every state, and every light', async () => {
    const desk = createClient(opened.office.url).as('YX0004');
    const lit = async () => (await desk.act(query)).lights.some(({ light }: Data) => light === 'RED');
    // A timer looks at what was imported.
    while (!(await lit())) await sleep(200);
    const data = await desk.act(query);

    expect(new Set(data.lights.map(({ light }: Data) => light))).toEqual(new Set(['RED', 'YELLOW', 'GREEN', 'NONE']));
    expect(states(data.items)).toEqual(
      new Set(['PROPOSED', 'REGISTERED', 'IN_PROGRESS', 'SUSPENDED', 'VERIFYING', 'COMPLETED', 'STRUCK_OFF']),
    );
    expect(states(data.meetings.nodes)).toEqual(
      new Set(['DRAFT', 'SCHEDULED', 'IN_PROGRESS', 'ENDED', 'RECORDED', 'MINUTED', 'CLOSED', 'CANCELLED']),
    );
    expect(states(data.hazards.nodes)).toEqual(
      new Set(['REPORTED', 'CONFIRMED', 'RECTIFYING', 'RECHECK', 'CLOSED', 'DISMISSED']),
    );
    expect(states(data.documents.nodes).size).toBeGreaterThanOrEqual(8);
    expect(states(data.incomingDocuments.nodes).size).toBeGreaterThanOrEqual(5);
    expect(states(data.serviceCases.nodes).size).toBeGreaterThanOrEqual(7);
  });

  it('tells what leaders and the public come back to, and what is expected of units', async () => {
    const { focusTopics, coverageExpectations } = await createClient(opened.office.url).as('YX0004').act(query);
    // What leaders wrote outweighs what one citizen told, and is told of first.
    expect(focusTopics.nodes).toMatchObject([
      { name: '燃气安全', state: 'FOCUS' },
      { name: '城市噪声', state: 'WATCHING' },
    ]);
    const [hot, mild] = focusTopics.nodes.map(({ heat }: Data) => heat);
    expect(hot).toBeGreaterThanOrEqual(10);
    expect(mild).toBeGreaterThan(0);
    expect(coverageExpectations.nodes).toEqual([
      { name: '在办事项每周反馈', kind: 'FEEDBACK', period: 'WEEKLY', state: 'ACTIVE' },
    ]);
  });

  it('A-7: comes to what its owners count, figure by figure, as it was then and as it is now', async () => {
    await createClient(opened.office.url).settled();
    const reconcile = `query ($from: DateTime!, $to: DateTime!, $asOf: DateTime) {
      reconcile(from: $from, to: $to, asOf: $asOf) { metric { name } own { value } projected { value } difference } }`;
    const now = Date.now();
    const daysAgo = (days: number, from = now) => new Date(from - days * dayMilliseconds).toISOString();
    // The same hours of the fortnight are over whatever the time of day is.
    const midnight = Math.floor((now + zoneMilliseconds) / dayMilliseconds) * dayMilliseconds - zoneMilliseconds;
    for (const asOf of [daysAgo(0), daysAgo(5, midnight)]) {
      const span = { from: daysAgo(60), to: daysAgo(-60), asOf };
      const figures: Data[] = (await createClient(opened.office.url).as('admin').act(reconcile, span)).reconcile;
      expect(figures.filter(({ own, difference }) => own === null || difference !== 0)).toEqual([]);
      expect(figures.length).toBeGreaterThan(40);
      const told = new Map(figures.map(({ metric, projected }) => [metric.name, projected.value]));
      for (const name of ['mtg.attendance', 'mtg.noShow', 'sup.decisionCoverage']) {
        expect([name, told.get(name) > 0 && told.get(name) < 1]).toEqual([name, true]);
      }
    }
  });

  it('15-6: tallies every row that is there, whoever stored it', async () => {
    await createClient(opened.office.url).settled();
    const parts = 'owner_org_id, secrecy_level, status';
    const tallied = {
      supervision: { supervision_items: `${parts}, light_rank` },
      documents: { documents: parts, incoming_documents: parts },
      meetings: { meetings: parts },
      security: { hazards: parts },
    };
    for (const [service, tables] of Object.entries(tallied)) {
      for (const [table, columns] of Object.entries(tables)) {
        const kit = opened.office.services.get(service as ServiceName)?.kit;
        const found = await kit?.db.read.query<{ there: number; cell: string; n: number }[]>(
          `SELECT 0 AS there, cell, n FROM tallies WHERE subject = '${table}'
           UNION ALL SELECT 0, cell, n FROM tally_changes WHERE subject = '${table}'
           UNION ALL SELECT 1, CONCAT_WS('|', ${columns}), COUNT(*) FROM ${table} GROUP BY ${columns}`,
        );
        const width = columns.split(', ').length;
        const sums = [new Map<string, number>(), new Map<string, number>()] as const;
        for (const { there, cell, n } of found ?? []) {
          const part = cell.split('|').slice(0, width).join('|');
          const of = sums[there === 1 ? 1 : 0];
          of.set(part, (of.get(part) ?? 0) + n);
        }
        const [told, there] = sums.map((of) => [...of].filter(([, n]) => n !== 0).sort());
        expect([table, told]).toEqual([table, there]);
        expect(there?.length).toBeGreaterThan(1);
      }
    }
  });

  it('hears from analytics what is likely to go wrong at a unit, and proposes to look into it', async () => {
    const client = createClient(opened.office.url);
    const { org } = await client.as('YX0004').act('{ org(code: "YX02") { id } }');
    const origin = { id: `ewn_${org.id.slice(-26)}0123456789`, ownerOrgId: org.id, secrecyLevel: 'INTERNAL' as const };
    const warning = {
      ...{ warningId: origin.id, kind: 'STAFFING_GAP' as const, score: 0.5, orgId: org.id, subject: null },
      ...{ detail: null, dueAt: new Date().toISOString(), at: new Date().toISOString() },
    };
    const { kit } = opened.office.services.get('analytics') ?? {};
    await kit?.transact((tx) => tx.append(earlyWarningRaised.create(origin, warning)));
    await client.settled();

    const proposed =
      'supervisionItems(where: { states: [PROPOSED] }, first: 50) { nodes { title origin leadOrg { id } } }';
    expect((await client.as('YX0004').act(`{ ${proposed} }`)).supervisionItems.nodes).toContainEqual({
      ...{ title: '值班缺口补齐', origin: 'DETECTED', leadOrg: org },
    });
  });

  it('says how far it is, and enters everything once', async () => {
    expect(said[0]).toBe('fortnight of 云溪县: 1 of 14 meetings.csv');
    const count = async () => {
      const data = await createClient(opened.office.url).as('YX0004').act(query);
      const { items, ...lists } = data;
      return [items, ...Object.values<Data>(lists).map(({ nodes }) => nodes?.length)];
    };
    const before = await count();
    expect(await loadFortnight(opened.office.url, () => {})).toBe('fortnight of 云溪县 is there');
    expect(await count()).toEqual(before);
  });
});
