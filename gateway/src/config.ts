import { addressVariableOf, forEachAddress, type ServiceName, serviceNames } from '@chengqi/schemas';
import { readConfig } from '@chengqi/service-kit';
import { z } from 'zod';
import { type TrustMode, type TrustPolicy, trustModes } from './admission/trusted.ts';
import { type Issuer, oidcIssuer } from './bearer.ts';
import type { FrontEnds } from './front-ends.ts';
import { isLoopbackHost } from './loopback.ts';
import type { SupergraphSource } from './supergraph/supergraph.ts';

/** An import travels in one request of this size; other operations get a limit of their own with the request limits. */
export const bodyLimitBytes = 2 * 1024 * 1024;
export const subgraphTimeoutMilliseconds = 10_000;
export const subgraphResponseLimitBytes = 10 * 1024 * 1024;

const url = z.url();

const isNear = (text: string): boolean =>
  text.startsWith('http://') && URL.canParse(text) && isLoopbackHost(new URL(text).host);

const keysUrl = url.refine((text) => text.startsWith('https://') || isNear(text), {
  error: 'https, or a loopback address',
});

const identityVariables = z
  .object({
    NODE_ENV: z.string().optional(),
    DEVELOPMENT_ISSUER: z.enum(['on', 'off']).optional(),
    OIDC_ISSUER: url.optional(),
    OIDC_JWKS_URL: keysUrl.optional(),
    OIDC_AUDIENCE: z.string().default('chengqi'),
    OIDC_STAFF_NO_CLAIM: z.string().default('sub'),
    OIDC_CLIENT_IDS: z
      .string()
      .optional()
      .transform((text) => text?.split(',').flatMap((part) => part.trim() || []) ?? []),
  })
  .superRefine(({ NODE_ENV, DEVELOPMENT_ISSUER, OIDC_ISSUER, OIDC_JWKS_URL }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (NODE_ENV === 'production' && DEVELOPMENT_ISSUER === 'on')
      wrong('DEVELOPMENT_ISSUER', 'signs anybody in as anybody; not in production');
    const developing = NODE_ENV === 'development' || NODE_ENV === 'test' || DEVELOPMENT_ISSUER === 'on';
    if (!OIDC_ISSUER && (!developing || DEVELOPMENT_ISSUER === 'off'))
      wrong('OIDC_ISSUER', 'needed, unless NODE_ENV is development or test, or DEVELOPMENT_ISSUER is on');
    if (Boolean(OIDC_ISSUER) !== Boolean(OIDC_JWKS_URL)) wrong('OIDC_JWKS_URL', 'goes together with OIDC_ISSUER');
  });

/** The issuer that the environment names; null means the development issuer, where it is allowed. */
export function loadOidcIssuer(env: NodeJS.ProcessEnv = process.env): Issuer | null {
  const read = readConfig(identityVariables, env);
  if (!read.OIDC_ISSUER || !read.OIDC_JWKS_URL) return null;
  return oidcIssuer({
    issuer: read.OIDC_ISSUER,
    jwksUrl: read.OIDC_JWKS_URL,
    audience: read.OIDC_AUDIENCE,
    staffNoClaim: read.OIDC_STAFF_NO_CLAIM,
    clientIds: read.OIDC_CLIENT_IDS.length > 0 ? read.OIDC_CLIENT_IDS : null,
  });
}

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).refine((text) => !text.endsWith('/0'));

const proxyVariables = z.object({
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((networks) => networks.every((each) => network.safeParse(each).success), {
      error: 'addresses or networks such as 10.0.0.5,10.1.0.0/16, and never everybody (/0)',
    }),
});

/** Proxies whose `X-Forwarded-For` is believed; none when the environment names none. */
export const loadTrustedProxies = (env: NodeJS.ProcessEnv = process.env): readonly string[] =>
  readConfig(proxyVariables, env).TRUSTED_PROXIES;

const originVariables = z.object({
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((origins) => origins.every((each) => URL.canParse(each) && new URL(each).origin === each), {
      error: 'origins such as https://desk.example,https://board.example:8443, without a path',
    }),
});

/** Pages of other origins that may ask from browsers; none when the environment names none. */
export const loadAllowedOrigins = (env: NodeJS.ProcessEnv = process.env): readonly string[] =>
  readConfig(originVariables, env).ALLOWED_ORIGINS;

const trustVariables = z.object({
  TRUSTED_DOCUMENTS: z
    .string()
    .default('off')
    .transform((text) => text.split(',').map((part) => part.trim().split('=')))
    .refine((parts) => parts.every((part) => isTrustMode(part.at(-1)) && part.length <= 2 && part[0] !== ''), {
      error: `${trustModes.join(', ')}, or client=mode for single clients: log,console=enforce`,
    })
    .refine((parts) => parts.filter((part) => part.length === 1).length <= 1, { error: 'one mode for all others' }),
});

const isTrustMode = (text: string | undefined): text is TrustMode => trustModes.some((mode) => mode === text);

/** What becomes of operations that nobody has registered; they are answered when the environment does not say. */
export function loadTrustPolicy(env: NodeJS.ProcessEnv = process.env): TrustPolicy {
  const parts = readConfig(trustVariables, env).TRUSTED_DOCUMENTS;
  const byClient: Record<string, TrustMode> = {};
  let otherwise: TrustMode = 'off';
  for (const part of parts) {
    const mode = part.at(-1);
    if (!isTrustMode(mode)) continue;
    if (part.length === 1) otherwise = mode;
    else byClient[part[0] ?? ''] = mode;
  }
  return { otherwise, byClient };
}

const eventVariables = z.object({
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  TOPIC_PREFIX: z.string().default(''),
});

/** The brokers from which a gateway that runs alone hears what happens; null when the environment names none. */
export function loadEventSource(
  env: NodeJS.ProcessEnv = process.env,
): { readonly brokers: readonly string[]; readonly prefix: string } | null {
  const { KAFKA_BROKERS, TOPIC_PREFIX } = readConfig(eventVariables, env);
  return KAFKA_BROKERS ? { brokers: KAFKA_BROKERS, prefix: TOPIC_PREFIX } : null;
}

const operatorVariables = z.object({ OPERATOR_TOKEN: z.string().min(24).optional() });

/** The token by which `/metrics` and `/status` open to what watches the house; none when the environment has none. */
export const loadOperatorToken = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  readConfig(operatorVariables, env).OPERATOR_TOKEN;

const supergraphVariables = z.object({
  SUPERGRAPH: z.string().optional(),
  SUPERGRAPH_KEPT: z.string().optional(),
  SUPERGRAPH_SECONDS: z.coerce.number().min(1).max(3600).default(10),
});

/** Where another supergraph is looked for, how often, and where the last one that served is kept; undefined: nowhere. */
export function loadSupergraphSource(env: NodeJS.ProcessEnv = process.env): SupergraphSource | undefined {
  const { SUPERGRAPH, SUPERGRAPH_KEPT, SUPERGRAPH_SECONDS } = readConfig(supergraphVariables, env);
  if (!SUPERGRAPH) return undefined;
  return { from: SUPERGRAPH, keptIn: SUPERGRAPH_KEPT, everyMilliseconds: SUPERGRAPH_SECONDS * 1000 };
}

const usageVariables = z.object({ USAGE_FILE: z.string().optional() });

/** Where the record of what clients ask for is kept; nowhere when the environment does not say. */
export const loadUsageFile = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  readConfig(usageVariables, env).USAGE_FILE;

const frontEndVariables = z.object({
  FIGURES: z.enum(['on', 'off']).default('on'),
  EXPLORER: z.enum(['on', 'off']).default('off'),
  CONSOLE: z.enum(['on', 'off']).default('off'),
  FRONT_ENDS_DIR: z.string().optional(),
});

/**
 * Where the pages for browsers lie, as whoever starts the gateway knows or `FRONT_ENDS_DIR` says; undefined when `FIGURES`
 * is off, or nobody says it. `EXPLORER=on` and `CONSOLE=on` serve the explorer and the console outside development, too.
 */
export function loadFrontEnds(env: NodeJS.ProcessEnv = process.env, folder?: string): FrontEnds | undefined {
  const { FIGURES, EXPLORER, CONSOLE, FRONT_ENDS_DIR } = readConfig(frontEndVariables, env);
  const given = FRONT_ENDS_DIR ?? folder;
  if (FIGURES === 'off' || given === undefined) return undefined;
  return { folder: given, explorer: EXPLORER === 'on', console: CONSOLE === 'on' };
}

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  KEYS_DIR: z.string(),
  ...forEachAddress(() => url),
});

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  readonly keysFolder: string;
  readonly subgraphs: readonly { readonly name: ServiceName; readonly url: string }[];
}

/** Reads the environment of a gateway that runs as its own process; names every wrong variable at once. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): GatewayConfig {
  const read = readConfig(variables, env);
  return {
    host: read.HOST,
    port: read.PORT,
    keysFolder: read.KEYS_DIR,
    subgraphs: serviceNames.map((name) => ({ name, url: read[addressVariableOf(name)] })),
  };
}
