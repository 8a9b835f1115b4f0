import { Readable } from 'node:stream';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RunningService, SubgraphHeaders } from './service.ts';

const bodyLimit = 2 * 1024 * 1024;

/** The HTTP door of a subgraph: it answers the gateway and other services only. */
export function createDoor(service: Pick<RunningService, 'execute' | 'serve'>): FastifyInstance {
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  server.post('/graphql', async (request, reply) => {
    const operation = operationSchema.safeParse(request.body);
    if (!operation.success)
      return reply
        .code(400)
        .send({ errors: [{ message: 'Not a GraphQL request.', extensions: { code: 'BAD_USER_INPUT' } }] });
    const result = await service.execute(operation.data, headersOf(request));
    const unauthenticated = result.data === undefined && result.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED';
    return reply.code(unauthenticated ? 401 : 200).send(result);
  });
  void server.register(async (beside) => addBeside(beside, service));
  return server;
}

/** What is asked beside the graph: bodies of whatever kind pass as the streams that they are. */
function addBeside(server: FastifyInstance, service: Pick<RunningService, 'serve'>): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, body, done) => done(null, body));
  for (const [method, url] of beside) {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        const given = Object.entries(headersOf(request)).filter((entry): entry is [string, string] => entry[1] != null);
        const body = request.body
          ? { body: Readable.toWeb(request.raw) as ReadableStream, duplex: 'half' as const }
          : {};
        const asked = new Request(new URL(request.url, 'http://service'), { method, headers: given, ...body });
        return reply.send(await service.serve(asked));
      },
    });
  }
}

const beside = [
  ['GET', '/admin/*'],
  ['GET', '/files/*'],
  ['PUT', '/files/*'],
] as const;

const operationSchema = z.object({
  query: z.string(),
  variables: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((value) => value ?? undefined),
  operationName: z
    .string()
    .nullish()
    .transform((value) => value ?? undefined),
});

/** Of the headers those that say who asks, and how. */
const headersOf = ({ headers }: FastifyRequest): SubgraphHeaders => ({
  authorization: headers.authorization,
  'accept-language': headers['accept-language'],
  'x-request-id': one(headers['x-request-id']),
  traceparent: one(headers.traceparent),
});

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);
