import { registered } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import type { TrustPolicy } from '../src/admission/trusted.ts';
import { registeredQuery, startGateway } from './fixture.ts';

const { documentId } = registered('desk', registeredQuery);
const unregistered = '{ meetings { id } }';
const person = { person: { name: '周岚' } };

async function open(trust?: TrustPolicy) {
  const gateway = await startGateway({}, trust && { trust });
  const authorization = await gateway.bearer();
  return {
    ...gateway,
    async ask(body: object, client?: string) {
      const headers = { authorization, ...(client && { 'graphql-client-name': client }) };
      const { status, body: answer } = await gateway.post('/graphql', body, headers);
      return [status, answer.errors?.[0]?.extensions.code ?? answer.data];
    },
    get: (query: string) =>
      fetch(`${gateway.url}/graphql?${query}`, { headers: { authorization, 'apollo-require-preflight': '1' } }),
  };
}

describe('registered operations', () => {
  it('are asked for by their id instead of their text, in a body and in an address', async () => {
    await using gateway = await open();

    expect(await gateway.ask({ documentId })).toEqual([200, person]);
    expect(await gateway.ask({ documentId, operationName: 'Registered_Person', variables: {} })).toEqual([200, person]);
    const got = await gateway.get(`documentId=${encodeURIComponent(documentId)}`);
    expect([got.status, ((await got.json()) as { data: unknown }).data]).toEqual([200, person]);
  });

  it('are not found by another id, and never named by an id and a text at once', async () => {
    await using gateway = await open();
    expect(await gateway.ask({ documentId: null, query: registeredQuery })).toEqual([200, person]);
    const calls = gateway.calls.length;

    expect(await gateway.ask({ documentId: `sha256:${'0'.repeat(64)}` })).toEqual([404, 'NOT_FOUND']);
    for (const body of [{ documentId, query: registeredQuery }, { documentId: 7 }, { documentId: [documentId] }])
      expect(await gateway.ask(body)).toEqual([400, 'BAD_USER_INPUT']);
    expect(gateway.calls.length).toBe(calls);
  });

  it('are all that is answered where that is enforced, however they are written', async () => {
    await using gateway = await open({ otherwise: 'enforce', byClient: {} });
    const written = 'query Registered_Person {\n  person(id: "p") { name  __typename }\n}';

    expect(await gateway.ask({ documentId })).toEqual([200, person]);
    expect(await gateway.ask({ query: registeredQuery })).toEqual([200, person]);
    expect((await gateway.ask({ query: written }))[0]).toBe(200);
    const calls = gateway.calls.length;
    for (const query of [unregistered, '{ __typename }', registeredQuery.replace('name', 'id')])
      expect(await gateway.ask({ query })).toEqual([400, 'PERSISTED_QUERY_REQUIRED']);
    expect(gateway.calls.length).toBe(calls);
  });

  it('are demanded of single clients, by the name that these give themselves', async () => {
    await using gateway = await open({ otherwise: 'log', byClient: { desk: 'enforce' } });

    expect(await gateway.ask({ query: unregistered }, 'desk')).toEqual([400, 'PERSISTED_QUERY_REQUIRED']);
    for (const client of ['board', undefined, 'a name with blanks'])
      expect(await gateway.ask({ query: unregistered }, client)).toEqual([200, { meetings: [] }]);
  });

  it('leave what strangers may ask as it is', async () => {
    await using gateway = await startGateway({}, { trust: { otherwise: 'enforce', byClient: {} } });
    const ask = async (body: object) => (await gateway.post('/graphql', body)).status;

    expect(await ask({ operationName: 'Registered_Person' })).toBe(200);
    expect(await ask({ documentId })).toBe(401);
  });
});
