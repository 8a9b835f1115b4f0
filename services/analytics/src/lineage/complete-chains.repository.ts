import type { Foundation } from '@chengqi/office-kernel';
import { type Connection, connection, mapConnection, type PageArguments, type Request } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { LineageEdgeEntity } from './lineage.entity.ts';
import { codeRule, readNodes } from './lineage.repository.ts';
import type { LineageEdge, LineageType, SeenNode } from './lineage.ts';

/** A struck-off item and its hazard put right, with the decision behind them and the records of both. */
export interface CompleteChain {
  readonly id: string;
  readonly meeting: SeenNode | null;
  readonly resolution: SeenNode | null;
  readonly item: SeenNode | null;
  readonly hazard: SeenNode | null;
  readonly itemRecord: SeenNode | null;
  readonly hazardRecord: SeenNode | null;
}

/**
 * A page of the chains that are complete as far as the viewer may know, the newest item first; importers have those of
 * history. Four statements, however long the page.
 */
export async function completeChains(
  foundation: Foundation,
  { viewer }: Pick<Request, 'viewer'>,
  { orgId, ...page }: PageArguments & { readonly orgId?: string | null | undefined },
): Promise<Connection<CompleteChain>> {
  const { kit, office } = foundation;
  const rule = (alias: string) => codeRule(foundation, viewer, alias);
  const query = kit.db.read
    .getRepository<LineageEdge>(LineageEdgeEntity)
    .createQueryBuilder('c')
    .where(`c.kind = 'CLOSES'`);
  const exists = (from: string, alias: string, type: LineageType, condition: string) => {
    const { sql, params } = codeRule(foundation, viewer, alias, [type]);
    query.andWhere(`EXISTS (SELECT 1 FROM ${from} WHERE ${condition} AND ${sql})`, params);
  };
  const under = orgId == null ? '' : ' AND i.owner_org_id IN (:...under)';
  exists('lineage_nodes i', 'i', 'SUPERVISION_ITEM', `i.id = c.from_id AND i.state = 'STRUCK_OFF'${under}`);
  exists('lineage_nodes h', 'h', 'HAZARD', `h.id = c.to_id AND h.state = 'CLOSED'`);
  const along = (kind: string, node: string, end: string) =>
    `lineage_edges e_${node} JOIN lineage_nodes ${node} ON ${node}.id = e_${node}.${end} AND e_${node}.kind = '${kind}'`;
  exists(along('CAUSED', 'r', 'from_id'), 'r', 'RESOLUTION', 'e_r.to_id = c.from_id');
  exists(along('FILED_AS', 'ir', 'to_id'), 'ir', 'ARCHIVE_RECORD', 'e_ir.from_id = c.from_id');
  exists(along('FILED_AS', 'hr', 'to_id'), 'hr', 'ARCHIVE_RECORD', 'e_hr.from_id = c.to_id');
  if (orgId != null) query.setParameters({ under: office.orgs.tree.below(orgId) });
  const found = await connection(query, page, { alias: 'c', orderBy: { column: 'c.id', direction: 'DESC' } });
  const chains = await chainsOf(foundation, rule, found.nodes);
  return mapConnection(found, ({ id }) => chains.get(id) as CompleteChain);
}

/** What hangs on the items and hazards of a page: their edges, the meetings behind the decisions, and all nodes. */
async function chainsOf(
  { kit: { db } }: Foundation,
  rule: Parameters<typeof readNodes>[1],
  page: readonly LineageEdge[],
): Promise<Map<string, CompleteChain>> {
  if (page.length === 0) return new Map();
  const edges = db.read.getRepository<LineageEdge>(LineageEdgeEntity);
  const ends = page.flatMap(({ fromId, toId }) => [fromId, toId].filter((id) => id !== null));
  const order = { id: 'ASC' } as const;
  const hanging = await edges.find({
    where: [
      { kind: 'CAUSED', toId: In(ends) },
      { kind: 'FILED_AS', fromId: In(ends) },
    ],
    order,
  });
  const causes = hanging.flatMap(({ kind, fromId }) => (kind === 'CAUSED' && fromId !== null ? [fromId] : []));
  const meetings = await edges.find({ where: { kind: 'CAUSED', toId: In(causes) }, order });
  const all = [...hanging, ...meetings];
  const nodes = await readNodes(db.read, rule, [
    ...new Set([...ends, ...all.flatMap(({ fromId, toId }) => [fromId, toId].filter((id) => id !== null))]),
  ]);
  const before = (id: string | null, type: SeenNode['type']) =>
    all.flatMap(({ kind, fromId, toId }) => (kind === 'CAUSED' && toId === id ? nodesOf(fromId, type) : []))[0] ?? null;
  const filed = (id: string | null) =>
    all.flatMap(({ kind, fromId, toId }) =>
      kind === 'FILED_AS' && fromId === id ? nodesOf(toId, 'ARCHIVE_RECORD') : [],
    )[0] ?? null;
  const nodesOf = (id: string | null, type: SeenNode['type']): SeenNode[] => {
    const node = id === null ? undefined : nodes.get(id);
    return node?.type === type ? [node] : [];
  };
  return new Map(
    page.map(({ id, fromId, toId }) => {
      const resolution = before(fromId, 'RESOLUTION');
      const chain: CompleteChain = {
        id,
        meeting: resolution && before(resolution.id, 'MEETING'),
        resolution,
        item: nodesOf(fromId, 'SUPERVISION_ITEM')[0] ?? null,
        hazard: nodesOf(toId, 'HAZARD')[0] ?? null,
        itemRecord: filed(fromId),
        hazardRecord: filed(toId),
      };
      return [id, chain];
    }),
  );
}
