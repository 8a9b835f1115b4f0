import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceName } from '@chengqi/schemas';
import { type Ids, traceparentNow, type Viewer } from '@chengqi/service-kit';
import type { DocumentNode } from 'graphql';
import type { Bearer } from './bearer.ts';
import type { ViewerTokens } from './viewer-tokens.ts';

/** What is known of a request before anybody is identified. */
export interface RequestScope {
  readonly requestId: string;
  readonly language: 'zh' | 'en';
  readonly traceparent: string | null;
  /** What the asking program calls itself; null when it does not say. */
  readonly client: string | null;
}

export interface GatewayContext extends RequestScope {
  readonly viewer: Viewer;
  /** By what the viewer is known; null without a bearer. */
  readonly bearer: Bearer | null;
  /** Whether the body held an operation, whatever became of it; Apollo copies the rest of a context. */
  readonly request: { wellFormed: boolean };
  /** The operation is only planned, before anybody asks it: no subgraph hears of it. */
  readonly rehearsal?: boolean;
  /** The subscription that this is a question of; it is counted in its place. */
  readonly subscribed?: DocumentNode;
  /** Aborted when the operation took too long, or nobody waits for it any more. */
  readonly work: AbortController;
  /** The only headers a subgraph ever sees. */
  headersFor(subgraph: ServiceName): Promise<Record<string, string>>;
}

/** Apollo's formatError has no context argument; the scope of the running request is here. */
export const requestScope = new AsyncLocalStorage<RequestScope>();

export function readScope(headers: IncomingHttpHeaders, ids: Ids): RequestScope {
  const { 'x-request-id': requestId, traceparent, 'accept-language': languages } = headers;
  return {
    requestId: typeof requestId === 'string' && /^[\w.-]{8,64}$/.test(requestId) ? requestId : ids.next('req'),
    language: preferred(languages),
    traceparent:
      typeof traceparent === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
        ? traceparent
        : null,
    client: clientOf(headers['graphql-client-name'] ?? headers['apollographql-client-name']),
  };
}

const clientOf = (name: string | string[] | undefined): string | null =>
  typeof name === 'string' && /^[\w.-]{1,64}$/.test(name) ? name : null;

export function createContext(
  { requestId, language, traceparent, client }: RequestScope,
  { viewer, bearer }: Pick<GatewayContext, 'viewer' | 'bearer'>,
  tokens: ViewerTokens,
): GatewayContext {
  const scope = { requestId, language, traceparent, client };
  return {
    ...scope,
    viewer,
    bearer,
    request: { wellFormed: false },
    work: new AbortController(),
    async headersFor(subgraph) {
      const parent = traceparentNow() ?? scope.traceparent;
      return {
        authorization: `Bearer ${await tokens.of(viewer, subgraph)}`,
        'accept-language': scope.language,
        'x-request-id': scope.requestId,
        ...(parent ? { traceparent: parent } : {}),
      };
    },
  };
}

/** The client an operation is counted for: who did not sign in asks what `anonymous` has registered, and nothing else. */
export const asksAs = ({ viewer, client }: Pick<GatewayContext, 'viewer' | 'client'>): string | null =>
  viewer.kind === 'person' ? client : 'anonymous';

/** The office's own language unless English is asked for first. */
function preferred(languages: string | undefined): 'zh' | 'en' {
  const [best] = (languages ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = Number(
        parameters
          .find((each) => each.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { tag, quality };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.quality - a.quality);
  return best?.tag.startsWith('en') ? 'en' : 'zh';
}
