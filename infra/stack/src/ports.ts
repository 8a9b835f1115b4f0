import { createServer } from 'node:net';
import { ConfigError } from '@chengqi/service-kit';

/** Tells early what `listen` would tell late, after databases were opened. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0 || (await isFree(host, port))) return;
  throw new ConfigError(
    `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 100} npm start`,
  );
}

/** Ports below the ephemeral range, where an outgoing connection of the machine cannot sit on them. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const found: number[] = [];
  for (let port = 20_000 + (process.pid % 900) * 10; found.length < count && port < 32_000; port += 1) {
    if (await isFree(host, port)) found.push(port);
  }
  if (found.length < count) throw new ConfigError(`No ${count} free ports between 20000 and 32000.`);
  return found;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });
}
