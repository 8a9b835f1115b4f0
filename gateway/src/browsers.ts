import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isLoopbackOrigin } from './loopback.ts';

interface BrowserOptions {
  readonly allowedOrigins: readonly string[];
  readonly developing: boolean;
}

/** What browsers ask for: pages of the allowed origins may ask, in development those of this machine too; less to carry. */
export async function addBrowsers(app: FastifyInstance, { allowedOrigins, developing }: BrowserOptions): Promise<void> {
  await app.register(cors, {
    origin: (origin, decide) =>
      decide(
        null,
        origin !== undefined && (allowedOrigins.includes(origin) || (developing && isLoopbackOrigin(origin))),
      ),
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: [
      ...['authorization', 'content-type', 'accept-language', 'x-request-id', 'traceparent'],
      ...['graphql-client-name', 'graphql-client-version', 'apollographql-client-name', 'apollographql-client-version'],
      'last-event-id',
    ],
    exposedHeaders: ['x-request-id', 'retry-after', 'content-disposition'],
    maxAge: 600,
  });
  // Brotli at its best takes longer than the question.
  const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, brotliOptions });
}
