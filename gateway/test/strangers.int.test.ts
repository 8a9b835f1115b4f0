import { createSigningKey, type Viewer } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { createStrangers } from '../src/strangers.ts';
import { registeredQuery, startGateway } from './fixture.ts';

/** A gateway, and what its subgraph is told of somebody without a bearer who sends these headers. */
async function openDoor(trustedProxies: readonly string[] = []) {
  const seen: Viewer[] = [];
  const directory = (_: unknown, viewer: Viewer) => {
    seen.push(viewer);
    return { data: { person: null } };
  };
  const gateway = await startGateway({ directory }, { trustedProxies });
  return {
    gateway,
    async told(headers: Record<string, string>) {
      await gateway.post('/graphql', { operationName: 'Registered_Person', query: registeredQuery }, headers);
      return seen.at(-1);
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

const from = (forwarded: string) => ({ 'x-forwarded-for': forwarded });

describe('who did not sign in', () => {
  it('is known by a digest, the same every time, that does not tell the address', async () => {
    await using door = await openDoor();

    const first = await door.told({});

    expect(first).toMatchObject({ kind: 'anonymous', personId: null });
    expect(first?.clientHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await door.told({})).toEqual(first);
  });

  it('chooses no other digest by a header, where no proxy is trusted', async () => {
    await using door = await openDoor();
    const plain = await door.told({});

    for (const headers of [from('203.0.113.7'), from('127.0.0.1, 10.0.0.1'), { forwarded: 'for=203.0.113.7' }])
      expect(await door.told(headers)).toEqual(plain);
    expect(await door.told({ 'x-real-ip': '203.0.113.7', clienthash: 'a'.repeat(64) })).toEqual(plain);
  });

  it('is told apart behind a trusted proxy, by the last address that the proxy itself saw', async () => {
    await using door = await openDoor(['127.0.0.0/8', '10.0.0.0/8']);
    const known = await door.told(from('203.0.113.7'));

    expect(known?.clientHash).not.toBe((await door.told({}))?.clientHash);
    expect(known?.clientHash).not.toBe((await door.told(from('203.0.113.8')))?.clientHash);
    expect(await door.told(from('198.51.100.1, 203.0.113.7'))).toEqual(known);
    expect(await door.told(from('198.51.100.1, 203.0.113.7, 10.0.0.9'))).toEqual(known);
  });

  it('has no digest once signed in', async () => {
    await using door = await openDoor();

    const person = await door.told({ authorization: await door.gateway.bearer() });

    expect(person).toMatchObject({ kind: 'person' });
    expect(person).not.toHaveProperty('clientHash');
  });

  it('gets no development token through a proxy on this machine', async () => {
    await using door = await openDoor(['127.0.0.1']);

    expect((await door.gateway.post('/dev/token', { who: 'S1' }, from('203.0.113.7'))).status).toBe(404);
    expect((await door.gateway.post('/dev/token', { who: 'S1' })).status).toBe(200);
  });
});

describe('the digest of an address', () => {
  it('is one for a whole IPv6 /64 and for an IPv4 address in either notation', async () => {
    const digest = await createStrangers(await createSigningKey('gateway'));
    const same = (a: string, b: string) => digest(a).clientHash === digest(b).clientHash;

    expect(same('2001:db8:0:1::1', '2001:db8:0:1:ffff::2')).toBe(true);
    expect(same('2001:db8:0:1::1', '2001:db8:0:2::1')).toBe(false);
    expect(same('203.0.113.7', '::ffff:203.0.113.7')).toBe(true);
    expect(same('203.0.113.7', '203.0.113.8')).toBe(false);
    expect(same('unknown', 'hidden')).toBe(false);
  });

  it('agrees between gateways with one key, and is another under another key', async () => {
    const key = await createSigningKey('gateway');
    const [one, other] = await Promise.all([createStrangers(key), createStrangers(key)]);
    const foreign = await createStrangers(await createSigningKey('gateway'));

    expect(one('203.0.113.7')).toEqual(other('203.0.113.7'));
    expect(one('203.0.113.7')).not.toEqual(foreign('203.0.113.7'));
  });
});
