import type { Envelope, EventContract, SecrecyLevel } from '@chengqi/schemas';
import { systemIds } from '@chengqi/service-kit';
import { rulesByType } from '../src/work/work.consumers.ts';
import type { Matter } from '../src/work/work.ts';
import { afterEvent } from '../src/work/work-rules.ts';

export interface Told {
  readonly actorId?: string | null;
  readonly orgId?: string | null;
  readonly provenance?: 'live' | 'imported';
  readonly secrecyLevel?: SecrecyLevel;
  readonly at?: string;
}

/** An event as its owner would publish it. */
export function anEvent<Data>(
  contract: EventContract<Data>,
  subject: string,
  data: NoInfer<Data>,
  { actorId = null, orgId = null, provenance = 'live', secrecyLevel = 'INTERNAL', at }: Told = {},
  sequence = 1,
): Envelope<Data> {
  return {
    specversion: '1.0',
    id: systemIds.next('evt'),
    type: contract.type,
    source: `/services/${contract.service}`,
    subject,
    time: at ?? '2026-09-14T01:00:00.000Z',
    datacontenttype: 'application/json',
    sequence,
    aggregateversion: sequence,
    correlationid: systemIds.next('cor'),
    causationid: null,
    actorid: actorId,
    onbehalfof: null,
    actorrole: null,
    orgid: orgId,
    secrecylevel: secrecyLevel,
    provenance,
    traceparent: null,
    data: contract.schema.parse(data),
  };
}

/** A matter that hears its events one after the other, and what waits in it. */
export function aMatter(id: string, defaults: Told = {}) {
  let matter: Matter | null = null;
  return {
    id,
    get known(): Matter | null {
      return matter;
    },
    /** What waits after the event: the action, and for whom where the unit is not the owner. */
    hears<Data>(contract: EventContract<Data>, data: NoInfer<Data>, told: Told = {}): string[] {
      matter = afterEvent(rulesByType, matter, anEvent(contract, id, data, { ...defaults, ...told }));
      return this.waits;
    },
    get waits(): string[] {
      return (matter?.tasks ?? []).map((task) => task.id.replace(`:${id}`, '')).sort();
    },
    task(action: string) {
      const found = matter?.tasks.find((task) => task.action === action);
      if (!found) throw new Error(`${action} does not wait`);
      return found;
    },
  };
}
