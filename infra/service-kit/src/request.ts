import { randomUUID } from 'node:crypto';
import { DomainError, spokenProblems } from './errors.ts';
import type { createViewerVerifier } from './identity.ts';
import type { ServiceParts, SubgraphHeaders } from './service.ts';
import { type Request, systemActor } from './viewer.ts';

/** The answer to who is not let in. */
export const refused = (headers: SubgraphHeaders) => (error: unknown) => {
  if (!(error instanceof DomainError)) throw error;
  const { code, text, details, problems } = error;
  const language = languageOf(headers);
  const all = problems.length === 0 ? {} : { problems: spokenProblems(problems, language) };
  return {
    errors: [{ message: text[language], extensions: { code, ...details, ...all, requestId: headers['x-request-id'] } }],
  };
};

const languageOf = (headers: SubgraphHeaders): 'zh' | 'en' =>
  /^\s*zh/i.test(headers['accept-language'] ?? '') ? 'zh' : 'en';

/** Who asks, from the headers that the gateway or another service sent. @throws DomainError UNAUTHENTICATED */
export async function requestOf(
  headers: SubgraphHeaders,
  verify: ReturnType<typeof createViewerVerifier>,
  parts: ServiceParts,
): Promise<Request> {
  const { viewer, probing } = await verify(headers.authorization);
  return {
    viewer,
    probing,
    actor: viewer.kind === 'system' ? systemActor : await parts.actorOf(viewer),
    requestId: headers['x-request-id'] ?? randomUUID(),
    language: languageOf(headers),
    traceparent: headers.traceparent ?? null,
  };
}
