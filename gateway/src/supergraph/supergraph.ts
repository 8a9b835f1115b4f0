import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupergraphManager } from '@apollo/gateway';
import { gatewaySubgraph } from '@chengqi/schemas';
import { ConfigError, type Logger, systemViewer } from '@chengqi/service-kit';
import type { Subgraph } from '../subgraph.ts';
import type { ViewerTokens } from '../viewer-tokens.ts';
import { claimedBy, definedIn } from './ownership.ts';
import { createTrial } from './trial.ts';

/** Where the graph comes from, and what is served when it cannot be had. */
export interface SupergraphSource {
  /** A path or an address by https or http. */
  readonly from: string;
  /** Keeps the last one that served. */
  readonly keptIn?: string | undefined;
  readonly everyMilliseconds: number;
}

interface Surroundings {
  /** What the gateway was built with: the last resort. */
  readonly builtIn: string;
  readonly subgraphs: readonly Subgraph[];
  readonly tokens: ViewerTokens;
  readonly log: Logger;
  /** Tells which one serves now. */
  readonly observe: (digest: string) => void;
}

const mostBytes = 20 * 1024 * 1024;
const longestMilliseconds = 5000;

export const digestOf = (sdl: string): string => createHash('sha256').update(sdl).digest('hex').slice(0, 12);

/**
 * Follows the supergraph of a file or an address. One that does not load, or that says of a subgraph what this does not
 * answer, is told of in the log and never replaces the one that serves; neither does one that cannot be held against a
 * subgraph, because this is down. Requests in flight end with the graph they began with.
 */
export function followSupergraph(
  { from, keptIn, everyMilliseconds }: SupergraphSource,
  { builtIn, subgraphs, tokens, log, observe }: Surroundings,
): SupergraphManager {
  const ends = new AbortController();
  const reader = createReader(from);
  const trial = createTrial();
  let tried: { readonly sdl: string; readonly fault: string | null } | undefined;

  const keep = async (sdl: string) => {
    if (keptIn === undefined) return;
    await mkdir(dirname(keptIn), { recursive: true });
    await writeFile(`${keptIn}.new`, sdl);
    await rename(`${keptIn}.new`, keptIn);
  };

  /** The first that loads: of the source, of the disk, of the build. */
  async function first(): Promise<string> {
    const candidates = [
      { of: from, read: () => reader() },
      ...(keptIn === undefined ? [] : [{ of: keptIn, read: () => readFile(keptIn, 'utf8') }]),
      { of: 'the build', read: async () => builtIn },
    ];
    for (const { of, read } of candidates) {
      const sdl = await read().catch(() => null);
      const fault = sdl === null ? 'it cannot be read' : await trial.loads(sdl);
      if (sdl !== null && fault === null) return sdl;
      log.error({ of, fault }, 'a supergraph is not served');
    }
    throw new ConfigError(`There is no supergraph to serve: neither ${from} nor what was kept loads.`);
  }

  /** Why it may not replace the one that serves; null when it may. Whether it loads is tried once, what others answer each time. */
  async function faultOf(sdl: string): Promise<string | null> {
    if (tried?.sdl !== sdl) tried = { sdl, fault: await trial.loads(sdl) };
    if (tried.fault !== null) return tried.fault;
    for (const [name, claimed] of claimedBy(sdl)) {
      if (name === gatewaySubgraph) continue;
      const subgraph = subgraphs.find((each) => each.name === name);
      if (!subgraph) return `nobody answers for ${name}`;
      const defined = definedIn(await sdlOf(subgraph));
      const missing = [...claimed].find((coordinate) => !defined.has(coordinate));
      if (missing !== undefined) return `${name} does not answer ${missing}`;
    }
    return null;
  }

  async function sdlOf({ name, execute }: Subgraph): Promise<string> {
    const authorization = `Bearer ${await tokens.of(systemViewer, name)}`;
    const { data } = await execute({ query: '{ _service { sdl } }' }, { authorization });
    const sdl = (data as { _service?: { sdl?: unknown } } | null)?._service?.sdl;
    if (typeof sdl !== 'string') throw new Error(`${name} does not tell its schema`);
    return sdl;
  }

  async function follow(serving: string, update: (sdl: string) => void): Promise<void> {
    let [serves, refused] = [digestOf(serving), ''];
    while (!ends.signal.aborted) {
      await sleep(everyMilliseconds, undefined, { signal: ends.signal, ref: false }).catch(() => undefined);
      if (ends.signal.aborted) return;
      const sdl = await reader().catch(() => null);
      const digest = sdl === null ? serves : digestOf(sdl);
      if (sdl === null || digest === serves) continue;
      const fault = await faultOf(sdl).catch((error: Error) => error.message);
      if (ends.signal.aborted) return;
      if (fault !== null) {
        if (refused !== digest) log.error({ from, digest, fault }, 'a supergraph does not replace the one that serves');
        refused = digest;
        continue;
      }
      update(sdl);
      [serves, refused] = [digest, ''];
      observe(digest);
      log.info({ from, digest }, 'another supergraph serves');
      await keep(sdl).catch((error: unknown) => log.error({ err: error, keptIn }, 'the supergraph was not kept'));
    }
  }

  return {
    async initialize({ update }) {
      const sdl = await first();
      observe(digestOf(sdl));
      await keep(sdl).catch((error: unknown) => log.error({ err: error, keptIn }, 'the supergraph was not kept'));
      const following = follow(sdl, update);
      return {
        supergraphSdl: sdl,
        cleanup: async () => {
          ends.abort();
          await following;
          await trial[Symbol.asyncDispose]();
        },
      };
    },
  };
}

/** Reads it; of an address only what has changed. */
function createReader(from: string): () => Promise<string> {
  if (!/^https?:\/\//.test(from)) return () => readFile(from, 'utf8');
  let known: { readonly tag: string; readonly sdl: string } | undefined;
  return async () => {
    const signal = AbortSignal.timeout(longestMilliseconds);
    const answer = await fetch(from, { signal, headers: known ? { 'if-none-match': known.tag } : {} });
    if (answer.status === 304 && known) return known.sdl;
    if (!answer.ok) throw new Error(`${from} answers ${answer.status}`);
    if (Number(answer.headers.get('content-length') ?? 0) > mostBytes) throw new Error(`${from} is too large`);
    const sdl = await answer.text();
    const tag = answer.headers.get('etag');
    known = tag === null ? undefined : { tag, sdl };
    return sdl;
  };
}
