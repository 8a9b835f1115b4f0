import type { ServiceName } from '@chengqi/schemas';
import type { Clock } from './clock.ts';
import { mintSystemToken } from './identity.ts';
import type { EntityReference } from './reference.ts';
import type { Operation, ServiceKit, ServiceOptions } from './service.ts';

/** How a service reads from another one, as nobody in particular. */
export function createSystemReads(
  { key, callSubgraph }: Pick<ServiceOptions, 'key' | 'callSubgraph'>,
  clock: Clock,
): Pick<ServiceKit, 'readAsSystem' | 'askAsSystem'> {
  async function askAsSystem(owner: ServiceName, operation: Operation): Promise<Record<string, unknown>> {
    const token = await mintSystemToken(key, owner, clock.now());
    const { data, errors } = await callSubgraph(owner, operation, { authorization: `Bearer ${token}` });
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

  return { readAsSystem, askAsSystem };
}
