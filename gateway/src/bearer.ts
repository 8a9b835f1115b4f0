import { type Clock, refusal, type SigningKey, unauthenticated } from '@chengqi/service-kit';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';

/** Who vouches for people: an OIDC provider, or in development the gateway itself. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
  /** The claim that carries the staff number. */
  readonly staffNoClaim: string;
  /** Clients to which the issuer may have given what is shown here (`azp`, `client_id`); null is any of them. */
  readonly clientIds: readonly string[] | null;
}

/** Whom a bearer speaks for. */
export interface Bearer {
  readonly staffNo: string;
  /** As the issuer names the person. */
  readonly subject: string;
  readonly issuedAt: Date;
  readonly endsAt: Date;
}

/** The subject that a logout token names. @throws Error for any flaw of it */
export type ReadLogout = (token: string) => Promise<string>;

export const developmentOwner = 'development-issuer';
const developmentIssuer = 'https://chengqi.dev/development';
const audience = 'chengqi';
const developmentHours = 12;
/** Clocks of two machines may differ by so much. */
const toleranceSeconds = 5;

export const developmentIssuerOf = (key: SigningKey): Issuer => ({
  issuer: developmentIssuer,
  audience,
  algorithms: ['EdDSA'],
  keys: createLocalJWKSet({ keys: [key.publicJwk] }),
  staffNoClaim: 'sub',
  clientIds: null,
});

interface OidcOptions extends Omit<Issuer, 'algorithms' | 'keys'> {
  readonly jwksUrl: string;
  /** A key that is not known is asked for at most this often. */
  readonly cooldownMilliseconds?: number;
}

export const oidcIssuer = ({ jwksUrl, cooldownMilliseconds = 30_000, ...options }: OidcOptions): Issuer => ({
  ...options,
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  keys: createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: cooldownMilliseconds,
    cacheMaxAge: 600_000,
    timeoutDuration: 3_000,
  }),
});

/** A bearer of the development issuer; nobody's identity is checked. */
export function issueDevelopmentToken(key: SigningKey, staffNo: string, clock: Clock): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: key.publicJwk.kid ?? '', typ: 'JWT' })
    .setSubject(staffNo)
    .setIssuer(developmentIssuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + developmentHours * 3600)
    .sign(key.privateKey);
}

/** As long as claims are: a key that its issuer took back is worth nothing within a minute. */
const rememberedMilliseconds = 25_000;
const mostRemembered = 10_000;

export type ReadBearer = (authorization: string | undefined) => Promise<Bearer | null>;

/**
 * Whom a bearer speaks for, null without a bearer. A signature costs as much as the rest of a small request, so one that
 * held is not looked at again for 25 s.
 * @throws DomainError UNAUTHENTICATED for every flaw of a bearer, SUBGRAPH_UNAVAILABLE when the issuer's keys cannot be had
 */
export function createReadBearer(issuer: Issuer, clock: Clock): ReadBearer {
  const known = new Map<string, { readonly bearer: Bearer; readonly until: number }>();
  return async (authorization) => {
    if (authorization === undefined) return null;
    const now = clock.now().getTime();
    const remembered = known.get(authorization);
    if (remembered && now < remembered.until) return remembered.bearer;
    const bearer = await readBearer(authorization, issuer, clock);
    if (known.size >= mostRemembered) known.clear();
    known.set(authorization, { bearer, until: Math.min(bearer.endsAt.getTime(), now + rememberedMilliseconds) });
    return bearer;
  };
}

async function readBearer(authorization: string, issuer: Issuer, clock: Clock): Promise<Bearer> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token) throw unauthenticated();
  const payload = await verified(token, issuer, clock, ['exp', 'sub']);
  const staffNo = payload[issuer.staffNoClaim];
  if (typeof staffNo !== 'string' || staffNo === '' || staffNo.length > 64) throw unauthenticated();
  if ('events' in payload || !isGivenTo(payload, issuer)) throw unauthenticated();
  return {
    staffNo,
    subject: payload.sub ?? '',
    issuedAt: new Date((payload.iat ?? 0) * 1000),
    endsAt: new Date((payload.exp ?? 0) * 1000),
  };
}

/** What was given to another client, or to several audiences for nobody in particular, is no bearer here. */
function isGivenTo({ azp, client_id: clientId, aud }: JWTPayload, { clientIds }: Issuer): boolean {
  const party = azp ?? clientId;
  if (clientIds === null) return !Array.isArray(aud) || aud.length === 1;
  return typeof party === 'string' && clientIds.includes(party);
}

async function verified(
  token: string,
  issuer: Issuer,
  clock: Clock,
  requiredClaims: string[],
  audience = [issuer.audience],
) {
  try {
    const { payload } = await jwtVerify(token, issuer.keys, {
      issuer: issuer.issuer,
      audience,
      algorithms: [...issuer.algorithms],
      clockTolerance: toleranceSeconds,
      currentDate: clock.now(),
      requiredClaims,
    });
    return payload;
  } catch (error) {
    throw isFlaw(error) ? unauthenticated() : noKeys();
  }
}

/** Of the token itself; all else is trouble with fetching the keys. */
const isFlaw = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'].includes(error.code);

const noKeys = () =>
  refusal(
    'SUBGRAPH_UNAVAILABLE',
    { en: 'Who vouches for people cannot be reached.', zh: '身份认证服务暂不可用。' },
    { retryable: true },
  );

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const logoutSeconds = 120;

/** Logout tokens of the issuer (OpenID Connect Back-Channel Logout 1.0, 2.4 to 2.6), each taken once. */
export function createReadLogout(issuer: Issuer, clock: Clock): ReadLogout {
  const taken = new Map<string, number>();
  return async (token) => {
    const audience = [issuer.audience, ...(issuer.clientIds ?? [])];
    const payload = await verified(token, issuer, clock, ['iat', 'jti', 'events'], audience);
    const now = clock.now().getTime() / 1000;
    const { sub, jti = '', iat = 0, nonce, events } = payload;
    const isLogout = typeof events === 'object' && events !== null && logoutEvent in events && nonce === undefined;
    if (!isLogout || typeof sub !== 'string' || sub === '' || sub.length > 255 || Math.abs(now - iat) > logoutSeconds)
      throw unauthenticated();
    for (const [id, until] of taken) if (until < now) taken.delete(id);
    if (taken.has(jti)) throw unauthenticated();
    taken.set(jti, now + 2 * logoutSeconds);
    return sub;
  };
}
