import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createClient } from '../src/client.ts';

type Answers = Record<string, (body: unknown, authorization: string | undefined) => { status?: number; body: unknown }>;

async function gatewayThat(answers: Answers) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const answer = answers[request.url ?? '']?.(text === '' ? null : JSON.parse(text), request.headers.authorization);
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, [Symbol.dispose]: () => void server.close() };
}

const up = (backlog: Record<string, number>, outbox = 0) => ({
  state: 'UP',
  service: 'x',
  outbox,
  backlog,
  deadLetters: 0,
});

describe('a client of the office', () => {
  it('takes a new token when the old one has run out, once', async () => {
    let issued = 0;
    using gateway = await gatewayThat({
      '/dev/token': () => ({ body: { token: `t${++issued}` } }),
      '/graphql': (_, authorization) =>
        authorization === 'Bearer t1'
          ? { status: 401, body: { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] } }
          : { body: { data: { authorization } } },
    });
    const desk = createClient(gateway.url).as('S1');

    expect(await desk.act('{ x }')).toEqual({ authorization: 'Bearer t2' });
    expect(await desk.act('{ x }')).toEqual({ authorization: 'Bearer t2' });
    expect(issued).toBe(2);
  });

  it('throws the refusal with its code where none was expected', async () => {
    using gateway = await gatewayThat({
      '/graphql': () => ({
        status: 404,
        body: { data: null, errors: [{ message: 'gone', path: ['x', 0], extensions: { code: 'NOT_FOUND' } }] },
      }),
    });

    const { anonymous } = createClient(gateway.url);

    await expect(anonymous.act('{ x }')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'NOT_FOUND at x.0: gone',
    });
    expect((await anonymous.ask('{ x }')).errors).toHaveLength(1);
  });

  it('waits until everybody is up, has published and has handled what it waits for', async () => {
    const looks = [
      { a: { state: 'DOWN' } },
      { a: up({ t: 1 }) },
      { a: up({ t: 0 }, 1) },
      { a: up({ t: 0, other: 5 }) },
      { a: up({ t: 2, other: 5 }) },
      { a: up({ t: 0, other: 5 }) },
      { a: up({ t: 0, other: 5 }) },
      { a: up({ t: 9 }) },
    ];
    let look = 0;
    using gateway = await gatewayThat({
      '/dev/token': () => ({ body: { token: 't' } }),
      '/status': () => ({ body: { gateway: { ready: true }, subgraphs: looks[look++] } }),
    });

    await createClient(gateway.url).settled({ topics: ['t'] });

    expect(look).toBe(7);
  });

  it('says what is still under way when it has waited long enough', async () => {
    using gateway = await gatewayThat({
      '/dev/token': () => ({ body: { token: 't' } }),
      '/status': () => ({ body: { gateway: { ready: true }, subgraphs: { a: up({ t: 1 }) } } }),
    });

    await expect(createClient(gateway.url).settled({ seconds: 0.1 })).rejects.toThrow(/still under way.*"t":1/);
  });
});
