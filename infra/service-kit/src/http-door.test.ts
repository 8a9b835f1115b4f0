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

  it('answers with the status and the refusal of the service', async () => {
    const errors = [{ message: '您的岗位无此权限。', extensions: { code: 'FORBIDDEN' } }];

    expect(await asked('GET', '/admin/audit/verify', () => Response.json({ errors }, { status: 403 }))).toEqual([
      ...[403, { errors }],
    ]);
    const [status] = await asked('POST', '/admin/audit/verify', () => Response.json({}));
    expect(status).toBe(404);
  });
});
