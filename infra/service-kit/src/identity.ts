import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { unauthenticated } from './errors.ts';
import { systemViewer, type Viewer, viewerSchema } from './viewer.ts';

/** An EdDSA key of the gateway or of one service; `owner` is what its tokens name as issuer. */
export interface SigningKey {
  readonly owner: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const lifetimeSeconds = 30;
const toleranceSeconds = 5;
export const gatewayOwner = 'gateway';
const viewerType = 'chengqi-viewer+jwt';
const probeType = 'chengqi-probe+jwt';

/** Makes a key pair that lives in memory only. */
export async function createSigningKey(owner: string): Promise<SigningKey & { readonly privateJwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const kid = `${owner}:${(await calculateJwkThumbprint(await exportJWK(publicKey))).slice(0, 16)}`;
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  return {
    owner,
    privateKey,
    publicJwk,
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' },
  };
}

/** Reads `<owner>.jwk` from the folder, or makes it together with its public half `<owner>.pub.jwk`. */
export async function loadSigningKey(folder: string, owner: string): Promise<SigningKey> {
  const file = join(folder, `${owner}.jwk`);
  try {
    const privateJwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
    const { d: _, ...publicJwk } = privateJwk;
    return { owner, privateKey: (await importJWK(privateJwk, 'EdDSA')) as CryptoKey, publicJwk };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = await createSigningKey(owner);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(key.privateJwk), { mode: 0o600 });
    writeFileSync(join(folder, `${owner}.pub.jwk`), JSON.stringify(key.publicJwk), { mode: 0o600 });
    return key;
  }
}

/** The public halves in the folder, as the gateway's JWKS shows them. */
export const loadPublicKeys = (folder: string): JWK[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.pub.jwk'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as JWK);

/** A token of 30 seconds for one subgraph; sign once per viewer and subgraph and reuse it. */
export const mintViewerToken = (
  key: SigningKey,
  viewer: Viewer,
  audience: string,
  now: Date,
  typ = viewerType,
): Promise<string> =>
  new SignJWT({ viewer })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.publicJwk.kid ?? '', typ })
    .setIssuer(key.owner)
    .setAudience(audience)
    .setIssuedAt(seconds(now))
    .setExpirationTime(seconds(now) + lifetimeSeconds)
    .sign(key.privateKey);

/** A token by which a service reads another's entities as SYSTEM. */
export const mintSystemToken = (key: SigningKey, audience: string, now: Date): Promise<string> =>
  mintViewerToken(key, systemViewer, audience, now);

/** A token by which a service asks another one what a person may read, and nothing else (`probe`). */
export const mintProbeToken = (key: SigningKey, viewer: Viewer, audience: string, now: Date): Promise<string> =>
  mintViewerToken(key, viewer, audience, now, probeType);

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Public keys by which tokens are verified: given ones, or the gateway's JWKS by its URL. */
export const localKeys = (keys: JWK[]): JWTVerifyGetKey => createLocalJWKSet({ keys });
export const remoteKeys = (url: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { cooldownDuration: 5_000, cacheMaxAge: 600_000, timeoutDuration: 3_000 });

/** Who asks; of a probe, for whom a service asks. */
export interface Verified {
  readonly viewer: Viewer;
  readonly probing: boolean;
}

/**
 * Verifies viewer tokens for one audience and remembers each until it expires. The gateway may vouch for anybody; a
 * service's own key for SYSTEM, and for anybody in a probe.
 */
export function createViewerVerifier(keys: JWTVerifyGetKey, audience: string, now: () => Date) {
  const known = new Map<string, Verified & { until: number }>();

  return async (authorization: string | undefined): Promise<Verified> => {
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : null;
    if (!token) throw unauthenticated();
    const remembered = known.get(token);
    if (remembered && remembered.until > now().getTime()) return remembered;
    const verified = await verify(token, keys, audience, now());
    if (known.size > 10_000) known.clear();
    known.set(token, verified);
    return verified;
  };
}

async function verify(token: string, keys: JWTVerifyGetKey, audience: string, now: Date) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      audience,
      clockTolerance: toleranceSeconds,
      currentDate: now,
      requiredClaims: ['exp', 'iss'],
    });
    const viewer = viewerSchema.parse(payload.viewer);
    const [owner] = (protectedHeader.kid ?? '').split(':');
    const probing = protectedHeader.typ === probeType;
    const speaks = protectedHeader.typ === viewerType && (owner === gatewayOwner || viewer.kind === 'system');
    if (owner !== payload.iss || !(speaks || probing)) throw unauthenticated();
    return { viewer, probing, until: ((payload.exp ?? 0) + toleranceSeconds) * 1000 };
  } catch {
    throw unauthenticated();
  }
}
