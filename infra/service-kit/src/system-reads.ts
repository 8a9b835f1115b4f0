import type { ServiceName } from '@chengqi/schemas';
import type { Clock } from './clock.ts';
import { mintProbeToken, mintSystemToken } from './identity.ts';
import type { EntityReference } from './reference.ts';
import type { Operation, ServiceKit, ServiceOptions } from './service.ts';
import { inSpan, SpanKind, traceparentNow } from './tracing/spans.ts';
import type { Viewer } from './viewer.ts';

/** The one question that a probe may ask. */
export const probeQuery =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';

/** How a service reads from another one: as nobody in particular, or to know what somebody may read there. */
export function createSystemReads(
  { key, callSubgraph }: Pick<ServiceOptions, 'key' | 'callSubgraph'>,
  clock: Clock,
): Pick<ServiceKit, 'readAsSystem' | 'askAsSystem' | 'readableBy'> {
  const ask = (owner: ServiceName, operation: Operation, token: string) =>
    inSpan(`ask ${owner}`, { kind: SpanKind.CLIENT }, () =>
      callSubgraph(owner, operation, {
        authorization: `Bearer ${token}`,
        traceparent: traceparentNow() ?? undefined,
      }),
    );

  async function askAsSystem(owner: ServiceName, operation: Operation): Promise<Record<string, unknown>> {
    const token = await mintSystemToken(key, owner, clock.now());
    const { data, errors } = await ask(owner, operation, token);
    if (errors?.length || !data)
      throw new Error(`${owner} refused a system read: ${String(errors?.[0]?.extensions?.code)}`);
    return data;
  }

  async function readAsSystem(owner: ServiceName, references: readonly EntityReference[], selection: string) {
    const [first] = references;
    if (!first) return [];
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${first.__typename} { ${selection} } } }`;
    const data = await askAsSystem(owner, { query, variables: { representations: references } });
    return (data as { _entities: (Record<string, unknown> | null)[] })._entities;
  }

  async function readableBy(viewer: Viewer, owner: ServiceName, references: readonly EntityReference[]) {
    if (references.length === 0) return new Set<string>();
    const token = await mintProbeToken(key, viewer, owner, clock.now());
    const operation = { query: probeQuery, variables: { representations: references } };
    const { data, errors } = await ask(owner, operation, token);
    if (errors?.length || !data) throw new Error(`${owner} refused a probe: ${String(errors?.[0]?.extensions?.code)}`);
    const found = (data as { _entities: readonly (object | null)[] })._entities;
    return new Set(references.flatMap(({ id }, index) => (found[index] ? [id] : [])));
  }

  return { readAsSystem, askAsSystem, readableBy };
}
