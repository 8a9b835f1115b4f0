import { createHash } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { englishOf, loadChinese } from '@chengqi/schemas';
import { badInput, notFound } from '@chengqi/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  buildClientSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
  introspectionFromSchema,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import type { GatewayContext } from './context.ts';
import type { Guard } from './routes.ts';

interface Document {
  readonly type: string;
  readonly text: string;
  readonly tag: string;
}

/**
 * `/schema.graphql` and `/schema.json` (the answer to an introspection query): the types that clients may ask for, without
 * what federation adds; with `?language=zh` described in Chinese. The plugin brings them; until then there are none. They
 * are written when first asked for.
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
    const document = write[`${path} ${languageOf(request)}`]?.();
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

const languages = ['en', 'zh'] as const;

function languageOf({ query }: FastifyRequest): (typeof languages)[number] {
  const { language = 'en' } = query as { language?: unknown };
  const known = languages.find((each) => each === language);
  if (known) return known;
  throw badInput('language', { en: 'The language is en or zh.', zh: '语言只能是 en 或 zh。' });
}

function writersOf(schema: GraphQLSchema): Readonly<Record<string, () => Document>> {
  const told = once(() => introspectionFromSchema(lexicographicSortSchema(schema), { specifiedByUrl: true }));
  const inLanguage = { en: told, zh: once(() => inChinese(told(), loadChinese())) };
  return Object.fromEntries(
    languages.flatMap((language) => [
      [
        `/schema.graphql ${language}`,
        once(() =>
          documentOf('text/plain; charset=utf-8', `${printSchema(buildClientSchema(inLanguage[language]()))}\n`),
        ),
      ],
      [
        `/schema.json ${language}`,
        once(() => documentOf('application/json; charset=utf-8', JSON.stringify({ data: inLanguage[language]() }))),
      ],
    ]),
  );
}

/** The same types for who reads Chinese; what nobody has said in Chinese stays as it is. */
function inChinese(told: IntrospectionQuery, chinese: ReadonlyMap<string, string>): IntrospectionQuery {
  const said = JSON.stringify(told, (key, value) =>
    key === 'description' && typeof value === 'string' ? (chinese.get(englishOf(value)) ?? value) : value,
  );
  return JSON.parse(said);
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
