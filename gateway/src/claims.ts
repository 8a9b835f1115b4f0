import { type Clock, systemViewer, unauthenticated, type Viewer, viewerSchema } from '@chengqi/service-kit';
import { z } from 'zod';
import type { Subgraph } from './subgraph.ts';
import type { ViewerTokens } from './viewer-tokens.ts';

/** With viewer tokens of 30 s, a revoked role or clearance is gone within a minute. */
const lifetimeMilliseconds = 25_000;
const capacity = 10_000;

const query = /* GraphQL */ `
  query Gateway_Claims($staffNo: String!) {
    viewerClaims(staffNo: $staffNo) { personId staffNo posts { orgId scopeOrgId roles onBehalfOf { personId orgIds } } clearance }
  }
`;

const answer = z.object({ viewerClaims: viewerSchema.omit({ kind: true, onBehalfOf: true }).nullable() });

export interface Claims {
  /** Posts, roles and clearance as directory has them now; UNAUTHENTICATED when it knows no such active person. */
  of(staffNo: string): Promise<Viewer>;
}

export function createClaims(directory: Subgraph, tokens: ViewerTokens, clock: Clock): Claims {
  const known = new Map<string, { viewer: Promise<Viewer>; until: number }>();

  async function ask(staffNo: string): Promise<Viewer> {
    const authorization = `Bearer ${await tokens.of(systemViewer, 'directory')}`;
    const { data, errors } = await directory.execute({ query, variables: { staffNo } }, { authorization });
    if (errors?.length) throw new Error(`directory did not answer viewerClaims: ${errors[0]?.message}`);
    const { viewerClaims } = answer.parse(data);
    if (viewerClaims === null) throw unauthenticated();
    return { kind: 'person', onBehalfOf: null, ...viewerClaims };
  }

  return {
    of(staffNo) {
      const now = clock.now().getTime();
      const cached = known.get(staffNo);
      if (cached && cached.until > now) return cached.viewer;
      if (known.size >= capacity) known.clear();
      const entry = { viewer: ask(staffNo), until: now + lifetimeMilliseconds };
      known.set(staffNo, entry);
      // Only an answer is worth remembering: a directory that comes back is asked at once.
      entry.viewer.catch(() => known.get(staffNo) === entry && known.delete(staffNo));
      return entry.viewer;
    },
  };
}
