import { describe, expect, it } from '@jest/globals';
import { timedOut, unavailable } from '../src/subgraph.ts';
import { type Answer, startGateway } from './fixture.ts';

const person = '{ person(id: "p") { id name meetings { id } nextMeeting { id } } }';
const zhou: Answer = () => ({ data: { person: { __typename: 'Person', id: 'p', name: '周岚' } } });
const down: Answer = () => Promise.reject(unavailable('meetings'));

describe('a subgraph that fails', () => {
  it('costs its branch and nothing else when it is down', async () => {
    await using gateway = await startGateway({ directory: zhou, meetings: down });

    const { status, body } = await gateway.ask(person);

    expect(status).toBe(200);
    expect(body.data).toEqual({ person: { id: 'p', name: '周岚', meetings: null, nextMeeting: null } });
    expect(body.errors).toEqual([
      {
        message: 'The meetings service does not answer.',
        path: ['person', 'meetings'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', requestId: expect.any(String), retryable: true },
      },
    ]);
  });

  it('is named as slow when it is slow', async () => {
    await using gateway = await startGateway({ meetings: () => Promise.reject(timedOut('meetings')) });

    const { status, body } = await gateway.ask('{ meetings { id } }');

    expect([status, body.data, body.errors[0].path, body.errors[0].extensions.code]).toEqual([
      200,
      null,
      ['meetings'],
      'SUBGRAPH_TIMEOUT',
    ]);
  });

  it('is asked for a thing once in a fetch, and what it refuses of it is told at each place', async () => {
    const chairs = ['p', 'q', 'r', 'p'].map((id, index) => ({
      ...{ __typename: 'Meeting', id: `m${index}` },
      chair: id === 'r' ? null : { __typename: 'Person', id },
    }));
    const asked: unknown[] = [];
    await using gateway = await startGateway({
      meetings: () => ({ data: { meetings: chairs } }),
      directory: ({ variables }) => {
        asked.push(variables?.representations);
        const extensions = { code: 'FORBIDDEN' };
        return {
          data: { _entities: [null, { name: '周岚' }] },
          errors: [{ message: 'Not for you.', path: ['_entities', 0, 'name'], extensions }],
        };
      },
    });

    const { body } = await gateway.ask('{ meetings { chair { name } } }');

    expect(asked).toEqual([['p', 'q'].map((id) => ({ __typename: 'Person', id }))]);
    expect(body.data).toEqual({ meetings: [null, { name: '周岚' }, null, null].map((chair) => ({ chair })) });
    expect(body.errors.map(({ path }: { path: unknown }) => path)).toEqual([
      ['meetings', 0, 'chair', 'name'],
      ['meetings', 3, 'chair', 'name'],
    ]);
  });

  it('does not make the gateway unready', async () => {
    await using gateway = await startGateway({ meetings: down });

    await gateway.ask('{ meetings { id } }');

    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  });
});

describe('what a subgraph says', () => {
  it('comes through when it is a refusal, without anything that is not for clients', async () => {
    await using gateway = await startGateway({
      directory: () => ({
        data: null,
        errors: [
          {
            message: 'Not from here.',
            path: ['rename'],
            extensions: {
              code: 'ILLEGAL_TRANSITION',
              from: 'A',
              allowed: ['B'],
              stacktrace: ['at /srv/x.ts'],
              sql: 'SELECT',
              serviceName: 'directory',
            },
          },
        ],
      }),
    });

    const { status, body } = await gateway.ask(
      'mutation ($input: RenameInput!) { rename(input: $input) { person { id } } }',
      { input: { id: 'p', name: 'x' } },
    );

    expect(status).toBe(200);
    expect(body.errors).toEqual([
      {
        message: 'Not from here.',
        path: ['rename'],
        extensions: { code: 'ILLEGAL_TRANSITION', from: 'A', allowed: ['B'], requestId: expect.any(String) },
      },
    ]);
  });

  it.each([
    ['an unknown code', { extensions: { code: 'ER_DUP_ENTRY' } }],
    ['no code', {}],
    ['the code of a bug', { extensions: { code: 'INTERNAL' } }],
  ])('is masked when it has %s', async (_, error) => {
    await using gateway = await startGateway({
      directory: () => ({
        data: { person: null },
        errors: [{ message: 'SELECT secret FROM /srv/db', path: ['person'], ...error }],
      }),
    });

    const { status, body } = await gateway.ask('{ person(id: "p") { name } }');

    expect(status).toBe(200);
    const { requestId } = body.errors[0].extensions;
    // Any three letters may stand in an id by chance.
    expect(JSON.stringify(body).replaceAll(requestId, '')).not.toMatch(/secret|srv|ER_DUP/);
    expect(body.errors[0].extensions).toEqual({ code: 'INTERNAL', requestId: expect.any(String) });
  });

  it('is masked when it is not an answer to the question', async () => {
    await using gateway = await startGateway({ directory: () => ({ data: { person: 'x' } }) as never });

    const { body } = await gateway.ask('{ person(id: "p") { name } }');

    expect(JSON.stringify(body)).not.toContain('valueCompletion');
  });
});

describe('a request that makes no sense', () => {
  const modern = 'application/graphql-response+json';
  const operations: [string, string, object][] = [
    ['a syntax error', 'GRAPHQL_PARSE_FAILED', { query: '{ person(' }],
    ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', { query: '{ person(id: "p") { nam } }' }],
    ['a hidden field', 'GRAPHQL_VALIDATION_FAILED', { query: '{ viewerClaims(staffNo: "S1") }' }],
    ['no operation', 'GRAPHQL_VALIDATION_FAILED', { query: 'fragment f on Person { id }' }],
    ['introspection', 'GRAPHQL_VALIDATION_FAILED', { query: '{ __schema { types { name } } }' }],
    ['a missing variable', 'BAD_USER_INPUT', { query: 'query ($id: ID!) { person(id: $id) { name } }' }],
    [
      'a variable of the wrong kind',
      'BAD_USER_INPUT',
      { query: 'query ($id: ID!) { person(id: $id) { name } }', variables: { id: [] } },
    ],
    ['an unknown operation', 'BAD_USER_INPUT', { query: 'query A { __typename }', operationName: 'B' }],
  ];

  it.each(operations)('15-3.1: %s is %s: 200 in plain JSON, 400 in the other media type', async (_, code, body) => {
    await using gateway = await startGateway({}, { mode: 'production' });
    const authorization = await gateway.bearer();

    for (const [accept, status] of [
      ['*/*', 200],
      ['application/json', 200],
      [modern, 400],
    ] as const) {
      const answer = await gateway.post('/graphql', body, { authorization, accept });
      expect([accept, answer.status, answer.body.errors[0].extensions.code]).toEqual([accept, status, code]);
      expect(answer.headers.get('content-type')).toContain(accept === modern ? modern : 'application/json');
      expect(answer.body.data).toBeUndefined();
      expect(JSON.stringify(answer.body)).not.toMatch(/Did you mean|stacktrace|node_modules/);
      expect(answer.body.errors[0].extensions.requestId).toEqual(expect.any(String));
    }
  });

  it('15-2.4: outside development no type is told, whatever it is called', async () => {
    await using gateway = await startGateway({}, { mode: 'production' });

    const { body } = await gateway.ask('{ __type(name: "Person") { name fields { name } } }');

    expect(body).toEqual({ data: { __type: null } });
  });

  it.each([
    ['no query', {}],
    ['a batch', [{ query: '{ __typename }' }]],
    ['text that is not JSON', '{'],
  ])('15-3.1: what holds no operation is 400: %s', async (_, body) => {
    await using gateway = await startGateway();
    const answer = await gateway.post('/graphql', body, { authorization: await gateway.bearer() });

    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('15-3.2: what cannot be read is told in the language of the caller', async () => {
    await using gateway = await startGateway();
    const headers = { authorization: await gateway.bearer(), 'accept-language': 'zh' };

    expect((await gateway.post('/graphql', '{', headers)).body.errors[0].message).toMatch(/请求体须为 JSON/);
  });

  it('15-3.2: the graph is asked by GET and POST, also with a slash behind its address, and in no other way', async () => {
    await using gateway = await startGateway();
    const authorization = await gateway.bearer();
    const by = (method: string) => fetch(`${gateway.url}/graphql`, { method, headers: { authorization } });

    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await by(method);
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, POST']);
    }
    const slashed = await gateway.post('/graphql/', { query: '{ __typename }' }, { authorization });
    expect([slashed.status, slashed.body.data]).toEqual([200, { __typename: 'Query' }]);
  });

  it('is refused when it is too large', async () => {
    await using gateway = await startGateway();

    const authorization = await gateway.bearer();
    const body = { query: `{ __typename } #${'x'.repeat(70_000)}` };
    const answer = await gateway.post('/graphql', body, { authorization });

    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([413, 'LIMIT_EXCEEDED']);
  });

  describe('with lists in one another, 8,000 deep', () => {
    const inLists = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    const deep = inLists(8000);
    const query = JSON.stringify('query ($id: ID!) { person(id: $id) { id } }');
    const written = (members: Record<string, string>) =>
      `{${Object.entries(members).map(([name, json]) => `"${name}":${json}`)}}`;

    it.each([
      ['in a variable', 'OPERATION_LIMIT', written({ query, variables: written({ id: deep }) })],
      ['in a variable that is not asked for', 'OPERATION_LIMIT', written({ query, variables: written({ x: deep }) })],
      ['in place of variables', 'OPERATION_LIMIT', written({ query, variables: deep })],
      ['in place of an id', 'BAD_USER_INPUT', written({ documentId: deep })],
      ['in place of a name', 'BAD_USER_INPUT', written({ query, operationName: deep })],
      ['in place of the text', 'BAD_USER_INPUT', written({ query: deep })],
      ['in place of the request', 'BAD_USER_INPUT', deep],
      [
        'in what is not looked at',
        undefined,
        written({ query, variables: '{"id":"p"}', extensions: written({ x: deep }) }),
      ],
    ])('%s is refused, never a fault: %s', async (_, code, body) => {
      await using gateway = await startGateway();

      const { body: answer } = await gateway.post('/graphql', body, { authorization: await gateway.bearer() });
      expect(answer.errors?.[0].extensions.code).toBe(code);
      expect((await gateway.post('/graphql', body)).status).toBe(401);
    });

    it('is refused in an address, of a subscription and of a stranger', async () => {
      await using gateway = await startGateway();
      const headers = { authorization: await gateway.bearer(), 'apollo-require-preflight': '1' };
      const variables = written({ id: inLists(2000) });
      const address = new URLSearchParams({ query: JSON.parse(query), variables });
      const codeOf = ({ errors }: { errors?: { extensions: { code: string } }[] }) => errors?.[0]?.extensions.code;

      const got = await fetch(`${gateway.url}/graphql?${address}`, { headers });
      const followed = await gateway.post('/graphql/stream', written({ query, variables }), headers);
      const stranger = await gateway.post('/graphql', written({ operationName: '"Registered_Person"', variables }));
      expect([
        codeOf((await got.json()) as typeof followed.body),
        codeOf(followed.body),
        codeOf(stranger.body),
      ]).toEqual(Array(3).fill('OPERATION_LIMIT'));
    });
  });

  it('is refused when a browser could have sent it for somebody else', async () => {
    await using gateway = await startGateway();

    const authorization = await gateway.bearer();
    const query = encodeURIComponent('{ __typename }');
    const answer = await fetch(`${gateway.url}/graphql?query=${query}`, { headers: { authorization } });
    const form = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body: '{"query":"{ __typename }"}',
    });

    expect([answer.status, form.status]).toEqual([400, 400]);
  });

  it('speaks the language that was asked for', async () => {
    await using gateway = await startGateway({ meetings: down });
    const authorization = await gateway.bearer();
    const message = async (language: string) =>
      (await gateway.ask('{ meetings { id } }', {}, { authorization, 'accept-language': language })).body.errors[0]
        .message;

    expect(await message('zh-CN,en;q=0.5')).toBe('meetings 服务暂不可用。');
    expect(await message('en-GB,zh;q=0.5')).toBe('The meetings service does not answer.');
  });
});

describe('the doors beside the graph', () => {
  it('answer as an operator expects', async () => {
    const operatorToken = 'a token of twenty-four signs';
    await using gateway = await startGateway({}, { operatorToken });
    const get = async (path: string) => {
      const headers = { authorization: `Bearer ${operatorToken}` };
      const response = await fetch(gateway.url + path, { headers });
      return [response.status, await response.text()] as const;
    };

    expect(await get('/livez')).toEqual([200, '{"status":"live"}']);
    expect(JSON.parse((await get('/status'))[1])).toEqual({
      gateway: { ready: true },
      subgraphs: {
        directory: { state: 'UP', service: 'directory', outbox: 0, backlog: {}, deadLetters: 0 },
        meetings: { state: 'UP', service: 'meetings', outbox: 0, backlog: {}, deadLetters: 0 },
      },
    });
    const keys = JSON.parse((await get('/.well-known/jwks.json'))[1]).keys;
    expect(keys).toEqual([expect.objectContaining({ kty: 'OKP', kid: expect.stringMatching(/^gateway:/) })]);
    expect(keys[0]).not.toHaveProperty('d');
    expect((await get('/metrics'))[1]).toContain('gateway_request_seconds');
    expect((await get('/nowhere'))[0]).toBe(404);
  });
});
