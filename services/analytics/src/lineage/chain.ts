import type { Edge, SeenNode } from './lineage.ts';

/** A decision is put into effect by the item it caused once that is struck off. */
export function withImplementations(nodes: ReadonlyMap<string, SeenNode>, edges: readonly Edge[]): Edge[] {
  const done = edges.filter(
    ({ from, to, kind }) =>
      kind === 'CAUSED' && nodes.get(from)?.type === 'RESOLUTION' && nodes.get(to)?.state === 'STRUCK_OFF',
  );
  return [...edges, ...done.map(({ from, to }): Edge => ({ from, to, kind: 'IMPLEMENTS' }))];
}

/** Resolution, its struck-off item, a hazard of that item closed by a passed recheck, and both filed. */
export function isComplete(nodes: readonly SeenNode[], edges: readonly Edge[]): boolean {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const filed = new Set(edges.filter(({ kind, to }) => kind === 'FILED_AS' && byId.has(to)).map(({ from }) => from));
  const decided = new Set(
    edges.filter(({ kind, from }) => kind === 'IMPLEMENTS' && byId.has(from)).map(({ to }) => to),
  );
  return edges.some(
    ({ kind, from: item, to: hazard }) =>
      kind === 'CLOSES' &&
      byId.get(item)?.state === 'STRUCK_OFF' &&
      byId.get(hazard)?.state === 'CLOSED' &&
      decided.has(item) &&
      filed.has(item) &&
      filed.has(hazard),
  );
}

/** The root first, then by time, then by id. */
export const inOrder = (root: SeenNode, nodes: readonly SeenNode[]): SeenNode[] => [
  root,
  ...nodes.filter(({ id }) => id !== root.id).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1)),
];
