import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { refusal } from '@chengqi/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from './admission/admission.ts';
import { exceeded } from './admission/limits.ts';
import type { GatewayContext } from './context.ts';
import { answerRefusal } from './refusals.ts';

/** Longer than any one subgraph may take, shorter than any client waits. */
export const longestMilliseconds = 25_000;
const mostBytes = 10 * 1024 * 1024;

/** The graph at `/graphql`, subscriptions there and at `/graphql/stream`: what Apollo answers, as HTTP wants it, within its time and its size. */
export function addGraph(
  app: FastifyInstance,
  apollo: ApolloServer<GatewayContext>,
  admission: Admission,
  subscribe: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  const ask = fastifyApolloHandler(apollo, { context: async (request: FastifyRequest) => admitted(request) });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (request.subscription) return subscribe(request, reply);
    const { work } = admitted(request);
    const late = setTimeout(() => work.abort(), longestMilliseconds);
    // Who has gone waits for nothing any more; who was answered neither, and an abort costs its error.
    reply.raw.once('close', () => reply.raw.writableFinished || work.abort());
    try {
      const body = await Promise.race([ask.call(app, request, reply), ended(work.signal)]);
      if (body === null) return answerRefusal(request, reply, tookTooLong());
      if (typeof body === 'string' && Buffer.byteLength(body) > mostBytes)
        return answerRefusal(request, reply, tooMuch());
      asPlainJson(request, reply);
      return body;
    } finally {
      clearTimeout(late);
    }
  }

  app.route({ method: ['GET', 'POST'], url: '/graphql', ...admission.hooks(app), handler: answer });
  // What `graphql-sse` calls its distinct connections, for clients that want an address of its own.
  app.route({ method: 'POST', url: '/graphql/stream', ...admission.stream, handler: subscribe });
  app.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: async (_request, reply) => {
      void reply.header('allow', 'GET, POST');
      throw Object.assign(new Error('not this way'), { statusCode: 405 });
    },
  });
}

/** Who asks and how, once the request was admitted. */
export function admitted({ gatewayContext }: FastifyRequest): GatewayContext {
  if (gatewayContext === null) throw new Error('nobody admitted this request');
  return gatewayContext;
}

const ended = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });

/** GraphQL over HTTP 6.4.1: in plain JSON a well-formed request is answered with 200, also where it is refused. */
function asPlainJson(request: FastifyRequest, reply: FastifyReply): void {
  const plain = String(reply.getHeader('content-type')).startsWith('application/json');
  if (reply.statusCode === 400 && plain && admitted(request).request.wellFormed) void reply.code(200);
}

const tookTooLong = () =>
  refusal(
    'SUBGRAPH_TIMEOUT',
    { en: 'The operation took too long.', zh: '操作超时，请缩小范围后重试。' },
    { retryable: true },
  );

const tooMuch = () =>
  exceeded({ en: 'The answer is larger than 10 MiB: ask for less at once.', zh: '返回内容超过 10 MiB，请缩小范围。' });
