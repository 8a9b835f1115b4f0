import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type Clock,
  DomainError,
  forbidden,
  httpStatusOf,
  notFound,
  refusal,
  type SigningKey,
  unauthenticated,
  type Viewer,
} from '@chengqi/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import { z } from 'zod';
import { issueDevelopmentToken } from './bearer.ts';
import type { Claims } from './claims.ts';
import { type RequestScope, requestScope } from './context.ts';
import { isLoopbackHost, isLoopbackOrigin } from './loopback.ts';
import type { Metrics } from './metrics.ts';
import type { Subgraph, SubgraphStatus } from './subgraph.ts';

export interface Health {
  ready: boolean;
  stopping: boolean;
}

/** Health is the gateway's own; what the subgraphs are like is told by `/status` alone. */
export function addHealthRoutes(
  app: FastifyInstance,
  health: Health,
  { registry }: Metrics,
  guard: Guard,
  more: () => Promise<string> = async () => '',
): void {
  app.get('/livez', async () => ({ status: 'live' }));
  app.get('/readyz', async (_request, reply) => {
    const status = health.stopping ? 'stopping' : health.ready ? 'ready' : 'starting';
    return reply.code(status === 'ready' ? 200 : 503).send({ status });
  });
  app.get('/metrics', { onRequest: guard }, async (_request, reply) =>
    reply.type(registry.contentType).send(`${await registry.metrics()}${await more()}`),
  );
}

/** Lets nobody pass who may not. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export type Guard = (request: FastifyRequest) => Promise<void>;

const operatorRoles = ['ADMIN', 'IMPORTER'];

/** For the engine room: whoever runs the house, by a bearer, or what watches it, by the token of its environment. */
export function createOperatorGuard(
  token: string | undefined,
  identify: (request: FastifyRequest) => Promise<{ readonly viewer: Viewer }>,
): Guard {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = token === undefined ? null : digest(`Bearer ${token}`);
  return async (request) => {
    if (expected && timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
    const { viewer } = await identify(request);
    if (viewer.kind !== 'person') throw unauthenticated();
    if (!viewer.posts.some(({ roles }) => roles.some((role) => operatorRoles.includes(role)))) throw forbidden();
  };
}

/** Whoever signed in. */
export function createPersonGuard(identify: (request: FastifyRequest) => Promise<{ readonly viewer: Viewer }>): Guard {
  return async (request) => {
    const { viewer } = await identify(request);
    if (viewer.kind !== 'person') throw unauthenticated();
  };
}

export type GatewayStatus = {
  readonly gateway: { readonly ready: boolean };
  readonly subgraphs: Readonly<
    Record<string, ({ readonly state: 'UP' } & SubgraphStatus) | { readonly state: 'DOWN' }>
  >;
};

/** Outbox depths and backlogs of all subgraphs: who imports waits here until everybody knows what was loaded. */
export function addStatusRoute(
  app: FastifyInstance,
  health: Health,
  subgraphs: readonly Subgraph[],
  guard: Guard,
): void {
  app.get('/status', { onRequest: guard }, async (): Promise<GatewayStatus> => {
    const states = subgraphs.map(async (subgraph) => {
      const state = await subgraph.status().then(
        (status) => ({ state: 'UP' as const, ...status }),
        () => ({ state: 'DOWN' as const }),
      );
      return [subgraph.name, state] as const;
    });
    return {
      gateway: { ready: health.ready && !health.stopping },
      subgraphs: Object.fromEntries(await Promise.all(states)),
    };
  });
}

export function addKeyRoute(app: FastifyInstance, keys: readonly JWK[]): void {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'max-age=60').send({ keys }),
  );
}

const who = z.object({ who: z.string().min(1).max(64) });

/** `POST /dev/token {who}`: signs anybody in, for people at this machine; mounted with the development issuer alone. */
export function addDevelopmentToken(app: FastifyInstance, issuer: SigningKey, claims: Claims, clock: Clock): void {
  app.post('/dev/token', async (request) => {
    if (!isLocal(request)) throw notFound('/dev/token');
    const body = who.safeParse(request.body);
    if (!body.success)
      throw refusal('BAD_USER_INPUT', { en: 'Give {"who": "<staff number>"}.', zh: '请提供 who。' }, { field: 'who' });
    const viewer = await claims.of({ staffNo: body.data.who }).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === 'UNAUTHENTICATED' ? notFound(body.data.who) : error;
    });
    return { token: await issueDevelopmentToken(issuer, viewer.staffNo ?? body.data.who, clock) };
  });
}

const forwarding =
  /^(?:forwarded|via|x-forwarded.*|x-original.*|x-real-ip|x-client-ip|.*-connecting-ip|true-client-ip)$/;

/**
 * From this machine and for nobody else: not through a name that resolves to loopback, not from a page of elsewhere in
 * somebody's browser, and not through a proxy that runs here.
 */
export function isLocal({ ip, socket, headers }: FastifyRequest): boolean {
  const peers = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
  const near = peers.includes(socket.remoteAddress ?? '') && peers.includes(ip);
  const forwarded = Object.keys(headers).some((name) => forwarding.test(name));
  const page = headers.origin === undefined || isLoopbackOrigin(headers.origin);
  return near && !forwarded && page && isLoopbackHost(headers.host ?? '');
}

const tooLarge = { code: 'LIMIT_EXCEEDED', en: 'The request is too large.', zh: '请求内容过大。' };
const otherMethod = { code: 'BAD_USER_INPUT', en: 'Use POST.', zh: '请使用 POST 方法。' };
const unreadable = {
  code: 'BAD_USER_INPUT',
  en: 'The request could not be read: its body must be JSON.',
  zh: '无法读取请求：请求体须为 JSON。',
};
const ourFault = { code: 'INTERNAL', en: 'Something went wrong on our side.', zh: '系统内部错误。' };

/** Whatever goes wrong before or beside GraphQL has the shape of a GraphQL refusal. */
export function addErrorShape(app: FastifyInstance): void {
  const answer = (code: string, message: string, details: Record<string, unknown> = {}) => {
    const { requestId } = requestScope.getStore() ?? {};
    return { errors: [{ message, extensions: { code, requestId, ...details } }] };
  };
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send(answer('NOT_FOUND', 'No such address.')));
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const { language } = requestScope.getStore() ?? { language: 'zh' as RequestScope['language'] };
    if (error instanceof DomainError) {
      return reply.code(httpStatusOf(error.code)).send(answer(error.code, error.text[language], error.details));
    }
    const status = error.statusCode ?? 500;
    const said = status === 413 ? tooLarge : status === 405 ? otherMethod : status < 500 ? unreadable : ourFault;
    if (said === ourFault) request.log.error({ err: error });
    return reply.code(said === ourFault ? 500 : status).send(answer(said.code, said[language]));
  });
}
