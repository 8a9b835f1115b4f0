import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { ConfigError, readConfig } from '@chengqi/service-kit';
import { z } from 'zod';

/** An import travels in one request of this size; other operations get a limit of their own with the request limits. */
export const bodyLimitBytes = 2 * 1024 * 1024;
export const subgraphTimeoutMilliseconds = 10_000;
export const subgraphResponseLimitBytes = 10 * 1024 * 1024;

const url = z.url();
const variables = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    NODE_ENV: z.string().default('development'),
    KEYS_DIR: z.string(),
    DIRECTORY_URL: url,
    DOCUMENTS_URL: url,
    MEETINGS_URL: url,
    SUPERVISION_URL: url,
    SECURITY_URL: url,
    OIDC_ISSUER: url.optional(),
    OIDC_JWKS_URL: url.optional(),
    OIDC_AUDIENCE: z.string().default('chengqi'),
    OIDC_STAFF_NO_CLAIM: z.string().default('sub'),
  })
  .superRefine(({ NODE_ENV, OIDC_ISSUER, OIDC_JWKS_URL }, context) => {
    if (NODE_ENV === 'production' && !OIDC_ISSUER)
      context.addIssue({ code: 'custom', path: ['OIDC_ISSUER'], message: 'needed in production' });
    if (Boolean(OIDC_ISSUER) !== Boolean(OIDC_JWKS_URL)) {
      context.addIssue({ code: 'custom', path: ['OIDC_JWKS_URL'], message: 'goes together with OIDC_ISSUER' });
    }
  });

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  readonly keysFolder: string;
  readonly subgraphUrls: Readonly<Record<ServiceName, string>>;
  readonly oidc: { issuer: string; jwksUrl: string; audience: string; staffNoClaim: string } | null;
}

/** Reads the environment of a gateway that runs as its own process; names every wrong variable at once. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): GatewayConfig {
  const read = readConfig(variables, env);
  const {
    OIDC_ISSUER: issuer,
    OIDC_JWKS_URL: jwksUrl,
    OIDC_AUDIENCE: audience,
    OIDC_STAFF_NO_CLAIM: staffNoClaim,
  } = read;
  return {
    host: read.HOST,
    port: read.PORT,
    production: read.NODE_ENV === 'production',
    keysFolder: read.KEYS_DIR,
    subgraphUrls: Object.fromEntries(serviceNames.map((name) => [name, urlOf(name, read)])) as Record<
      ServiceName,
      string
    >,
    oidc: issuer && jwksUrl ? { issuer, jwksUrl, audience, staffNoClaim } : null,
  };
}

function urlOf(name: ServiceName, read: z.output<typeof variables>): string {
  const value = read[`${name.toUpperCase()}_URL` as keyof typeof read];
  if (typeof value !== 'string') throw new ConfigError(`${name.toUpperCase()}_URL is missing`);
  return value;
}
