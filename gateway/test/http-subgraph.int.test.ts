import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { httpSubgraph } from '../src/subgraph.ts';

async function subgraphThat(answer: RequestListener, timeoutMilliseconds = 200) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const subgraph = httpSubgraph({
    name: 'meetings',
    url: `http://127.0.0.1:${port}`,
    timeoutMilliseconds,
    responseLimitBytes: 1000,
  });
  return {
    subgraph,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const ask = { query: '{ meetings { id } }' };

describe('a subgraph over HTTP', () => {
  it('is asked with exactly the headers given', async () => {
    const seen: string[] = [];
    await using remote = await subgraphThat((request, response) => {
      seen.push(request.url ?? '', request.headers.authorization ?? '');
      response.end('{"data":{"meetings":[]}}');
    });

    const result = await remote.subgraph.execute(ask, { authorization: 'Bearer x' });

    expect(result).toEqual({ data: { meetings: [] } });
    expect(seen).toEqual(['/graphql', 'Bearer x']);
  });

  it('may refuse with a 4xx and its errors come through', async () => {
    await using remote = await subgraphThat((_, response) => {
      response.writeHead(401).end('{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}');
    });

    const { errors } = await remote.subgraph.execute(ask, {});

    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  });

  it.each<[string, RequestListener]>([
    ['hangs up', (request) => request.socket.destroy()],
    ['answers what is not JSON', (_, response) => response.writeHead(502).end('<html>')],
    ['answers JSON that is not GraphQL', (_, response) => response.writeHead(503).end('{"status":"stopping"}')],
    ['answers more than the limit', (_, response) => response.end(`{"data":"${'x'.repeat(2000)}"}`)],
  ])('is unavailable when it %s', async (_, answer) => {
    await using remote = await subgraphThat(answer);

    await expect(remote.subgraph.execute(ask, {})).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['never ends its answer', (_, response) => void response.write('{"data":')],
  ])('has timed out when it %s', async (_, answer) => {
    await using remote = await subgraphThat(answer);

    await expect(remote.subgraph.execute(ask, {})).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  it('is left as soon as nobody waits for its answer, and not asked where nobody does', async () => {
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    let times = 0;
    await using remote = await subgraphThat((request) => {
      times += 1;
      request.once('close', left.resolve);
      asked.resolve();
    }, 60_000);
    const work = new AbortController();

    const answer = remote.subgraph.execute(ask, {}, work.signal);
    await asked.promise;
    work.abort();

    await expect(answer).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    await left.promise;
    await expect(remote.subgraph.execute(ask, {}, work.signal)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(times).toBe(1);
  });

  it('is down when it is not ready to tell its status', async () => {
    await using remote = await subgraphThat((_, response) => void response.writeHead(503).end('{}'));

    await expect(remote.subgraph.status()).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});
