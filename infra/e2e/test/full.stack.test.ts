import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@chengqi/schemas';
import { inSpan, startTracing } from '@chengqi/service-kit';
import {
  createAuditDesk,
  createClient,
  type Data,
  type FullOffice,
  loadDemo,
  patient,
  readSpans,
  startFull,
  verifyAudits,
} from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listen, type Told } from './listening.ts';
import { provesOnTheSpot } from './on-the-spot.ts';

const whoIsOnDuty = /* GraphQL */ `
  query OnDuty { org(code: "YX02") { name onDutyNow { leader { name } } } }
`;

describe('the office as processes on MariaDB and Kafka', () => {
  let office: FullOffice;
  const tracesFolder = mkdtempSync(join(tmpdir(), 'chengqi-traces-'));

  beforeAll(async () => {
    office = await startFull({ prefix: `e2e${process.pid}_`, tracesFolder });
  });

  afterAll(async () => {
    await office?.close();
    rmSync(tracesFolder, { recursive: true, force: true });
  });

  it('loads the demo county once', async () => {
    expect(await loadDemo(office.url)).toContain('loaded');
    expect(await loadDemo(office.url)).toContain('is there');
  });

  it('opens its subgraphs to nobody without a viewer token, not even for the schema', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ __typename }',
      '{ _entities(representations: []) { __typename } }',
    ]) {
      const response = await fetch(`${office.urlOf('directory')}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as {
        data?: unknown;
        errors: { extensions: { code: string } }[];
      };
      expect([query, response.status, data, errors[0]?.extensions.code]).toEqual([
        query,
        401,
        undefined,
        'UNAUTHENTICATED',
      ]);
    }
  });

  it('tells a subscriber what happened in another process, over Kafka', async () => {
    const client = createClient(office.url);
    const { org } = await client.as('admin').act('{ org(code: "YX01") { id sites { id } children { sites { id } } } }');
    const [site] = [...org.sites, ...org.children.flatMap(({ sites }: Data) => sites)];
    const query = 'subscription ($org: ID!) { hazardChanged(org: $org) { description } }';
    await using listening = await listen(client, 'YX0004', query, { variables: { org: org.id } });
    let told: Told | null = null;
    const hearing = listening.next().then((next) => {
      told = next;
    });
    // A group that joins hears what comes from then on: something happens until it is heard.
    for (let count = 1; told === null; count += 1) {
      const input = { siteId: site.id, description: `楼道堆物${count}`, category: 'FIRE' };
      await client
        .as('YX0024')
        .act('mutation ($input: ReportHazardInput!) { reportHazard(input: $input) { hazard { id } } }', { input });
      await Promise.race([hearing, sleep(1000)]);
    }

    expect((told as Told | null)?.data.hazardChanged.description).toMatch(/^楼道堆物/);
  });

  it('18-7: records a hazard as one trace over all processes, the broker between them', async () => {
    const client = createClient(office.url);
    const { org } = await client.as('admin').act('{ org(code: "YX01") { children { sites { id } } } }');
    const [site] = org.children.flatMap(({ sites }: Data) => sites);
    await using tracing = await startTracing({ name: 'client', folder: tracesFolder, env: {} });
    const traceId = await inSpan('a clerk', { by: 'client', root: true }, async (span) => {
      const input = { siteId: site.id, description: '配电箱裸露', category: 'FIRE' };
      await client
        .as('YX0024')
        .act('mutation ($input: ReportHazardInput!) { reportHazard(input: $input) { hazard { id } } }', { input });
      return span?.spanContext().traceId ?? '';
    });
    void tracing;
    const wanted = [
      'gateway mutation',
      'security INSERT outbox',
      'security publish security.HazardReported.v1',
      'supervision handle security.HazardReported.v1',
      'analytics handle security.HazardReported.v1',
    ];

    const seen = new Set<string>();
    while (!wanted.every((each) => seen.has(each))) {
      await sleep(200);
      for (const { by, name } of await readSpans([tracesFolder], traceId)) seen.add(`${by} ${name}`);
    }
    expect([...seen]).toEqual(expect.arrayContaining(wanted));
  });

  it('gives the rechecker the pictures that the rectifier sent, between processes', async () => {
    await provesOnTheSpot(createClient(office.url));
  });

  it('3.6: proves the audit of every process through the gateway, and to nobody without a viewer token', async () => {
    const lines: string[] = [];
    const desk = await createAuditDesk({ url: office.url, staffNo: 'YX0033' });

    expect(await verifyAudits(desk, { at: () => undefined, line: (line) => lines.push(line) })).toBe(true);
    expect(lines).toHaveLength(serviceNames.length);
    const { entries } = await desk.ask('directory', 'trail', { act: 'createOrg', first: '1' });
    expect(entries).toMatchObject([{ person: { staffNo: 'admin' }, outcome: 'DONE' }]);
    expect((await fetch(`${office.urlOf('directory')}/admin/audit/trail`)).status).toBe(401);
  });

  it('loses the branch of a killed process and nothing else, and is whole again when it is back', async () => {
    const desk = createClient(office.url).as('YX0022');
    await office.stop('security', 'SIGKILL');

    const torn = await desk.ask(whoIsOnDuty);
    await office.start('security');
    const whole = await patient(desk).ask(whoIsOnDuty);

    expect(torn.data).toEqual({ org: { name: '云溪县人民政府办公室', onDutyNow: null } });
    expect(torn.errors).toMatchObject([{ path: ['org', 'onDutyNow'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(whole.data.org.onDutyNow.leader.name).toEqual(expect.any(String));
  });

  it('ends every process at SIGTERM by itself: it is cut off, with code 1, when it takes more than nine seconds', async () => {
    await office.stop('meetings');
    await office.stop('gateway');

    expect(await office.processes.get('meetings')?.ended).toBe('code 0');
    expect(await office.processes.get('gateway')?.ended).toBe('code 0');
  });
});
