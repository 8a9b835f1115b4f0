import { parseArgs } from 'node:util';
import { createClient, Refused } from './client.ts';

const usage = 'Usage: npm run -s token -- <staff number or admin> [--url http://127.0.0.1:4000]';

try {
  const { values, positionals } = parseArgs({ options: { url: { type: 'string' } }, allowPositionals: true });
  const [who, ...rest] = positionals;
  if (!who || rest.length > 0) throw new Error(usage);
  const url = values.url ?? `http://127.0.0.1:${process.env.PORT || 4000}`;
  console.log(await createClient(url).token(who).catch(explain(url, who)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function explain(url: string, who: string) {
  return (error: unknown): never => {
    if (error instanceof Refused && error.code === 'NOT_FOUND') {
      throw new Error(
        `${url} gives no token for ${who}: no such active person, or not a development gateway on this machine.`,
      );
    }
    if (error instanceof Refused) throw error;
    throw new Error(`No gateway answers at ${url}. Start one with "npm start", or give --url.`);
  };
}
