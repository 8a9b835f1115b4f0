import { describe, expect, it } from '@jest/globals';
import { unavailable } from '../src/subgraph.ts';
import { registeredQuery, startGateway } from './fixture.ts';

const operatorToken = 'an operator token of the tests';
const renamePerson = 'mutation Desk_Rename { rename(input: { id: "p", name: "岚" }) { person { id } } }';

type Answers = Parameters<typeof startGateway>[0];

async function open(answers: Answers = {}) {
  const gateway = await startGateway(answers, { operatorToken, operations: [renamePerson] });
  const authorization = await gateway.bearer();
  return {
    ...gateway,
    askAs: (client: string | null, query: string) =>
      gateway.post('/graphql', { query }, { authorization, ...(client && { 'graphql-client-name': client }) }),
    /** The values of a metric by the labels of each of its series. */
    async values(name: string): Promise<Record<string, number>> {
      const headers = { authorization: `Bearer ${operatorToken}` };
      const text = await (await fetch(`${gateway.url}/metrics`, { headers })).text();
      const series = [...text.matchAll(/^(\w+)\{(.*)\} (\S+)$/gm)].filter(([, each]) => each === name);
      return Object.fromEntries(series.map(([, , labels = '', value]) => [labels.replaceAll('"', ''), Number(value)]));
    },
  };
}

describe('what the gateway measures', () => {
  it('tells registered operations by name, type and client, and all others together', async () => {
    await using gateway = await open();
    await gateway.askAs('desk', registeredQuery);
    await gateway.askAs('desk', renamePerson);
    await gateway.askAs('desk', 'query Registered_Person { meetings { id } }');
    await gateway.askAs('somebody', registeredQuery);
    await gateway.askAs(null, 'query Mine { meetings { id } }');
    await gateway.askAs('desk', '{ nothing }');

    expect(await gateway.values('gateway_request_seconds_count')).toEqual({
      'operation=Registered_Person,type=query,client=desk': 1,
      'operation=Desk_Rename,type=mutation,client=desk': 1,
      'operation=other,type=query,client=desk': 1,
      'operation=other,type=query,client=other': 2,
      'operation=other,type=none,client=desk': 1,
    });
    expect(await gateway.values('gateway_requests_total')).toMatchObject({
      'operation=Registered_Person,type=query,client=desk,outcome=OK': 1,
      'operation=other,type=none,client=desk,outcome=GRAPHQL_VALIDATION_FAILED': 1,
    });
  });

  it('counts who did not sign in as one client, whatever he calls himself', async () => {
    await using gateway = await open();
    const body = { operationName: 'Registered_Person' };
    await gateway.post('/graphql', body, { 'graphql-client-name': 'desk' });
    await gateway.post('/graphql', body);

    // The desk registered it in this suite, and nobody `anonymous` anything.
    expect(await gateway.values('gateway_request_seconds_count')).toEqual({
      'operation=other,type=query,client=other': 2,
    });
  });

  it('tells by their codes what was refused before the graph answered', async () => {
    await using gateway = await open();
    await gateway.post('/graphql', { query: '{ meetings { id } }' });
    await gateway.post('/graphql', { query: registeredQuery }, { authorization: 'Bearer of nothing' });
    await gateway.askAs('desk', `{ ${'meetings { id } '.repeat(21)} }`);

    expect(await gateway.values('gateway_refusals_total')).toEqual({
      'code=UNAUTHENTICATED': 2,
      'code=OPERATION_LIMIT': 1,
    });
    expect(await gateway.values('gateway_requests_total')).toEqual({});
  });

  it('tells which client asks for a field, of those that the graph has', async () => {
    await using gateway = await open();
    await gateway.askAs('desk', registeredQuery);
    await gateway.askAs('desk', registeredQuery);
    await gateway.askAs('one', '{ meetings { id } }');
    await gateway.askAs('another', '{ meetings { id } }');
    await gateway.askAs('desk', '{ __schema { queryType { name } } }');

    expect(await gateway.values('gateway_field_requests_total')).toEqual({
      'field=Query.person,client=desk': 2,
      'field=Person.name,client=desk': 2,
      'field=Query.meetings,client=other': 2,
      'field=Meeting.id,client=other': 2,
    });
  });

  it('tells which field failed, by its code', async () => {
    const refused = (path: (string | number)[]) => ({
      data: { all: [{ __typename: 'Meeting', id: 'm', head: null }] },
      errors: [{ message: 'no', path, extensions: { code: 'FORBIDDEN' } }],
    });
    await using gateway = await open({ meetings: () => refused(['all', 0, 'head']) });
    await gateway.askAs('desk', '{ all: meetings { id head: chair { id } } }');
    await gateway.askAs('desk', '{ nothing }');

    expect(await gateway.values('gateway_field_errors_total')).toEqual({ 'field=Meeting.chair,code=FORBIDDEN': 1 });
  });

  it('tells the fields that a subgraph which is away costs', async () => {
    const away = () => {
      throw unavailable('meetings');
    };
    await using gateway = await open({ meetings: away });
    await gateway.askAs('desk', '{ person(id: "p") { name held: meetings { id } } }');
    await gateway.askAs('desk', '{ meetings { id } }');

    expect(await gateway.values('gateway_field_errors_total')).toEqual({
      'field=Person.meetings,code=SUBGRAPH_UNAVAILABLE': 1,
      'field=Query.meetings,code=SUBGRAPH_UNAVAILABLE': 1,
    });
  });
});
