import { describe, expect, it } from '@jest/globals';
import { createDoor } from './http-door.ts';
import type { WebRequest } from './service.ts';

async function asked(method: 'GET' | 'POST', url: string, answer: (asked: WebRequest) => Response) {
  const door = createDoor({ execute: async () => ({ data: {} }), serve: async (request) => answer(request) });
  const headers = {
    authorization: 'Bearer x',
    'accept-language': 'zh',
    'x-request-id': 'req-12345',
    cookie: 'a=b',
  };
  const { statusCode, body } = await door.inject({ method, url, headers });
  await door.close();
  return [statusCode, JSON.parse(body)];
}

async function openDoor(serve: (asked: WebRequest) => Promise<Response>) {
  const door = createDoor({ execute: async () => ({ data: {} }), serve });
  const url = await door.listen({ host: '127.0.0.1', port: 0 });
  return { url, [Symbol.asyncDispose]: () => door.close() };
}

describe('the HTTP door of a subgraph', () => {
  it('takes what is asked beside the graph to the service as it is, with the headers that say who asks', async () => {
    const seen: unknown[] = [];
    const answer = await asked('GET', '/admin/audit/trail?from=2026-09-01T00:00:00%2B08:00', ({ url, headers }) => {
      const { pathname, search } = new URL(url);
      seen.push(pathname + search, Object.fromEntries(headers));
      return Response.json({ entries: [] });
    });

    expect(answer).toEqual([200, { entries: [] }]);
    expect(seen).toEqual([
      '/admin/audit/trail?from=2026-09-01T00:00:00%2B08:00',
      { authorization: 'Bearer x', 'accept-language': 'zh', 'x-request-id': 'req-12345' },
    ]);
  });

  it('lets files through as streams of any kind and length, both ways', async () => {
    const long = new Uint8Array(3 * 1024 * 1024).fill(7);
    await using door = await openDoor(
      async ({ body }) => new Response(body, { headers: { 'content-type': 'image/png' } }),
    );
    for (const type of ['image/png', 'application/json', '']) {
      const headers = type === '' ? {} : { 'content-type': type };
      const answer = await fetch(`${door.url}/files/fil_1`, { method: 'PUT', body: long, headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(Buffer.from(await answer.arrayBuffer()).equals(long)).toBe(true);
    }
  });

  it('tells the service that who sends has gone', async () => {
    const [begun, broken] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
    await using door = await openDoor(async (request) => {
      begun.resolve();
      broken.resolve(await request.arrayBuffer().catch((error: unknown) => error));
      return Response.json({});
    });
    const half = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(100_000)),
      pull: (controller) => begun.promise.then(() => controller.error(new Error('gone'))),
    });
    const sent = fetch(`${door.url}/files/fil_1`, { method: 'PUT', body: half, duplex: 'half' } as RequestInit);
    await expect(sent).rejects.toThrow();
    expect(await broken.promise).toHaveProperty('code', 'ECONNRESET');
  });

  it('answers with the status and the refusal of the service', async () => {
    const errors = [{ message: '您的岗位无此权限。', extensions: { code: 'FORBIDDEN' } }];

    expect(await asked('GET', '/admin/audit/verify', () => Response.json({ errors }, { status: 403 }))).toEqual([
      ...[403, { errors }],
    ]);
    const [status] = await asked('POST', '/admin/audit/verify', () => Response.json({}));
    expect(status).toBe(404);
  });
});
