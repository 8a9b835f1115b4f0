import type { ApolloServerPlugin } from '@apollo/server';
import { type Clock, DomainError, refusal, unauthenticated } from '@chengqi/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { answerRefusal } from '../refusals.ts';
import { createAllowance } from './allowance.ts';
import { type CostOf, createCost } from './cost.ts';
import {
  exceeded,
  isTooLong,
  limits,
  operationOf,
  refuseDeepValues,
  refuseExcess,
  tooLong,
  tooWide,
} from './limits.ts';
import type { RegisteredOperations } from './registered.ts';
import type { createTrust } from './trusted.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; there once the request was admitted. */
    gatewayContext: GatewayContext | null;
    /** The operation, where it is a subscription. */
    subscription: Weighed | null;
  }
}

/** An operation that was let in, and what it may cost each time it is asked. */
export interface Weighed {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: number;
}

/** What an operation may cost where nothing else is said; a board of a front end costs some hundreds. */
const dearest = 30_000;
/** How many of the dearest somebody may ask at once, and each second on and on. */
const dearestAtOnce = 30;
const dearestPerSecond = 1.5;
/** Operations at work at once; beyond it waiting would only make all of them late. */
const mostAtWork = 64;
const anonymousBytes = 16 * 1024;
const mostRemembered = 1000;
/** A longer text is mostly blanks and comments, and not worth its memory. */
const longestRemembered = 32 * 1024;

export interface AdmissionOptions {
  readonly registered: RegisteredOperations;
  readonly trust: ReturnType<typeof createTrust>;
  readonly clock: Clock;
  /** What one operation may cost. */
  readonly costLimit: number | undefined;
  /** @throws DomainError UNAUTHENTICATED for a bearer with a flaw */
  identify(request: FastifyRequest): Promise<GatewayContext>;
}

interface Asked {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/**
 * Lets a request in, or refuses it for next to nothing: before its body is read who asks is known, before it is planned
 * what it may cost. The plugin brings the schema.
 */
export function createAdmission(options: AdmissionOptions) {
  const { registered, trust, clock, costLimit = dearest, identify } = options;
  const allowance = createAllowance({ most: dearestAtOnce * costLimit, perSecond: dearestPerSecond * costLimit });
  const verdicts = new Map<string, DocumentNode | DomainError>();
  let costOf: CostOf = () => 0;
  let atWork = 0;

  const plugin: ApolloServerPlugin<GatewayContext> = {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ apiSchema, coreSupergraphSdl }) => {
        costOf = createCost(coreSupergraphSdl ?? '', apiSchema);
      },
    }),
  };

  /** Before the body is read. */
  async function begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (atWork >= mostAtWork) return void answerRefusal(request, reply, busy(), 503);
    request.gatewayContext = await identify(request);
    if (request.gatewayContext.viewer.kind === 'person') return;
    const length = Number(request.headers['content-length']);
    if (request.method !== 'POST') throw unauthenticated();
    if (!(length <= anonymousBytes)) throw tooLarge();
  }

  /** Once it is read: who did not sign in gets an operation by its name alone, whatever text came with it. */
  function register(request: FastifyRequest): void {
    const { operationName, variables } = asked(request);
    const known = typeof operationName === 'string' ? registered.get(operationName) : undefined;
    if (!known) throw unauthenticated();
    request.body = { ...known, variables: variables ?? {} };
  }

  /** A `documentId` in place of the text. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  function lookUp(request: FastifyRequest): void {
    const { documentId, ...rest } = asked(request);
    if (documentId === undefined || documentId === null) return;
    if (typeof documentId !== 'string' || (rest.query !== undefined && rest.query !== null)) throw eitherOr();
    const looked = { ...rest, query: trust.textOf(documentId) };
    if (request.method !== 'GET') request.body = looked;
    else {
      request.query = looked;
      // Apollo reads the address itself.
      request.raw.url = `/graphql?${new URLSearchParams(looked as Record<string, string>)}`;
    }
  }

  /** The document, once it is known to be of a sensible size; undefined where the parser has to say what is wrong. */
  function read(query: string): DocumentNode | undefined {
    const known = verdicts.get(query) ?? judge(query);
    if (known === undefined) return undefined;
    if (verdicts.size >= mostRemembered) verdicts.clear();
    if (query.length <= longestRemembered) verdicts.set(query, known);
    if (known instanceof DomainError) throw known;
    return known;
  }

  function spend({ viewer }: GatewayContext, cost: number): void {
    if (cost > costLimit) throw tooDear(cost, costLimit);
    const asker = viewer.staffNo ?? viewer.clientHash ?? '';
    const wait = allowance.spend(asker, cost, clock.now().getTime());
    if (wait > 0) throw tooFast(wait);
  }

  /** From here on the request is at work; false where it was refused for that. A body that comes slowly holds nobody up. */
  function enter(request: FastifyRequest, reply: FastifyReply): boolean {
    if (atWork >= mostAtWork) {
      void answerRefusal(request, reply, busy(), 503);
      return false;
    }
    atWork += 1;
    reply.raw.once('close', () => {
      atWork -= 1;
    });
    return true;
  }

  /** Before it is handed to the graph. A subscription stays for hours, and is not counted among what is at work. */
  async function weigh(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await consider(request);
    if (!request.subscription) enter(request, reply);
  }

  async function consider(request: FastifyRequest): Promise<void> {
    const context = request.gatewayContext;
    if (context === null) throw unauthenticated();
    if (context.viewer.kind !== 'person') register(request);
    else lookUp(request);
    const { query, operationName, variables } = asked(request);
    if (typeof query !== 'string') return;
    const document = read(query);
    const operation = document && operationOf(document, typeof operationName === 'string' ? operationName : null);
    if (!document || !operation) return;
    if (context.viewer.kind === 'person') trust.judge(document, context.client);
    const given = recordOf(variables);
    refuseDeepValues(given);
    const cost = Math.ceil(costOf(document, operation, given));
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      request.subscription = { document, operation, variables: given, cost };
    spend(context, cost);
  }

  const orRefuse =
    (step: (request: FastifyRequest, reply: FastifyReply) => Promise<void>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        await step(request, reply);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return answerRefusal(request, reply, error);
      }
      return undefined;
    };

  const pay = (cost: number) => async (request: FastifyRequest) => {
    if (request.gatewayContext === null) throw unauthenticated();
    spend(request.gatewayContext, cost);
  };
  const work = (cost: number) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (enter(request, reply)) await pay(cost)(request);
  };

  return {
    plugin,
    /** Fits a route beside the graph that only people may ask, at this cost; it comes after the graph's. */
    beside: (cost: number) => ({ onRequest: orRefuse(begin), preHandler: orRefuse(work(cost)) }),
    /** The same, for what takes as long as a client's line needs: it is not counted among what is at work. */
    transfer: (cost: number) => ({ onRequest: orRefuse(begin), preHandler: orRefuse(pay(cost)) }),
    /** Takes a cost from what its viewer may spend. @throws DomainError OPERATION_LIMIT, RATE_LIMITED */
    spend,
    /** Fits a route of subscriptions alone; it comes after the graph's. */
    stream: { onRequest: orRefuse(begin), preHandler: orRefuse(consider) },
    /** Fits the route of the graph. */
    hooks: (app: FastifyInstance) => {
      app.decorateRequest('gatewayContext', null);
      app.decorateRequest('subscription', null);
      return { onRequest: orRefuse(begin), preHandler: orRefuse(weigh) };
    },
  };
}

export type Admission = ReturnType<typeof createAdmission>;

/** Nothing of a request that is none: the graph says what is wrong with it. */
function asked({ method, body, query }: FastifyRequest): Asked {
  if (method === 'GET') return query as Asked;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
}

/** Variables come as an object, or in an address as its text. */
function recordOf(variables: unknown): Record<string, unknown> {
  if (typeof variables !== 'string') return (variables ?? {}) as Record<string, unknown>;
  try {
    return JSON.parse(variables) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function judge(query: string): DocumentNode | DomainError | undefined {
  if (query.length > limits.characters) return tooWide();
  try {
    const document = parse(query, { maxTokens: limits.tokens, noLocation: true });
    refuseExcess(document);
    return document;
  } catch (error) {
    if (isTooLong(error)) return tooLong();
    return error instanceof DomainError ? error : undefined;
  }
}

const tooDear = (cost: number, limit: number) =>
  exceeded({
    en: `This operation may cost ${cost}, of ${limit} allowed: ask for shorter pages or fewer fields.`,
    zh: `该操作的预估开销为 ${cost}，超过上限 ${limit}：请减少每页条数或字段。`,
  });

const tooFast = (seconds: number) =>
  refusal(
    'RATE_LIMITED',
    { en: `Too much at once; try again in ${seconds} s.`, zh: `请求过于频繁，请 ${seconds} 秒后重试。` },
    { retryable: true, retryAfterSeconds: seconds },
  );

const busy = () =>
  refusal(
    'RATE_LIMITED',
    { en: 'The office is busy; try again in a second.', zh: '系统繁忙，请稍后重试。' },
    { retryable: true, retryAfterSeconds: 1 },
  );

const eitherOr = () =>
  refusal(
    'BAD_USER_INPUT',
    { en: 'Send either query or documentId, as text.', zh: '请发送 query 或 documentId 之一，须为文本。' },
    { field: 'documentId' },
  );

const tooLarge = () =>
  refusal('LIMIT_EXCEEDED', {
    en: 'Without signing in a request has at most 16 KB, and says how long it is.',
    zh: '未登录的请求不得超过 16 KB，并须注明长度。',
  });
