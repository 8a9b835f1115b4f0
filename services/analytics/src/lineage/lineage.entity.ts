import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import type { LineageEdge, LineageNode } from './lineage.ts';

const optional = { nullable: true };

export const LineageNodeEntity = new EntitySchema<LineageNode>({
  name: 'LineageNode',
  tableName: 'lineage_nodes',
  columns: {
    id: column.id(),
    type: column.code('type', 24, optional),
    ownerOrgId: column.ref('owner_org_id', optional),
    secrecyLevel: column.code('secrecy_level', 16, optional),
    state: column.code('state', 24, optional),
    at: column.moment('at'),
    endedAt: column.moment('ended_at'),
    code: column.code('code', 100, optional),
    imported: column.bool('imported', optional),
  },
});

export const LineageEdgeEntity = new EntitySchema<LineageEdge>({
  name: 'LineageEdge',
  tableName: 'lineage_edges',
  columns: {
    id: column.key('id', 80),
    fromId: column.ref('from_id', optional),
    toId: column.ref('to_id', optional),
    kind: column.code('kind', 12, optional),
  },
  indices: [
    { name: 'lineage_edge_from', columns: ['fromId', 'kind'] },
    { name: 'lineage_edge_to', columns: ['toId', 'kind'] },
    { name: 'lineage_edge_kind', columns: ['kind', 'fromId'] },
    { name: 'lineage_edge_order', columns: ['kind', 'id'] },
  ],
});
