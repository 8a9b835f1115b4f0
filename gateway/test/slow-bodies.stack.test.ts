import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { registeredQuery, startGateway } from './fixture.ts';

const body = JSON.stringify({ query: registeredQuery });

describe('15-2.2: a request that does not come to its end', () => {
  it('is told so and closed, long before the time that a file may take', async () => {
    await using gateway = await startGateway();
    const { hostname, port } = new URL(gateway.url);
    const head = [
      ...['POST /graphql HTTP/1.1', 'host: h', `authorization: ${await gateway.bearer()}`],
      ...['content-type: application/json', `content-length: ${body.length}`],
    ];

    /** Sends the beginning of the body, then a letter a second for as long as somebody listens. */
    async function heardBy(beginning: string, ...letters: string[]): Promise<string> {
      const socket = connect(Number(port), hostname);
      const heard = text(socket);
      socket.write(`${head.join('\r\n')}\r\n\r\n${beginning}`);
      const dripping = setInterval(() => socket.write(letters.shift() ?? ''), 1000);
      await once(socket, 'close');
      clearInterval(dripping);
      return heard;
    }
    const heard = [heardBy(''), heardBy(body.slice(0, body.length / 2)), heardBy('', ...body)];

    expect((await gateway.ask(registeredQuery)).status).toBe(200);
    for (const answer of await Promise.all(heard)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});
