import { request } from 'node:http';
import { createClock, createSigningKey } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { issueDevelopmentToken } from '../src/bearer.ts';
import { startGateway } from './fixture.ts';

const person = '{ person(id: "p") { name } }';
const clock = createClock('Asia/Shanghai', () => new Date('2026-09-14T01:00:00Z'));

describe('who asks', () => {
  it('is told to the subgraph by a token for that subgraph alone', async () => {
    const seen: unknown[] = [];
    await using gateway = await startGateway({
      directory: (_, viewer) => {
        seen.push(viewer);
        return { data: { person: null } };
      },
    });

    await gateway.ask(person);

    expect(seen).toEqual([
      { kind: 'person', personId: 'psn_clerk', staffNo: 'S1', posts: [], clearance: 'INTERNAL', onBehalfOf: null },
    ]);
  });

  it('15-2.1: without a bearer asks nothing but what is registered for that, by its name', async () => {
    await using gateway = await startGateway();
    const ask = async (body: object, headers: Record<string, string> = {}) => {
      const { status, body: answer } = await gateway.post('/graphql', body, headers);
      return [status, answer.errors?.[0]?.extensions.code ?? answer.data];
    };
    const person = { person: { name: '周岚' } };
    const named = { operationName: 'Registered_Person' };

    expect(await ask(named)).toEqual([200, person]);
    expect(await ask({ ...named, query: '{ meetings { id } }' })).toEqual([200, person]);
    const calls = gateway.calls.length;
    for (const body of [{ query: '{ person(id: "p") { name } }' }, {}, { operationName: 'toString' }, [named]])
      expect(await ask(body)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await ask({ ...named, variables: { x: 'x'.repeat(16 * 1024) } })).toEqual([413, 'LIMIT_EXCEEDED']);
    expect((await fetch(`${gateway.url}/graphql?query={__typename}`)).status).toBe(401);
    expect(gateway.calls.length).toBe(calls);
  });

  it('reaches no subgraph with a bearer that is not good', async () => {
    await using gateway = await startGateway();
    const good = (await gateway.bearer()).slice('Bearer '.length);
    const stranger = await createSigningKey('development-issuer');
    const [header, payload] = good.split('.');
    const calls = gateway.calls.length;
    const bad = {
      malformed: 'x',
      cut: good.slice(0, -4),
      unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      strange: await issueDevelopmentToken(stranger, 'S1', clock),
      'signed with a shared secret': await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('S1')
        .setExpirationTime('1h')
        .sign(new Uint8Array(32)),
      'of another payload': `${header}.${Buffer.from('{"sub":"admin"}').toString('base64url')}.${good.split('.')[2]}`,
    };

    for (const [flaw, token] of Object.entries(bad)) {
      const answer = await gateway.ask(person, {}, { authorization: `Bearer ${token}` });
      expect([flaw, answer.status, answer.body.errors[0].extensions.code]).toEqual([flaw, 401, 'UNAUTHENTICATED']);
      expect(answer.body.data).toBeUndefined();
    }
    expect(gateway.calls.length).toBe(calls);
  });

  it('is forgotten when the bearer has run out', async () => {
    await using gateway = await startGateway();
    const authorization = await gateway.bearer();

    gateway.advance(12 * 3600 + 60);

    expect((await gateway.ask(person, {}, { authorization })).status).toBe(401);
  });

  it('is asked of directory at most once in 25 seconds', async () => {
    await using gateway = await startGateway();
    const authorization = await gateway.bearer();
    const lookups = () => gateway.calls.filter(({ query }) => query === 'viewerClaims').length;

    await gateway.ask(person, {}, { authorization });
    gateway.advance(24);
    await Promise.all([1, 2, 3].map(() => gateway.ask(person, {}, { authorization })));
    expect(lookups()).toBe(1);
    gateway.advance(2);
    await Promise.all([1, 2, 3].map(() => gateway.ask(person, {}, { authorization })));

    expect(lookups()).toBe(2);
  });

  it('is signed once for 20 seconds, and anew with new claims', async () => {
    await using gateway = await startGateway();
    const authorization = await gateway.bearer();
    const tokenAfter = async (seconds: number) => {
      gateway.advance(seconds);
      await gateway.ask(person, {}, { authorization });
      return gateway.calls.at(-1)?.headers.authorization;
    };

    const tokens = [
      await tokenAfter(0),
      await tokenAfter(19),
      await tokenAfter(2),
      await tokenAfter(3),
      await tokenAfter(2),
    ];

    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[1]);
    expect(tokens[3]).toBe(tokens[2]);
    expect(tokens[4]).not.toBe(tokens[3]);
  });

  it('is all a subgraph learns: no header of the client goes further but language, request id and trace', async () => {
    await using gateway = await startGateway();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    const answer = await gateway.ask(
      person,
      {},
      {
        authorization: await gateway.bearer(),
        cookie: 'a=b',
        'x-user-id': 'admin',
        'x-request-id': 'request-1234',
        traceparent,
      },
    );

    const headers = gateway.calls.at(-1)?.headers ?? {};
    expect(Object.keys(headers).sort()).toEqual(['accept-language', 'authorization', 'traceparent', 'x-request-id']);
    expect(headers).toMatchObject({ 'accept-language': 'en', traceparent, 'x-request-id': 'request-1234' });
    expect(answer.headers.get('x-request-id')).toBe('request-1234');
  });
});

describe('the development token', () => {
  it('is not given for people directory does not know', async () => {
    await using gateway = await startGateway();

    const answer = await gateway.post('/dev/token', { who: 'nobody' });

    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each([[{}], [{ who: '' }], [{ who: 7 }], ['{'], ['']])('refuses %j', async (body) => {
    await using gateway = await startGateway();

    const answer = await gateway.post('/dev/token', body);

    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it.each([
    ['a name that resolves to this machine', { host: 'evil.example' }],
    ['a page of elsewhere', { origin: 'https://evil.example' }],
    ['a page of elsewhere with a like name', { origin: 'http://localhost.evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a proxy that says for whom', { 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy that says it in the standard way', { forwarded: 'for=203.0.113.7' }],
    ['a proxy that says for which host', { 'x-forwarded-host': 'office.example' }],
    ['a proxy that names itself', { via: '1.1 proxy' }],
    ['a proxy that says who is behind it', { 'x-real-ip': '127.0.0.1' }],
  ])('15-1.7: does not exist for %s', async (_, headers) => {
    await using gateway = await startGateway();

    expect(await tokenStatus(gateway.url, headers)).toBe(404);
  });

  it('is given to this machine, and to a page that is served here', async () => {
    await using gateway = await startGateway();

    expect(await tokenStatus(gateway.url, {})).toBe(200);
    expect(await tokenStatus(gateway.url, { origin: 'http://localhost:5173' })).toBe(200);
  });
});

/** By plain HTTP: fetch sets Host and Origin itself. */
const tokenStatus = (url: string, headers: Record<string, string>) =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    sent.on('error', reject).on('response', (response) => resolve(response.resume().statusCode));
    sent.end('{"who":"S1"}');
  });
