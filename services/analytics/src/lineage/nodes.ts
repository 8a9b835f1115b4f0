import type { Projection } from '../projection/projection.ts';
import { caseNodes } from './case-nodes.ts';
import { documentNodes } from './document-nodes.ts';
import { LineageNodeEntity } from './lineage.entity.ts';
import type { LineageNode } from './lineage.ts';
import { meetingNodes } from './meeting-nodes.ts';
import { safetyNodes } from './safety-nodes.ts';
import { supervisionNodes } from './supervision-nodes.ts';

/** What stands in chains. Only a node's own events write it, so that no order between topics matters. */
export const lineageNodes: Projection<LineageNode> = {
  entity: LineageNodeEntity,
  empty: (id) => ({
    id,
    type: null,
    ownerOrgId: null,
    secrecyLevel: null,
    state: null,
    at: null,
    endedAt: null,
    code: null,
    imported: null,
  }),
  clocks: [],
  reactions: [...meetingNodes, ...supervisionNodes, ...safetyNodes, ...caseNodes, ...documentNodes],
};
