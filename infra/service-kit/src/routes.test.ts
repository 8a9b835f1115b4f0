import { describe, expect, it } from '@jest/globals';
import { badInput, unauthenticated } from './errors.ts';
import { createLogger } from './log.ts';
import { createPort } from './routes.ts';
import type { Route } from './service.ts';
import { type Request, systemActor, systemViewer } from './viewer.ts';

const request: Request = {
  ...{ viewer: systemViewer, actor: systemActor, requestId: 'req-1', language: 'en', traceparent: null },
};

function aPort(routes: Record<string, Route>, identify: () => Promise<Request> = async () => request) {
  const log = createLogger('documents');
  log.level = 'silent';
  const port = createPort(new Map(Object.entries(routes)), identify, log);
  return async (path: string, language = 'en', method = 'GET') => {
    const headers = { 'accept-language': language, 'x-request-id': 'req-1' };
    const answer = await port(new Request(new URL(path, 'http://documents'), { method, headers }));
    return [answer.status, await answer.json()];
  };
}

describe('what is asked beside the graph', () => {
  it('is answered by its route, told who asks and what', async () => {
    const ask = aPort({
      'GET /admin/thing': async ({ viewer }, { url }) =>
        Response.json([viewer.kind, new URL(url).searchParams.get('a')], { status: 201 }),
      'PUT /things/:thing': async (_request, _asked, parts) => Response.json(parts),
    });

    expect(await ask('/admin/thing?a=1')).toEqual([201, ['system', '1']]);
    expect(await ask('/things/x%20y', 'en', 'PUT')).toEqual([200, { thing: 'x%20y' }]);
    for (const [path, method] of [
      ['/admin/other', 'GET'],
      ['/admin/thing', 'POST'],
      ['/things/x/y', 'PUT'],
      ['/things/x', 'GET'],
    ] as const)
      expect(await ask(path, 'en', method)).toMatchObject([404, { errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
  });

  it('is refused in the shape of the graph, with all that is wrong, in the language of who asks', async () => {
    const ask = aPort({
      'GET /admin/thing': async () => {
        throw badInput('first', { en: 'Too many.', zh: '过多。' });
      },
    });
    const refused = (message: string) => [
      400,
      {
        errors: [
          {
            message,
            extensions: {
              ...{ code: 'BAD_USER_INPUT', field: 'first', requestId: 'req-1' },
              problems: [{ path: 'first', rule: null, message }],
            },
          },
        ],
      },
    ];

    expect(await ask('/admin/thing')).toEqual(refused('Too many.'));
    expect(await ask('/admin/thing', 'zh-CN')).toEqual(refused('过多。'));
  });

  it('is refused before its route is known: without a viewer, and to a service that only probes', async () => {
    const nobody = aPort({}, async () => Promise.reject(unauthenticated()));
    const probe = aPort({}, async () => ({ ...request, probing: true }));

    for (const ask of [nobody, probe])
      expect(await ask('/admin/thing')).toMatchObject([401, { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  });

  it('tells nothing of a fault of ours', async () => {
    const ask = aPort({ 'GET /admin/thing': async () => Promise.reject(new Error('ER_SECRET')) });

    expect(await ask('/admin/thing')).toEqual([
      500,
      { errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL', requestId: 'req-1' } }] },
    ]);
  });
});
