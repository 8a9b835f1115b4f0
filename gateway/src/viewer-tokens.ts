import type { ServiceName } from '@chengqi/schemas';
import { type Clock, mintViewerToken, type SigningKey, type Viewer } from '@chengqi/service-kit';

/** Signing costs more than executing a plan; a token of 30 s is handed out again for this long. */
const reuseMilliseconds = 20_000;

export interface ViewerTokens {
  /** The token by which this subgraph knows this viewer. */
  of(viewer: Viewer, subgraph: ServiceName): Promise<string>;
}

/** Tokens hang on the viewer object: claims that are read anew bring new tokens, forgotten ones take theirs along. */
export function createViewerTokens(key: SigningKey, clock: Clock): ViewerTokens {
  const minted = new WeakMap<Viewer, Map<ServiceName, { token: Promise<string>; until: number }>>();
  return {
    of(viewer, subgraph) {
      const now = clock.now();
      const tokens = minted.get(viewer) ?? new Map<ServiceName, { token: Promise<string>; until: number }>();
      minted.set(viewer, tokens);
      const known = tokens.get(subgraph);
      if (known && known.until > now.getTime()) return known.token;
      const token = mintViewerToken(key, viewer, subgraph, now);
      tokens.set(subgraph, { token, until: now.getTime() + reuseMilliseconds });
      return token;
    },
  };
}
