import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebRequest } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { httpSubgraph } from '../src/subgraph.ts';
import { startGateway } from './fixture.ts';

const mebibyte = 1024 * 1024;
type Serve = (asked: WebRequest) => Promise<Response>;

/** A server that does with the request what the function says, as a service does behind its door. */
async function remoteOf(serve: Serve, resources: AsyncDisposableStack): Promise<Serve> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '', headers } = incoming;
    const given = { authorization: headers.authorization ?? '' };
    const body = method === 'PUT' ? { body: Readable.toWeb(incoming), duplex: 'half' } : {};
    const answer = await serve(
      new Request(new URL(url, 'http://meetings'), { method, headers: given, ...body } as RequestInit),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) pipeline(Readable.fromWeb(answer.body as never), outgoing).catch(() => undefined);
    else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resources.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return httpSubgraph({ name: 'meetings', url, timeoutMilliseconds: 1000, responseLimitBytes: 1000 }).serve;
}

async function startWays(way: 'in process' | 'over HTTP', serve: Serve) {
  await using resources = new AsyncDisposableStack();
  const beside = way === 'in process' ? serve : await remoteOf(serve, resources);
  const gateway = resources.use(await startGateway({}, { beside }));
  const authorization = await gateway.bearer();
  const owned = resources.move();
  return {
    url: gateway.url,
    authorization,
    send: (body: RequestInit['body'], headers: Record<string, string> = { authorization }) =>
      fetch(`${gateway.url}/files/meetings/fil_1`, {
        ...{ method: 'PUT', body, duplex: 'half', headers: { 'accept-language': 'en', ...headers } },
      } as RequestInit),
    get: (path = '/files/meetings/fil_1', headers: Record<string, string> = { authorization }) =>
      fetch(gateway.url + path, { headers: { 'accept-language': 'en', ...headers } }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const codeOf = async (answer: Response) => {
  const { errors } = (await answer.json()) as { errors: [{ extensions: { code: string } }] };
  return [answer.status, errors[0].extensions.code];
};
const refusalOf = (code: string, status: number) =>
  Response.json({ errors: [{ message: 'No.', extensions: { code } }] }, { status });

const lengthOf = async ({ body }: WebRequest): Promise<number> => {
  let length = 0;
  for await (const chunk of body ?? []) length += (chunk as Uint8Array).byteLength;
  return length;
};

/** So many chunks of 64 KiB, told as they are taken. */
const chunksOf = (count: number, took: (sent: number) => void = () => undefined) => {
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent === count) return controller.close();
        sent += 1;
        took(sent);
        controller.enqueue(new Uint8Array(65_536));
      },
    },
    { highWaterMark: 0 },
  );
};

describe.each(['in process', 'over HTTP'] as const)('files at the gateway, %s', (way) => {
  it('reach the service that keeps them, whatever type they say, with a token for it', async () => {
    const seen: unknown[] = [];
    await using office = await startWays(way, async (asked) => {
      const { pathname } = new URL(asked.url);
      seen.push([asked.method, pathname, asked.headers.get('authorization')?.slice(0, 7), await lengthOf(asked)]);
      return Response.json({ fileId: 'fil_1' }, { status: 201 });
    });
    for (const type of ['image/jpeg', 'application/json', 'text/plain']) {
      const answer = await office.send(new Uint8Array(3 * mebibyte), {
        authorization: office.authorization,
        'content-type': type,
      });
      expect([answer.status, await answer.json()]).toEqual([201, { fileId: 'fil_1' }]);
    }
    expect(seen).toEqual(Array(3).fill(['PUT', '/files/fil_1', 'Bearer ', 3 * mebibyte]));
  });

  it('pass as fast as they are taken, and are never held', async () => {
    let [sent, taken, ahead] = [0, 0, 0];
    await using office = await startWays(way, async ({ body }) => {
      for await (const chunk of body ?? []) {
        taken += (chunk as Uint8Array).byteLength / 65_536;
        ahead = Math.max(ahead, sent - taken);
        if (taken % 8 < 1) await sleep(1);
      }
      return Response.json({}, { status: 201 });
    });
    const answer = await office.send(
      chunksOf(800, (count) => {
        sent = count;
      }),
    );
    expect([answer.status, sent, taken]).toEqual([201, 800, 800]);
    // What the sockets of the system hold is not ours.
    expect(ahead * 65_536).toBeLessThan(20 * mebibyte);
  });

  it('have at most 50 MiB, whether they say how long they are or not', async () => {
    const ends: Promise<unknown>[] = [];
    await using office = await startWays(way, async (asked) => {
      const end = lengthOf(asked).catch(() => 'broke off');
      ends.push(end);
      await end;
      return refusalOf('BAD_USER_INPUT', 400);
    });
    expect(await codeOf(await office.send(chunksOf(51 * 16)))).toEqual([413, 'LIMIT_EXCEEDED']);
    expect(await codeOf(await office.send(new Uint8Array(51 * mebibyte)))).toEqual([413, 'LIMIT_EXCEEDED']);
    // Whoever sends is answered before the service has heard of the end.
    expect(await Promise.all(ends)).toEqual(['broke off']);
  });

  it('that are refused before they have come are answered all the same', async () => {
    await using office = await startWays(way, async () => refusalOf('NOT_FOUND', 404));
    expect(await codeOf(await office.send(chunksOf(40 * 16)))).toEqual([404, 'NOT_FOUND']);
  });

  it('that break off break off at the service', async () => {
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
    await using office = await startWays(way, async (asked) => {
      begun.resolve();
      ended.resolve(await lengthOf(asked).catch(() => 'broke off'));
      return Response.json({}, { status: 201 });
    });
    const { authorization } = office;
    const sending = request(`${office.url}/files/meetings/fil_1`, {
      method: 'PUT',
      headers: { authorization, 'content-length': mebibyte },
    });
    sending.on('error', () => undefined);
    sending.write(new Uint8Array(1000));
    await begun.promise;
    sending.destroy();
    expect(await ended.promise).toBe('broke off');
  });

  it('come with the headers that keep browsers from guessing, and with no others', async () => {
    const headers = {
      'content-type': 'text/plain',
      'content-length': String(2 * mebibyte),
      'content-disposition': 'attachment; filename="a.txt"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    };
    await using office = await startWays(
      way,
      async () => new Response(chunksOf(32), { headers: { ...headers, 'x-inner': '1', 'set-cookie': 'a=b' } }),
    );
    const answer = await office.get();
    expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
    expect([answer.headers.get('x-inner'), answer.headers.get('set-cookie')]).toEqual([null, null]);
    expect((await answer.arrayBuffer()).byteLength).toBe(2 * mebibyte);
  });

  it('stop coming when nobody takes them any more', async () => {
    const stopped = Promise.withResolvers<void>();
    const endless = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => stopped.resolve(),
      });
    await using office = await startWays(way, async () => new Response(endless()));
    const coming = await new Promise<IncomingMessage>((resolve) => {
      request(
        `${office.url}/files/meetings/fil_1`,
        { headers: { authorization: office.authorization } },
        resolve,
      ).end();
    });
    coming.on('error', () => undefined);
    coming.destroy();
    await stopped.promise;
  });

  it('are refused as the service refuses, and as the graph tells it', async () => {
    const answers = [refusalOf('NOT_FOUND', 404), refusalOf('ER_SECRET', 500), new Response('oops', { status: 502 })];
    await using office = await startWays(way, async () => answers.shift() ?? Response.json({}));
    const told = [];
    for (let n = 0; n < 3; n += 1) told.push(await codeOf(await office.get()));
    expect(told).toEqual([
      ...[
        [404, 'NOT_FOUND'],
        [500, 'INTERNAL'],
      ],
      [503, 'SUBGRAPH_UNAVAILABLE'],
    ]);
  });

  it('are nobody’s who is not signed in, and no service’s that is not there', async () => {
    let reached = 0;
    await using office = await startWays(way, async () => {
      reached += 1;
      return Response.json({});
    });
    expect(await codeOf(await office.send('x', {}))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await codeOf(await office.get(undefined, {}))).toEqual([401, 'UNAUTHENTICATED']);
    for (const path of ['/files/nowhere/fil_1', '/files/constructor/fil_1', '/files/meetings/a/b', '/files/meetings'])
      expect(await codeOf(await office.get(path))).toEqual([404, 'NOT_FOUND']);
    expect(reached).toBe(0);
    await office.get('/files/meetings/..%2f..%2fgraphql');
    expect(reached).toBe(1);
  });

  it('are four at once of one person, and leave the graph its places', async () => {
    const [waiting, begun] = [
      Promise.withResolvers<void>(),
      Array.from({ length: 4 }, () => Promise.withResolvers<void>()),
    ];
    let at = 0;
    await using office = await startWays(way, async (asked) => {
      begun[at++]?.resolve();
      await waiting.promise;
      await lengthOf(asked);
      return Response.json({}, { status: 201 });
    });
    const sent = begun.map(() => office.send('x'));
    await Promise.all(begun.map(({ promise }) => promise));
    expect(await codeOf(await office.send('x'))).toEqual([429, 'RATE_LIMITED']);
    waiting.resolve();
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await office.send('x')).status).toBe(201);
  });
});
