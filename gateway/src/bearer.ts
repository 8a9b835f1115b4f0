import { type Clock, type SigningKey, unauthenticated } from '@chengqi/service-kit';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';

/** Who vouches for people: an OIDC provider, or in development the gateway itself. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
  /** The claim that carries the staff number. */
  readonly staffNoClaim: string;
}

export const developmentOwner = 'development-issuer';
const developmentIssuer = 'https://chengqi.dev/development';
const audience = 'chengqi';
const developmentHours = 12;

export const developmentIssuerOf = (key: SigningKey): Issuer => ({
  issuer: developmentIssuer,
  audience,
  algorithms: ['EdDSA'],
  keys: createLocalJWKSet({ keys: [key.publicJwk] }),
  staffNoClaim: 'sub',
});

export const oidcIssuer = (issuer: string, jwksUrl: string, audience: string, staffNoClaim: string): Issuer => ({
  issuer,
  audience,
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  keys: createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3_000,
  }),
  staffNoClaim,
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

/** The staff number a bearer speaks for, null without a bearer; every flaw of a bearer is the same UNAUTHENTICATED. */
export async function readBearer(
  authorization: string | undefined,
  issuer: Issuer,
  clock: Clock,
): Promise<string | null> {
  if (authorization === undefined) return null;
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token) throw unauthenticated();
  const payload = await verified(token, issuer, clock);
  const staffNo = payload[issuer.staffNoClaim];
  if (typeof staffNo !== 'string' || staffNo === '' || staffNo.length > 64) throw unauthenticated();
  return staffNo;
}

async function verified(token: string, { issuer, audience, algorithms, keys }: Issuer, clock: Clock) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: 5,
      currentDate: clock.now(),
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch {
    throw unauthenticated();
  }
}
