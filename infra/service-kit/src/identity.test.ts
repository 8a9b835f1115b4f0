import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import {
  createSigningKey,
  createViewerVerifier,
  gatewayOwner,
  localKeys,
  mintProbeToken,
  mintSystemToken,
  mintViewerToken,
} from './identity.ts';
import { anonymousViewer, systemViewer, type Viewer } from './viewer.ts';

const clerk: Viewer = { ...anonymousViewer, kind: 'person', personId: 'psn_1', staffNo: '1' };
const at = new Date('2026-09-14T01:00:00Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

async function aHouse() {
  const [gateway, meetings] = await Promise.all([createSigningKey(gatewayOwner), createSigningKey('meetings')]);
  let now = at;
  const verify = createViewerVerifier(localKeys([gateway.publicJwk, meetings.publicJwk]), 'documents', () => now);
  return {
    gateway,
    meetings,
    verify: (token: string) => verify(`Bearer ${token}`),
    verifyHeader: verify,
    passTo: (moment: Date) => {
      now = moment;
    },
  };
}

describe('viewer tokens', () => {
  it('bring the viewer that the gateway vouches for', async () => {
    const { gateway, verify } = await aHouse();

    expect(await verify(await mintViewerToken(gateway, clerk, 'documents', at))).toMatchObject({
      viewer: clerk,
      probing: false,
    });
  });

  it('end after 30 seconds and the tolerance, also when they were seen before', async () => {
    const { gateway, verify, passTo } = await aHouse();
    const token = await mintViewerToken(gateway, clerk, 'documents', at);
    await verify(token);

    passTo(later(34));
    expect((await verify(token)).viewer).toEqual(clerk);
    passTo(later(36));
    await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('let a service read as SYSTEM but vouch for nobody', async () => {
    const { meetings, verify } = await aHouse();

    expect(await verify(await mintSystemToken(meetings, 'documents', at))).toMatchObject({ viewer: systemViewer });
    await expect(verify(await mintViewerToken(meetings, clerk, 'documents', at))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('let a service ask what somebody may read, as a probe that no gateway token is', async () => {
    const { meetings, gateway, verify } = await aHouse();

    expect(await verify(await mintProbeToken(meetings, clerk, 'documents', at))).toMatchObject({
      viewer: clerk,
      probing: true,
    });
    const odd = await mintViewerToken(gateway, clerk, 'documents', at, 'JWT');
    await expect(verify(odd)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are refused for another audience, from a foreign key, with another issuer, or when missing', async () => {
    const { gateway, meetings, verify, verifyHeader } = await aHouse();
    const stranger = await createSigningKey(gatewayOwner);
    const disguised = { ...meetings, owner: gatewayOwner };

    for (const token of [
      await mintViewerToken(gateway, clerk, 'meetings', at),
      await mintViewerToken(stranger, clerk, 'documents', at),
      await mintViewerToken(disguised, clerk, 'documents', at),
      'nonsense',
    ]) {
      await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    await expect(verifyHeader(undefined)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(verifyHeader('Basic abc')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are refused with a symmetric algorithm under a known key id', async () => {
    const { gateway, verify } = await aHouse();
    const forged = await new SignJWT({ viewer: clerk })
      .setProtectedHeader({ alg: 'HS256', kid: gateway.publicJwk.kid ?? '', typ: 'chengqi-viewer+jwt' })
      .setIssuer(gatewayOwner)
      .setAudience('documents')
      .setExpirationTime('30s')
      .sign(new TextEncoder().encode(gateway.publicJwk.x ?? ''));

    await expect(verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
