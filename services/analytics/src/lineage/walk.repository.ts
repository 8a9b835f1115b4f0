import { type EntityManager, In } from 'typeorm';
import { inOrder, withImplementations } from './chain.ts';
import { LineageEdgeEntity } from './lineage.entity.ts';
import { type Chain, type Edge, type LineageEdge, type LineageType, type SeenNode, typeOf } from './lineage.ts';

/** A chain ends here at the latest; those of the office have a dozen members. */
const mostNodes = 500;
const mostSteps = 24;

type ReadNodes = (ids: readonly string[]) => Promise<ReadonlyMap<string, SeenNode>>;

/**
 * The chains around some roots, step by step for all of them at once: two statements a step, however many roots. Only
 * what the viewer may see is walked through, so that nothing is reached that hangs on something hidden.
 */
export async function walk(
  manager: EntityManager,
  read: ReadNodes,
  rootIds: readonly string[],
): Promise<Map<string, Chain>> {
  const nodes = new Map(await read(rootIds));
  const asked = new Set(rootIds);
  const edges = new Map<string, Edge[]>();
  const walks = rootIds.flatMap((id) => {
    const root = nodes.get(id);
    return root ? [{ root, members: new Map([[id, root]]), edge: new Map<string, Edge>(), front: [root] }] : [];
  });
  for (let step = 0; step < mostSteps && walks.some(({ front }) => front.length > 0); step += 1) {
    await learnEdges(
      manager,
      edges,
      walks.flatMap(({ front }) => front.map(({ id }) => id)),
    );
    const beyond = new Set(walks.flatMap((one) => next(one, edges)));
    const unknown = [...beyond].filter((id) => !asked.has(id));
    for (const [id, node] of await read(unknown)) nodes.set(id, node);
    for (const id of unknown) asked.add(id);
    for (const one of walks) {
      one.front = next(one, edges).flatMap((id) => {
        const node = nodes.get(id);
        if (!node || one.members.has(id) || one.members.size >= mostNodes) return [];
        one.members.set(id, node);
        return [node];
      });
    }
  }
  return new Map(walks.map(({ root, members }) => [root.id, chainOf(root, members, edges)]));
}

interface Walk {
  readonly root: SeenNode;
  readonly members: Map<string, SeenNode>;
  front: SeenNode[];
}

/** Ids that the front leads to; a meeting leads to its other decisions only when it was asked about itself. */
const next = ({ root, front, members }: Walk, edges: ReadonlyMap<string, readonly Edge[]>): string[] => [
  ...new Set(
    front.flatMap((node) =>
      (edges.get(node.id) ?? [])
        .map(({ from, to }) => (from === node.id ? to : from))
        .filter((id) => !members.has(id) && leadsOn(root.type, node.type, typeOf(id))),
    ),
  ),
];

const aboutMeeting: readonly LineageType[] = ['MEETING', 'MINUTES', 'DOCUMENT'];

const leadsOn = (root: LineageType, from: LineageType, to: LineageType | undefined): boolean =>
  !(from === 'MEETING' && to === 'RESOLUTION' && !aboutMeeting.includes(root));

/** Edges at ids that have not been asked yet. */
async function learnEdges(manager: EntityManager, known: Map<string, Edge[]>, ids: readonly string[]): Promise<void> {
  const fresh = [...new Set(ids)].filter((id) => !known.has(id));
  if (fresh.length === 0) return;
  const rows = await manager
    .getRepository<LineageEdge>(LineageEdgeEntity)
    .find({ where: [{ fromId: In(fresh) }, { toId: In(fresh) }], order: { id: 'ASC' } });
  for (const id of fresh) known.set(id, []);
  for (const { fromId, toId, kind } of rows) {
    if (fromId === null || toId === null || kind === null) continue;
    for (const end of [fromId, toId]) known.get(end)?.push({ from: fromId, to: toId, kind });
  }
}

/** The members with the edges among them. */
function chainOf(root: SeenNode, members: ReadonlyMap<string, SeenNode>, edges: ReadonlyMap<string, Edge[]>): Chain {
  const among = new Map<string, Edge>();
  for (const id of members.keys()) {
    for (const edge of edges.get(id) ?? []) {
      if (members.has(edge.from) && members.has(edge.to)) among.set(`${edge.kind}:${edge.from}:${edge.to}`, edge);
    }
  }
  const stored = [...among].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
  return { root, nodes: inOrder(root, [...members.values()]), edges: withImplementations(members, stored) };
}
