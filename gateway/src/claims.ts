import {
  type Clock,
  inSpan,
  SpanKind,
  systemViewer,
  traceparentNow,
  unauthenticated,
  type Viewer,
  viewerSchema,
} from '@chengqi/service-kit';
import { z } from 'zod';
import type { Bearer } from './bearer.ts';
import type { Subgraph } from './subgraph.ts';
import type { ViewerTokens } from './viewer-tokens.ts';

/** With viewer tokens of 30 s, a revoked role or clearance is gone within a minute. */
const lifetimeMilliseconds = 25_000;
const capacity = 10_000;

const query = /* GraphQL */ `
  query Gateway_Claims($staffNo: String!, $subject: String) {
    viewerClaims(staffNo: $staffNo, subject: $subject) {
      personId staffNo posts { orgId scopeOrgId roles onBehalfOf { personId orgIds } } clearance sessionsEndedAt
    }
  }
`;

const claimsSchema = viewerSchema
  .omit({ kind: true, onBehalfOf: true })
  .extend({ sessionsEndedAt: z.coerce.date().nullish() });
const answer = z.object({ viewerClaims: claimsSchema.nullable() });

/** Nobody's bearer, but somebody who is known here otherwise. */
type Named = Pick<Bearer, 'staffNo'> & Partial<Bearer>;

interface Known {
  readonly viewer: Viewer;
  readonly sessionsEndedAt: Date | null;
}

export interface Claims {
  /**
   * Posts, roles and clearance as directory has them now.
   * @throws DomainError UNAUTHENTICATED when it knows no such active person, or the issuer has ended what the bearer is of
   */
  of(named: Named): Promise<Viewer>;
}

export function createClaims(directory: Subgraph, tokens: ViewerTokens, clock: Clock): Claims {
  const known = new Map<string, { claims: Promise<Known>; until: number }>();

  async function ask({ staffNo, subject }: Named): Promise<Known> {
    const authorization = `Bearer ${await tokens.of(systemViewer, 'directory')}`;
    const variables = { staffNo, subject: subject ?? null };
    const { data, errors } = await inSpan('who asks', { by: 'gateway', kind: SpanKind.CLIENT }, () => {
      const traceparent = traceparentNow();
      return directory.execute({ query, variables }, { authorization, ...(traceparent !== null && { traceparent }) });
    });
    if (errors?.length) throw new Error(`directory did not answer viewerClaims: ${errors[0]?.message}`);
    const { viewerClaims } = answer.parse(data);
    if (viewerClaims === null) throw unauthenticated();
    const { sessionsEndedAt, ...viewer } = viewerClaims;
    return { viewer: { kind: 'person', onBehalfOf: null, ...viewer }, sessionsEndedAt: sessionsEndedAt ?? null };
  }

  function remembered(named: Named): Promise<Known> {
    const now = clock.now().getTime();
    const key = JSON.stringify([named.staffNo, named.subject]);
    const cached = known.get(key);
    if (cached && cached.until > now) return cached.claims;
    if (known.size >= capacity) known.clear();
    const entry = { claims: ask(named), until: now + lifetimeMilliseconds };
    known.set(key, entry);
    // Only an answer is worth remembering: a directory that comes back is asked at once.
    entry.claims.catch(() => known.get(key) === entry && known.delete(key));
    return entry.claims;
  }

  return {
    async of(named) {
      const { viewer, sessionsEndedAt } = await remembered(named);
      if (named.issuedAt && sessionsEndedAt && named.issuedAt <= sessionsEndedAt) throw unauthenticated();
      return viewer;
    },
  };
}
