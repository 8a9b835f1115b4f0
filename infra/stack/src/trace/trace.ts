import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../servers/addresses.ts';
import { stackTraces, tracesIn } from './folders.ts';
import { readSpans } from './read-spans.ts';
import { linesOfTrace } from './span-tree.ts';

const usage = `Usage: npm run trace -- ID [--in FOLDER]
  prints what was done for a request as a tree: who did it, when after its beginning and for how long, in milliseconds
  ID           of a request, as it stands in x-request-id and in every refusal, or of a trace
  --in FOLDER  where the traces are; by default those of "npm start" and of "npm run start:stack"`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { in: { type: 'string' } }, allowPositionals: true });
  const [id, ...rest] = positionals;
  if (!id || rest.length > 0) throw new Error(usage);
  const folders = values.in ? [resolve(process.env.INIT_CWD ?? '.', values.in)] : usualFolders();
  const spans = await readSpans(folders, id);
  if (spans.length === 0)
    throw new Error(
      `Nothing of ${id} was recorded in ${folders.join(' and ')}. A span is written within a second of its end; ` +
        'an office that records nothing was started with OTEL_SDK_DISABLED=true, or a share of requests (OTEL_TRACES_SAMPLER_ARG).',
    );
  for (const traceId of new Set(spans.map((span) => span.traceId))) {
    const own = spans.filter((span) => span.traceId === traceId);
    console.log(
      `trace ${traceId}, ${new Date(Number((own[0]?.startedAt ?? 0n) / 1_000_000n)).toISOString()}, ${own.length} spans`,
    );
    for (const line of linesOfTrace(own)) console.log(line);
  }
}

function usualFolders(): string[] {
  const { TRACES_DIR, DATA_DIR, INIT_CWD = '.' } = process.env;
  if (TRACES_DIR) return [resolve(INIT_CWD, TRACES_DIR)];
  return [tracesIn(DATA_DIR ? resolve(INIT_CWD, DATA_DIR) : join(repositoryRoot, '.data')), stackTraces];
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
