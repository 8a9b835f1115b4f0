import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePorts, requireFreePort } from '../src/ports.ts';

describe('ports', () => {
  it('are told to be taken with the way out', async () => {
    const [port = 0] = await freePorts(1);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

    await expect(requireFreePort('127.0.0.1', port)).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 100} npm start`,
    );

    await new Promise((resolve) => server.close(resolve));
    await requireFreePort('127.0.0.1', port);
  });

  it('for tests are different ones below the ephemeral range', async () => {
    const ports = await freePorts(6);

    expect(new Set(ports).size).toBe(6);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});
