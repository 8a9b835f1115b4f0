import { join } from 'node:path';
import {
  createGateway,
  developmentOwner,
  type Gateway,
  type GatewayOptions,
  type Subgraph,
  type SubgraphResult,
} from '@chengqi/gateway';
import { loadOperations, supergraphSdl } from '@chengqi/schemas';
import { gatewayOwner, loadSigningKey } from '@chengqi/service-kit';
import type { EmbeddedOffice } from '@chengqi/stack';
import { startBare } from './bare.ts';

/** Whose day it is. */
export const asker = 'YX0001';

/** What is asked, and what subgraphs answered to it, so that a gateway can be measured without them. */
export interface Recording {
  readonly dataDir: string;
  readonly questions: readonly { readonly name: string; readonly body: string }[];
  readonly answers: Readonly<Record<string, SubgraphResult>>;
}

export const keyOf = (subgraph: string, { query, variables }: Parameters<Subgraph['execute']>[0]): string =>
  JSON.stringify([subgraph, query, variables ?? null]);

/** Asks the questions once through either gateway, which ask their subgraphs a little differently. */
export async function record(office: EmbeddedOffice, dataDir: string): Promise<Recording> {
  const answers: Record<string, SubgraphResult> = {};
  const bearers = new Map<string, string>();
  const subgraphs = [...office.services].map(
    ([name, service]): Subgraph => ({
      name,
      async execute(request, { authorization = bearers.get(name) ?? '', ...headers }) {
        // The bare one knows nobody: it asks as the other did a moment ago.
        bearers.set(name, authorization);
        const { data, errors } = await service.execute(request, { ...headers, authorization });
        if (errors) throw new Error(`${name}: ${errors[0]?.message}`);
        const answer = { data: data ?? null };
        answers[keyOf(name, request)] = answer;
        return answer;
      },
      serve: (asked) => service.serve(asked),
      status: () => service.status(),
    }),
  );
  const from = new Date(Date.now() - 86_400_000).toISOString();
  const variables = { from, to: new Date(Date.parse(from) + 7 * 86_400_000).toISOString() };
  const questions = [
    { name: 'one fetch', body: JSON.stringify({ query: '{ viewer { person { name } } }' }) },
    { name: 'my day', body: JSON.stringify({ query: loadOperations('office').MyDay, variables }) },
  ];
  await using whole = await startWhole(dataDir, subgraphs);
  const token = await tokenOf(whole.url);
  await using bare = await startBare(subgraphs);
  for (const { body } of questions) {
    await post(whole.url, body, token);
    await post(bare.url, body, token);
  }
  return { dataDir, questions, answers };
}

/** The gateway as offices have it. */
export async function startWhole(
  dataDir: string,
  subgraphs: readonly Subgraph[],
  more: Partial<GatewayOptions> = {},
): Promise<Gateway> {
  const keys = join(dataDir, 'keys');
  const key = await loadSigningKey(keys, gatewayOwner);
  const gateway = await createGateway({
    supergraphSdl: supergraphSdl(),
    subgraphs,
    key,
    publicKeys: [key.publicJwk],
    identity: { development: await loadSigningKey(join(keys, 'development'), developmentOwner) },
    host: '127.0.0.1',
    port: 0,
    introspection: true,
    bodyLimitBytes: 2 * 1024 * 1024,
    trustedProxies: [],
    // One asks as much as hundreds.
    costLimit: 1e9,
    ...more,
  });
  await gateway.ready;
  return gateway;
}

export async function tokenOf(url: string): Promise<string> {
  const response = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: asker }),
  });
  return ((await response.json()) as { token: string }).token;
}

/** One question; the answer is read to its end. @throws Error where anything was refused */
export async function post(url: string, body: string, token: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Compressing is no part of what is compared.
      'accept-encoding': 'identity',
      authorization: `Bearer ${token}`,
    },
    body,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(text.slice(0, 500));
}
