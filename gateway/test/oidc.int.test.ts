import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type Client, Provider } from 'oidc-provider';
import { oidcIssuer } from '../src/bearer.ts';
import { startGateway } from './fixture.ts';

const audience = 'chengqi';
const person = '{ person(id: "p") { name } }';

/** A provider as offices run them, at an address of its own; its keys are what the test says they are now. */
async function startProvider() {
  const keys: JWK[] = [await aKey('first')];
  const served = { times: 0, down: false };
  const logout = { uri: 'http://127.0.0.1:9/nowhere' };
  let provider: Provider;
  const server: Server = createServer((request, response) => {
    if (request.url === '/jwks') served.times += 1;
    if (served.down) response.writeHead(500).end();
    else provider.callback()(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resource = {
    scope: 'graph',
    audience,
    accessTokenTTL: 600,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  } as const;

  /** With the keys of now; what was issued before stays what it was. */
  function restart(): void {
    const client = (clientId: string) => ({
      client_id: clientId,
      client_secret: 'a secret of the tests alone',
      redirect_uris: ['https://desk.example/signed-in'],
      backchannel_logout_uri: logout.uri,
    });
    provider = new Provider(issuer, {
      jwks: { keys: keys as never },
      clients: [client('desk'), client('elsewhere')],
      cookies: { keys: ['of the tests'] },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        resourceIndicators: { enabled: true, getResourceServerInfo: () => resource },
      },
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as never),
      findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    });
  }
  restart();

  const find = async (clientId: string): Promise<Client> => {
    const client = await provider.Client.find(clientId);
    if (!client) throw new Error('no such client');
    return client;
  };

  return {
    issuer,
    keys,
    served,
    restart,
    /** What a person is given after signing in to a client. */
    async accessToken(accountId: string, clientId = 'desk', changes: Partial<typeof resource> & object = {}) {
      const token = new provider.AccessToken({
        accountId,
        client: await find(clientId),
        grantId: 'grant',
        gty: 'authorization_code',
        scope: 'graph',
      } as never);
      token.resourceServer = new provider.ResourceServer('urn:chengqi', { ...resource, ...changes } as never);
      return token.save();
    },
    async signOut(accountId: string, uri: string) {
      logout.uri = uri;
      restart();
      await ((await find('desk')) as Client & { backchannelLogout(sub: string): Promise<void> }).backchannelLogout(
        accountId,
      );
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function aKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
}

describe('people that a provider of OpenID Connect vouches for', () => {
  const { info, warn } = console;
  let provider: Awaited<ReturnType<typeof startProvider>>;
  beforeAll(async () => {
    // What the provider says about being tried on a loopback address.
    console.info = () => undefined;
    console.warn = () => undefined;
    provider = await startProvider();
  });
  afterAll(async () => {
    Object.assign(console, { info, warn });
    await provider[Symbol.asyncDispose]();
  });

  async function open(clientIds: readonly string[] | null = ['desk'], cooldownMilliseconds = 30_000) {
    const { issuer } = provider;
    const oidc = oidcIssuer({
      issuer,
      jwksUrl: `${issuer}/jwks`,
      audience,
      staffNoClaim: 'sub',
      clientIds,
      cooldownMilliseconds,
    });
    const gateway = await startGateway({}, { mode: 'production', oidc, startsAt: Date.now() });
    return {
      ...gateway,
      async ask(token: string) {
        const { status, body } = await gateway.post(
          '/graphql',
          { query: person },
          { authorization: `Bearer ${token}` },
        );
        return [status, body.errors?.[0]?.extensions.code ?? body.data.person.name];
      },
    };
  }

  const refused = [401, 'UNAUTHENTICATED'];
  const answered = [200, '周岚'];

  /** A token of the provider's own key that says whatever it is told to. */
  async function forged(claims: object, header: object = {}, key: JWK = provider.keys[0] as JWK): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: provider.issuer, sub: 'S1', aud: audience, client_id: 'desk', iat: now, exp: now + 60 };
    const token = new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header });
    return token.sign(await importJWK(key, 'RS256'));
  }

  it('are let in with what the provider gave them for this house', async () => {
    await using gateway = await open();
    expect(await gateway.ask(await provider.accessToken('S1'))).toEqual(answered);
    expect(await gateway.ask(await provider.accessToken('unknown here'))).toEqual(refused);
  });

  it('are refused with what is for another house, another client, or from another issuer', async () => {
    await using gateway = await open();
    await using other = await startProvider();

    expect(await gateway.ask(await provider.accessToken('S1', 'desk', { audience: 'another' } as never))).toEqual(
      refused,
    );
    expect(await gateway.ask(await provider.accessToken('S1', 'elsewhere'))).toEqual(refused);
    expect(await gateway.ask(await other.accessToken('S1'))).toEqual(refused);
    expect(await gateway.ask(await forged({ iss: 'https://elsewhere.example' }))).toEqual(refused);
    expect(await gateway.ask(await forged({ azp: 'elsewhere' }))).toEqual(refused);
    expect(await gateway.ask(await forged({ azp: 'desk', aud: [audience, 'another'] }))).toEqual(answered);
  });

  it('are refused with several audiences where no client is named', async () => {
    await using gateway = await open(null);
    expect(await gateway.ask(await provider.accessToken('S1', 'elsewhere'))).toEqual(answered);
    expect(await gateway.ask(await forged({ aud: [audience, 'another'] }))).toEqual(refused);
  });

  it('are refused with what is unsigned, signed with something public, or with a stranger’s key', async () => {
    await using gateway = await open();
    const [, payload = ''] = (await forged({})).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const { n, e, kty } = provider.keys[0] as JWK;
    const spki = await exportSPKI((await importJWK({ n, e, kty } as JWK, 'RS256')) as never);
    const shared = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(new TextEncoder().encode(spki));

    expect(await gateway.ask(`${none}.${payload}.`)).toEqual(refused);
    expect(await gateway.ask(`${none}.${payload}.AAAA`)).toEqual(refused);
    expect(await gateway.ask(shared)).toEqual(refused);
    expect(await gateway.ask(await forged({}, {}, await aKey('first')))).toEqual(refused);
    expect(await gateway.ask(await forged({}, { kid: 'nobody knows it' }))).toEqual(refused);
  });

  it('are refused before and after the time of the token, give or take five seconds', async () => {
    await using gateway = await open();
    const now = Math.floor(Date.now() / 1000);

    expect(await gateway.ask(await forged({ exp: now - 3 }))).toEqual(answered);
    expect(await gateway.ask(await forged({ exp: now - 9 }))).toEqual(refused);
    expect(await gateway.ask(await forged({ nbf: now + 3 }))).toEqual(answered);
    expect(await gateway.ask(await forged({ nbf: now + 60 }))).toEqual(refused);
    for (const lacking of [{ exp: undefined }, { sub: undefined }])
      expect(await gateway.ask(await forged(lacking))).toEqual(refused);
  });

  it('go on while the provider changes its keys, under load, and its keys are fetched seldom', async () => {
    await using gateway = await open(['desk'], 0);
    const old = await provider.accessToken('S1');
    expect(await gateway.ask(old)).toEqual(answered);
    const before = provider.served.times;
    provider.keys.unshift(await aKey('second'));
    provider.restart();
    const young = await provider.accessToken('S1');
    try {
      const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => gateway.ask(at % 2 === 0 ? old : young)));
      expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(answered)]));
      expect(provider.served.times - before).toBeLessThanOrEqual(2);
    } finally {
      provider.keys.shift();
      provider.restart();
    }
  });

  it('are asked to come again while the provider’s keys cannot be had', async () => {
    await using gateway = await open();
    const token = await provider.accessToken('S1');
    provider.served.down = true;
    try {
      expect(await gateway.ask(token)).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
    } finally {
      provider.served.down = false;
    }
    expect(await gateway.ask(token)).toEqual(answered);
  });

  it('are out within half a minute of being signed out by the provider, whatever is asked meanwhile', async () => {
    await using gateway = await open();
    const token = await provider.accessToken('S1');
    expect(await gateway.ask(token)).toEqual(answered);
    gateway.advance(2);
    const meanwhile = Promise.all(Array.from({ length: 40 }, () => gateway.ask(token)));
    await provider.signOut('S1', `${gateway.url}/oidc/back-channel-logout`);
    await meanwhile;

    gateway.advance(26);
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.ask(token)));
    expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(refused)]));
    expect(
      await gateway.ask(
        await forged({ iat: Math.floor(Date.now() / 1000) + 60, exp: Math.floor(Date.now() / 1000) + 600 }),
      ),
    ).toEqual(answered);
  });

  it('are signed out by nothing else: not by a bearer, twice by one token, by an old one or by a stranger', async () => {
    await using gateway = await open();
    const send = async (token: string | null, type = 'application/x-www-form-urlencoded') =>
      (
        await fetch(`${gateway.url}/oidc/back-channel-logout`, {
          method: 'POST',
          headers: { 'content-type': type },
          body: token === null ? '' : new URLSearchParams({ logout_token: token }).toString(),
        })
      ).status;
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const logout = (claims: object = {}, header = {}, key?: JWK) =>
      forged({ aud: 'desk', jti: crypto.randomUUID(), events, ...claims }, header, key);
    const once = await logout({ sub: 'somebody else' });

    expect(await send(once)).toBe(200);
    expect(await send(once)).toBe(401);
    expect(await send(null)).toBe(400);
    expect(await send(await provider.accessToken('S1'))).toBe(401);
    const now = Math.floor(Date.now() / 1000);
    for (const wrong of [
      { events: {} },
      { nonce: 'n' },
      { sub: undefined },
      { iat: now - 600 },
      { jti: undefined },
      { aud: 'another' },
    ])
      expect([wrong, await send(await logout(wrong))]).toEqual([wrong, 401]);
    expect(await send(await logout({}, {}, await aKey('first')))).toBe(401);
    expect(await send(await logout(), 'application/json')).toBe(415);
    expect(await gateway.ask(await logout({ aud: audience, client_id: 'desk', exp: now + 60 }))).toEqual(refused);
    expect(await gateway.ask(await provider.accessToken('S1'))).toEqual(answered);
  });
});
