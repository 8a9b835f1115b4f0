import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Usage } from '@chengqi/schemas';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { registeredQuery, startGateway } from './fixture.ts';

const operatorToken = 'an operator token of the tests';

describe('what clients ask for', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chengqi-usage-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function open(usageFile?: string, operations: readonly string[] = []) {
    const gateway = await startGateway({}, { operatorToken, operations, ...(usageFile && { usageFile }) });
    const authorization = await gateway.bearer();
    const usage = (bearer = operatorToken) =>
      fetch(`${gateway.url}/usage`, { headers: { authorization: `Bearer ${bearer}` } });
    return {
      ...gateway,
      usage,
      recorded: async () => (await (await usage()).json()) as Usage,
      askAs: (client: string | null, query: string, variables = {}) =>
        gateway.post(
          '/graphql',
          { query, variables },
          { authorization, ...(client && { 'graphql-client-name': client }) },
        ),
    };
  }

  it('is recorded by client, operation and coordinate, and no value of it', async () => {
    await using gateway = await open();
    await gateway.askAs('desk', registeredQuery);
    await gateway.askAs('desk', 'query Other($id: ID!) { person(id: $id) { id } }', { id: 'psn_secret' });
    await gateway.askAs(null, '{ meetings { id } }');
    await gateway.askAs('desk', '{ nothing }');

    const { clients } = await gateway.recorded();
    const asked = (times: number) => ({ times, lastOn: '2026-09-14' });
    expect(clients.desk?.operations).toEqual({ Registered_Person: asked(1), Other: asked(1) });
    expect(clients.desk?.fields).toMatchObject({
      'Query.person': asked(2),
      'Query.person.id': asked(2),
      'Person.name': asked(1),
    });
    expect(clients.unnamed?.fields).toMatchObject({ 'Query.meetings': asked(1) });
    expect(JSON.stringify(clients)).not.toContain('psn_secret');
  });

  it('is told to who runs the house alone', async () => {
    await using gateway = await open();
    expect((await gateway.usage('nobody')).status).toBe(401);
    expect((await gateway.usage((await gateway.bearer()).slice('Bearer '.length))).status).toBe(403);
  });

  it('is kept over restarts, and begins anew where it cannot be read', async () => {
    const file = join(folder, 'kept', 'usage.json');
    for (const times of [1, 2]) {
      await using gateway = await open(file);
      await gateway.askAs('desk', registeredQuery);
      expect((await gateway.recorded()).clients.desk?.fields['Person.name']?.times).toBe(times);
    }
    expect((JSON.parse(readFileSync(file, 'utf8')) as Usage).clients.desk?.fields['Person.name']?.times).toBe(2);
    writeFileSync(file, '{');
    await using gateway = await open(file);
    expect((await gateway.recorded()).clients).toEqual({});
  });

  it('is planned beforehand where it is registered, without a word to a subgraph, and counts for nothing', async () => {
    const withVariables = 'query Desk_Person($id: ID!) { person(id: $id) { name } meetings { id } }';
    const wrong = 'query Desk_Gone { gone }';
    await using gateway = await open(undefined, [withVariables, wrong]);

    expect(gateway.calls).toEqual([]);
    expect((await gateway.recorded()).clients).toEqual({});
    const metrics = await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${operatorToken}` } });
    expect(await metrics.text()).not.toMatch(/^gateway_requests_total\{/m);
  });
});
