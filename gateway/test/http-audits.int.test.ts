import { describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startGateway } from './fixture.ts';

/** The audits of graphql-http ask without a bearer; here each of them is signed in. */
describe.each(['development', 'production'] as const)('15-3.1: GraphQL over HTTP in %s', (mode) => {
  const audits = serverAudits({ url: 'http://127.0.0.1/graphql' }).filter(({ name }) => !name.startsWith('MAY'));

  it.each(audits.map(({ id, name }) => [id, name] as const))('%s %s', async (id) => {
    await using gateway = await startGateway({}, { mode });
    const authorization = await gateway.bearer();
    const fetchFn: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization } });
    const audit = serverAudits({ url: `${gateway.url}/graphql`, fetchFn }).find((each) => each.id === id);

    const result = await audit?.fn();

    if (result?.status !== 'ok')
      throw new Error(`${result?.status}: ${result?.reason} ${await result?.response.text().catch(() => '')}`);
    expect(result.status).toBe('ok');
  });
});

describe('15-3.2: browsers', () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const allowedBy = async (answer: Promise<Response>) => (await answer).headers.get('access-control-allow-origin');

  it('ask from allowed origins, and when developing from this machine', async () => {
    await using gateway = await startGateway({}, { allowedOrigins: ['https://desk.example'] });

    for (const origin of ['https://desk.example', 'http://localhost:5173', 'http://127.0.0.1:3000'])
      expect(await allowedBy(preflight(gateway.url, origin))).toBe(origin);
    for (const origin of ['https://evil.example', 'http://desk.example', 'http://localhost.evil.example'])
      expect(await allowedBy(preflight(gateway.url, origin))).toBeNull();
    const answer = await preflight(gateway.url, 'http://localhost:5173');
    expect([answer.status, answer.headers.get('access-control-max-age')]).toEqual([204, '600']);
  });

  it('do not ask from this machine where people are vouched for by an issuer', async () => {
    await using gateway = await startGateway({}, { mode: 'production', allowedOrigins: ['https://desk.example'] });

    expect(await allowedBy(preflight(gateway.url, 'http://localhost:5173'))).toBeNull();
    expect(await allowedBy(preflight(gateway.url, 'https://desk.example'))).toBe('https://desk.example');
  });

  it('get long answers shorter', async () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ __typename: 'Meeting', id: `mtg_${n}` }));
    await using gateway = await startGateway({ meetings: () => ({ data: { meetings: many } }) });
    const authorization = await gateway.bearer();
    const encodingOf = async (encodings: string) => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'accept-encoding': encodings },
        body: JSON.stringify({ query: '{ meetings { id } }' }),
      });
      const { data } = (await answer.json()) as { data: { meetings: unknown[] } };
      expect(data.meetings).toHaveLength(200);
      return answer.headers.get('content-encoding');
    };

    expect([await encodingOf('gzip'), await encodingOf('br'), await encodingOf('identity')]).toEqual([
      'gzip',
      'br',
      null,
    ]);
  });
});

describe('15-2.4: the engine room', () => {
  it.each(['/status', '/metrics'])(
    '%s opens to who runs the house and to what watches it, to nobody else',
    async (path) => {
      const operatorToken = 'a token of twenty-four signs';
      await using gateway = await startGateway({}, { operatorToken });
      const status = async (headers: Record<string, string>) => (await fetch(gateway.url + path, { headers })).status;

      expect(await status({})).toBe(401);
      expect(await status({ authorization: 'Bearer another token of the same' })).toBe(401);
      expect(await status({ authorization: await gateway.bearer() })).toBe(403);
      expect(await status({ authorization: `Bearer ${operatorToken}` })).toBe(200);
      for (const open of ['/livez', '/readyz']) expect((await fetch(gateway.url + open)).status).toBe(200);
    },
  );
});
