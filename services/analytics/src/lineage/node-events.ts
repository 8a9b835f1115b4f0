import type { Envelope, EventContract } from '@chengqi/schemas';
import type { Reaction } from '../projection/projection.ts';
import { type LineageNode, typeOf } from './lineage.ts';

type Facts<Data> = (event: Envelope<Data>, node: LineageNode) => Partial<LineageNode>;

/** An event with which a node may begin; the envelope says whose it is and how secret. */
export const begins = <Data>(contract: EventContract<Data>, facts: Facts<Data>): Reaction<LineageNode> =>
  about(contract, (event, node) => ({
    type: typeOf(event.subject) ?? null,
    ...ownership(event),
    imported: node.imported ?? event.provenance === 'imported',
    ...facts(event, node),
  }));

/** An event of a node that has begun; it begins none. */
export const goesOn = <Data>(contract: EventContract<Data>, facts: Facts<Data>): Reaction<LineageNode> =>
  about(contract, (event, node) => (node.type === null ? {} : { ...ownership(event), ...facts(event, node) }));

const about = <Data>(contract: EventContract<Data>, facts: Facts<Data>): Reaction<LineageNode> => ({
  contract: contract as EventContract,
  revisions: (event) => [{ id: event.subject, revise: (node) => facts(event as Envelope<Data>, node) }],
});

const ownership = ({ orgid, secrecylevel }: Envelope): Partial<LineageNode> => ({
  ownerOrgId: orgid,
  secrecyLevel: secrecylevel,
});
