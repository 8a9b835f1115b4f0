import { createHash } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { notFound } from '@chengqi/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLSchema, introspectionFromSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { GatewayContext } from './context.ts';
import type { Guard } from './routes.ts';

interface Document {
  readonly type: string;
  readonly text: string;
  readonly tag: string;
}

/**
 * `/schema.graphql` and `/schema.json` (the answer to an introspection query): the types that clients may ask for, without
 * what federation adds. The plugin brings them; until then there are none. They are written when first asked for.
 */
export function createSchemaDocuments() {
  let write: Readonly<Record<string, () => Document>> = {};
  const plugin: ApolloServerPlugin<GatewayContext> = {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ apiSchema }: { apiSchema: GraphQLSchema }) => {
        write = writersOf(apiSchema);
      },
    }),
  };

  function answer(path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const document = write[path]?.();
    if (!document) throw notFound(path);
    // Whoever kept it asks anew each time: the right to read it may be gone, and it changes with a release.
    void reply.headers({ 'cache-control': 'private, no-cache', etag: document.tag, vary: 'authorization' });
    const kept = request.headers['if-none-match']?.split(',').map((each) => each.trim());
    if (kept?.includes(document.tag)) return reply.code(304).send();
    return reply.type(document.type).send(document.text);
  }

  return {
    plugin,
    addRoutes(app: FastifyInstance, guard: Guard): void {
      for (const path of ['/schema.graphql', '/schema.json'])
        app.get(path, { onRequest: guard }, async (request, reply) => answer(path, request, reply));
    },
  };
}

function writersOf(schema: GraphQLSchema): Readonly<Record<string, () => Document>> {
  const sorted = once(() => lexicographicSortSchema(schema));
  return {
    '/schema.graphql': once(() => documentOf('text/plain; charset=utf-8', `${printSchema(sorted())}\n`)),
    '/schema.json': once(() => {
      const data = introspectionFromSchema(sorted(), { specifiedByUrl: true });
      return documentOf('application/json; charset=utf-8', JSON.stringify({ data }));
    }),
  };
}

/** Weak, for a compressed answer has other bytes. */
const documentOf = (type: string, text: string): Document => ({
  type,
  text,
  tag: `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
});

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
