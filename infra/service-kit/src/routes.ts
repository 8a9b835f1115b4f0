import { DomainError, httpStatusOf, notFound, refusal, unauthenticated } from './errors.ts';
import type { Logger } from './log.ts';
import { refused } from './request.ts';
import type { Route, SubgraphHeaders, WebRequest } from './service.ts';
import type { Request } from './viewer.ts';

const internal = refusal('INTERNAL', { en: 'Internal error.', zh: '内部错误。' });

/** Takes what is asked beside the graph to its route; who asks is known by the same headers as at the graph. */
export function createPort(
  routes: ReadonlyMap<string, Route>,
  identify: (headers: SubgraphHeaders) => Promise<Request>,
  log: Logger,
) {
  const addresses = [...routes].map(([address, route]) => {
    const [method, pathname = ''] = address.split(' ');
    return { method, pattern: new URLPattern({ pathname }), route };
  });
  return async (asked: WebRequest): Promise<Response> => {
    const headers = Object.fromEntries(asked.headers);
    try {
      const request = await identify(headers);
      if (request.probing) throw unauthenticated();
      const { pathname } = new URL(asked.url);
      for (const { method, pattern, route } of addresses) {
        const parts = method === asked.method ? pattern.exec({ pathname })?.pathname.groups : undefined;
        if (parts) return await route(request, asked, parts);
      }
      throw notFound(pathname);
    } catch (error) {
      if (!(error instanceof DomainError)) log.error({ err: error }, 'a request beside the graph failed');
      const said = error instanceof DomainError ? error : internal;
      return Response.json(refused(headers)(said), { status: httpStatusOf(said.code) });
    }
  };
}
