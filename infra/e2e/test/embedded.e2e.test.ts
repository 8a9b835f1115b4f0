import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@chengqi/service-kit';
import { createClient, type EmbeddedOffice, loadDemo, startEmbedded } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const whoIsOnDuty = /* GraphQL */ `
  query OnDuty { org(code: "YX02") { name onDutyNow { state leader { name phoneMasked } officers { name } } } }
`;

/** Asked for by what they belong to, and what an office has dozens of. */
const byTheirParent = [
  'minutes',
  'hazard_replica',
  'report_submissions',
  'duty_rosters',
  'rating_codes',
  'survey_results',
];
const few = ['reporting_duties', 'consolidations', 'matters', 'routing_rules', 'blocked_visitors'];
/** Lineage is walked from node to node, and what was made of a warning is found by the warning's id. */
const byTheirIds = ['lineage_nodes', 'early_warnings'];
const notFeeds = new Set([...byTheirParent, ...few, ...byTheirIds]);

/** The columns that an index of the table begins with. */
async function leadingColumns(db: Database['read'], table: string): Promise<Set<string>> {
  const rows = await db.query<{ name: string }[]>(
    `SELECT c.name FROM pragma_index_list('${table}') i, pragma_index_info(i.name) c WHERE c.seqno = 0`,
  );
  return new Set(rows.map(({ name }) => name));
}

describe('the embedded office', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-embedded-'));
  let office: EmbeddedOffice;

  beforeAll(async () => {
    office = await startEmbedded({ dataDir, port: 0 });
  });

  afterAll(async () => {
    await office.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('loads the demo county once', async () => {
    expect(await loadDemo(office.url)).toContain('loaded');
    expect(await loadDemo(office.url)).toContain('is there');
  });

  it('15-1.8: keeps its folder and its files to who runs it', () => {
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

    expect(modeOf(dataDir)).toBe('700');
    for (const { parentPath, name } of files) expect([name, modeOf(join(parentPath, name))]).toEqual([name, '600']);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['reception.sqlite', 'gateway.jwk']));
  });

  it('tells people who they are and what they hold', async () => {
    const data = await createClient(office.url)
      .as('YX0007')
      .act('{ viewer { person { name } roles { role scope { name } } } }');

    expect(data.viewer).toEqual({
      person: { name: '丁一帆' },
      roles: [{ role: 'SUPERVISOR', scope: { name: '云溪县人民政府' } }],
    });
  });

  it('answers one question from two services', async () => {
    const { org } = await createClient(office.url).as('YX0022').act(whoIsOnDuty);

    expect(org).toEqual({
      name: '云溪县人民政府办公室',
      onDutyNow: {
        state: 'PUBLISHED',
        leader: { name: expect.any(String), phoneMasked: expect.stringMatching(/^\d{3}\*{4}\d{4}$/) },
        officers: [{ name: expect.any(String) }, { name: expect.any(String) }],
      },
    });
  });

  it('refuses whoever is not signed in, at every root field', async () => {
    const { anonymous } = createClient(office.url);

    const answer = await anonymous.ask(whoIsOnDuty);

    expect([answer.status, answer.data, answer.errors[0]?.extensions.code]).toEqual([401, null, 'UNAUTHENTICATED']);
  });

  it('measures gateway and services in one place', async () => {
    const authorization = `Bearer ${await createClient(office.url).token('admin')}`;
    const text = await (await fetch(`${office.url}/metrics`, { headers: { authorization } })).text();

    expect(text).toContain('gateway_subgraph_seconds_count{subgraph="directory",outcome="OK"}');
    expect(text).toContain('chengqi_dead_letters_open{service="security"} 0');
  });

  it('15-6: finds what a unit owns and what is PUBLIC by an index, in every table whose rows the read rule filters', async () => {
    const missing: string[] = [];
    for (const { kit } of office.services.values()) {
      for (const { tableName, columns } of kit.db.writer.entityMetadatas) {
        const filtered = ['owner_org_id', 'secrecy_level'].filter((name) =>
          columns.some((c) => c.databaseName === name),
        );
        if (filtered.length < 2 || notFeeds.has(tableName)) continue;
        const indexed = await leadingColumns(kit.db.read, tableName);
        missing.push(...filtered.filter((name) => !indexed.has(name)).map((name) => `${tableName}.${name}`));
      }
    }
    expect(missing).toEqual([]);
  });

  it('loses the branch of a service that is down and nothing else, and is whole again when it is back', async () => {
    const desk = createClient(office.url).as('YX0022');
    await office.stop('security');

    const torn = await desk.ask(whoIsOnDuty);
    const ready = await fetch(`${office.url}/readyz`);
    await office.start('security');
    const whole = await desk.ask(whoIsOnDuty);

    expect(torn.data).toEqual({ org: { name: '云溪县人民政府办公室', onDutyNow: null } });
    expect(torn.errors).toMatchObject([{ path: ['org', 'onDutyNow'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(ready.status).toBe(200);
    expect(whole.errors).toEqual([]);
    expect(whole.data.org.onDutyNow).not.toBeNull();
  });

  it('keeps data and keys over a restart, so that a token from before still counts', async () => {
    const token = await createClient(office.url).token('admin');
    await office.close();

    office = await startEmbedded({ dataDir, port: 0 });
    const response = await fetch(`${office.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ org(code: "YX02") { name } }' }),
    });

    expect(await response.json()).toEqual({ data: { org: { name: '云溪县人民政府办公室' } } });
    expect(await loadDemo(office.url)).toContain('is there');
  });

  it('does not let a second office onto its folder', async () => {
    await expect(startEmbedded({ dataDir, port: 0 })).rejects.toThrow('Another office runs');
  });
});
