import type { SecrecyLevel } from '@chengqi/schemas';
import type { Fact, Moment } from '../projection/projection.ts';

const typesByPrefix = {
  cal: 'CALL',
  cas: 'SERVICE_CASE',
  haz: 'HAZARD',
  mtg: 'MEETING',
  min: 'MINUTES',
  res: 'RESOLUTION',
  doc: 'DOCUMENT',
  sup: 'SUPERVISION_ITEM',
  arc: 'ARCHIVE_RECORD',
  rat: 'RATING',
} as const;
export type LineageType = (typeof typesByPrefix)[keyof typeof typesByPrefix];

export const lineageTypes: readonly LineageType[] = Object.values(typesByPrefix);

/** What an id names; undefined for everything that stands in no chain. */
export const typeOf = (id: string): LineageType | undefined =>
  typesByPrefix[id.slice(0, id.indexOf('_')) as keyof typeof typesByPrefix];

/** Types of the graph, for stubs. */
export const entityNames = {
  CALL: 'Call',
  SERVICE_CASE: 'ServiceCase',
  HAZARD: 'Hazard',
  MEETING: 'Meeting',
  MINUTES: 'Minutes',
  RESOLUTION: 'Resolution',
  DOCUMENT: 'Document',
  SUPERVISION_ITEM: 'SupervisionItem',
  ARCHIVE_RECORD: 'ArchiveRecord',
  RATING: 'Rating',
} as const satisfies Record<LineageType, string>;

/** Something that stands in a chain: codes, states and moments, never text. */
export interface LineageNode extends Fact {
  /** Null until the event that begins it: what never began, as an accusation, is nowhere. */
  readonly type: LineageType | null;
  readonly ownerOrgId: string | null;
  readonly secrecyLevel: SecrecyLevel | null;
  readonly state: string | null;
  readonly at: Moment | null;
  /** When it was struck off or closed. */
  readonly endedAt: Moment | null;
  readonly code: string | null;
  readonly imported: boolean | null;
}

export type StoredEdgeKind = 'CAUSED' | 'CLOSES' | 'DOCUMENTS' | 'ANSWERS' | 'FILED_AS';
export type LineageEdgeKind = StoredEdgeKind | 'IMPLEMENTS';

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: LineageEdgeKind;
}

/** An edge as it is kept; its id says all of it, so that two events that tell the same make one row. */
export interface LineageEdge extends Fact {
  readonly fromId: string | null;
  readonly toId: string | null;
  readonly kind: StoredEdgeKind | null;
}

/** A node that the viewer may see. */
export interface SeenNode extends LineageNode {
  readonly type: LineageType;
}

/** A chain as one viewer sees it. */
export interface Chain {
  readonly root: SeenNode;
  readonly nodes: readonly SeenNode[];
  readonly edges: readonly Edge[];
}
