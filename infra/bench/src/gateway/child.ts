import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subgraph } from '@chengqi/gateway';
import { loadSubgraph, serviceNames } from '@chengqi/schemas';
import { startTracing } from '@chengqi/service-kit';
import { print } from 'graphql';
import { startBare } from './bare.ts';
import { keyOf, type Recording, startWhole } from './recording.ts';

/** One gateway in a process of its own, over recorded answers: says its address, and what it has used whenever it is asked. */
const [variant, file = ''] = process.argv.slice(2);
const { dataDir, answers } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
const subgraphs = serviceNames.map(
  (name): Subgraph => ({
    name,
    async execute(request) {
      if (request.query === '{ __typename }') return { data: { __typename: 'Query' } };
      if (request.query === '{ _service { sdl } }') return { data: { _service: { sdl: print(loadSubgraph(name)) } } };
      const answer = answers[keyOf(name, request)];
      if (!answer) throw new Error(`${name} was not asked this before: ${request.query}`);
      // As if it had come over the wire: nobody keeps what another request was given.
      return structuredClone(answer);
    },
    serve: () => Promise.reject(new Error('not recorded')),
    status: () => Promise.reject(new Error('not recorded')),
  }),
);
await using tracing =
  variant === 'traced' ? await startTracing({ name: 'gateway', folder: join(dataDir, 'traces') }) : null;
const swapped = {
  supergraphSource: { from: join(dataDir, 'supergraph.graphql'), everyMilliseconds: 100 },
  operatorToken: process.env.OPERATOR_TOKEN,
};
await using gateway =
  variant === 'bare'
    ? await startBare(subgraphs)
    : await startWhole(dataDir, subgraphs, variant === 'swapped' ? swapped : {});
const closing = Promise.withResolvers<void>();
process.on('message', (asked) => {
  const { user, system } = process.cpuUsage();
  if (asked === 'used') process.send?.((user + system) / 1000);
  else closing.resolve();
});
process.send?.(gateway.url);
await closing.promise;
process.disconnect();
void tracing;
