import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebRequest } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { httpSubgraph } from '../src/subgraph.ts';
import { startGateway } from './fixture.ts';

const page = { service: 'meetings', entries: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** The same answers from this process, or from a server that the gateway asks over HTTP. */
async function startWays(way: 'in process' | 'over HTTP', answer: (asked: WebRequest) => Promise<Response>) {
  await using resources = new AsyncDisposableStack();
  const pass: RequestListener = (request, response) => {
    const { authorization = '', 'accept-language': language = '' } = request.headers;
    const headers = { authorization, 'accept-language': language };
    void answer(new Request(new URL(request.url ?? '', 'http://meetings'), { headers })).then(async (answered) => {
      response.writeHead(answered.status, { 'content-type': 'application/json' }).end(await answered.text());
    });
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resources.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const remote = httpSubgraph({
    name: 'meetings',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMilliseconds: 1000,
    responseLimitBytes: 1000,
  });
  const gateway = resources.use(await startGateway({}, { beside: way === 'in process' ? answer : remote.serve }));
  const owned = resources.move();
  return {
    get: async (path: string, headers?: Record<string, string>) => {
      const given = headers ?? { authorization: await gateway.bearer(), 'accept-language': 'en' };
      const response = await fetch(gateway.url + path, { headers: given });
      // biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary requests
      return { status: response.status, headers: response.headers, body: (await response.json()) as any };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const refusalOf = (code: string, status: number, details = {}) =>
  Response.json({ errors: [{ message: 'No.', extensions: { code, ...details } }] }, { status });

describe.each(['in process', 'over HTTP'] as const)('the audit at the gateway, %s', (way) => {
  it('passes on what is asked, with a token for that service and the language', async () => {
    const seen: string[] = [];
    await using gateway = await startWays(way, async ({ url, headers }) => {
      const { pathname, search } = new URL(url);
      seen.push(`${pathname}${search}`, headers.get('accept-language') ?? '');
      return Response.json(page);
    });

    const answer = await gateway.get('/admin/audit/meetings/trail?object=mtg_1&from=2026-09-01T00:00:00%2B08:00');
    await gateway.get('/admin/audit/meetings/verify');

    expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, page, 'no-store']);
    expect(seen).toEqual([
      ...['/admin/audit/trail?object=mtg_1&from=2026-09-01T00:00:00%2B08:00', 'en'],
      ...['/admin/audit/verify', 'en'],
    ]);
  });

  it('tells refusals of the service as they are, and nothing of its troubles', async () => {
    const problems = [{ path: 'first', rule: null, message: 'No.' }];
    const answers = [
      refusalOf('FORBIDDEN', 403),
      refusalOf('BAD_USER_INPUT', 400, { field: 'first', problems, secret: 'x' }),
      refusalOf('ER_DUP_ENTRY', 500, { secret: 'x' }),
      Response.json({ status: 'stopping' }, { status: 503 }),
    ];
    await using gateway = await startWays(way, async () => answers.shift() ?? Response.json(page));
    const asked = async () => {
      const { status, body } = await gateway.get('/admin/audit/meetings/trail');
      const { requestId, ...extensions } = body.errors[0].extensions;
      return [status, extensions];
    };

    expect(await asked()).toEqual([403, { code: 'FORBIDDEN' }]);
    expect(await asked()).toEqual([400, { code: 'BAD_USER_INPUT', field: 'first', problems }]);
    expect(await asked()).toEqual([500, { code: 'INTERNAL' }]);
    expect(await asked()).toEqual([503, { code: 'SUBGRAPH_UNAVAILABLE', retryable: true }]);
  });

  it('reaches no service without a good bearer, and none that is not there', async () => {
    let reached = 0;
    await using gateway = await startWays(way, async () => {
      reached += 1;
      return Response.json(page);
    });
    const codeOf = async (path: string, headers?: Record<string, string>) => {
      const { status, body } = await gateway.get(path, headers);
      return [status, body.errors[0].extensions.code];
    };

    expect(await codeOf('/admin/audit/meetings/trail', {})).toEqual([401, 'UNAUTHENTICATED']);
    expect(await codeOf('/admin/audit/meetings/verify', { authorization: 'Bearer x' })).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
    expect(await codeOf('/admin/audit/nowhere/trail', {})).toEqual([401, 'UNAUTHENTICATED']);
    for (const path of ['/admin/audit/nowhere/trail', '/admin/audit/constructor/verify', '/admin/audit/meetings/other'])
      expect(await codeOf(path)).toEqual([404, 'NOT_FOUND']);
    expect(reached).toBe(0);
  });

  it('slows down who asks on and on, at the allowance of the graph', async () => {
    await using gateway = await startWays(way, async () => Response.json(page));
    const statuses: number[] = [];
    for (let n = 0; n < 46; n += 1) statuses.push((await gateway.get('/admin/audit/meetings/verify')).status);

    expect(statuses).toEqual([...Array<number>(45).fill(200), 429]);
  });
});

describe('a service that is down', () => {
  it('is said to be, and said with the code of the graph', async () => {
    await using gateway = await startGateway();
    const authorization = await gateway.bearer();
    const response = await fetch(`${gateway.url}/admin/audit/meetings/verify`, { headers: { authorization } });
    const [{ extensions }] = ((await response.json()) as { errors: [{ extensions: object }] }).errors;

    expect([response.status, extensions]).toEqual([503, expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE' })]);
  });

  it('is found out over HTTP as well', async () => {
    const gone = httpSubgraph({
      ...{ name: 'meetings', url: 'http://127.0.0.1:1', timeoutMilliseconds: 500, responseLimitBytes: 1000 },
    });
    await expect(gone.serve(new Request('http://meetings/admin/audit/verify'))).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  });
});
