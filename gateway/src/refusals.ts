import { type DomainError, type ErrorCode, httpStatusOf } from '@chengqi/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestScope } from './context.ts';
import { publicDetailsOf } from './errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts what is refused in the graph's place, by code. */
    observeRefusal(code: string): void;
  }
}

const responseJson = 'application/graphql-response+json';

/** Refusals of a well-formed operation: with plain JSON they are answers like any other (GraphQL over HTTP, 6.4.1). */
const ofOperations: ReadonlySet<ErrorCode> = new Set(['OPERATION_LIMIT']);

/** A refusal from before the graph was asked, with the status and the media type that GraphQL over HTTP wants. */
export function answerRefusal(
  { headers, server }: FastifyRequest,
  reply: FastifyReply,
  error: DomainError,
  status = httpStatusOf(error.code),
): FastifyReply {
  const { requestId = '', language = 'zh' } = requestScope.getStore() ?? {};
  server.observeRefusal(error.code);
  const { retryAfterSeconds } = error.details;
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
  const modern = headers.accept?.includes(responseJson) ?? false;
  const extensions = { code: error.code, requestId, ...publicDetailsOf(error.details) };
  return reply
    .code(ofOperations.has(error.code) && !modern ? 200 : status)
    .type(`${modern ? responseJson : 'application/json'}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message: error.text[language], extensions }] }));
}
