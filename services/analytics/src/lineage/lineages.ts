import { type Foundation, isAbove } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { LineageNodeEntity } from './lineage.entity.ts';
import { followsChains, nodeRule, readNodes } from './lineage.repository.ts';
import type { Chain, LineageNode } from './lineage.ts';
import { walk } from './walk.repository.ts';

/** Chains around roots as the viewer may see them, in the order asked; null where nothing is known for the viewer. */
export async function lineagesOf(
  foundation: Foundation,
  request: Request,
  rootIds: readonly string[],
): Promise<(Chain | null)[]> {
  const { kit } = foundation;
  if (!followsChains(request.viewer)) return rootIds.map(() => null);
  const rule = (alias: string) => nodeRule(foundation, request.viewer, alias);
  const chains = await walk(kit.db.read, (ids) => readNodes(kit.db.read, rule, ids), rootIds);
  await recordSecretReads(
    foundation,
    request,
    [...chains.values()].flatMap(({ nodes }) => nodes),
  );
  return rootIds.map((id) => known(chains.get(id)));
}

/** Whoever sees that something above INTERNAL is there has read it. */
async function recordSecretReads(
  { office }: Foundation,
  request: Request,
  nodes: readonly Pick<LineageNode, 'id' | 'secrecyLevel'>[],
): Promise<void> {
  const secret = nodes.filter(({ secrecyLevel }) => secrecyLevel !== null && isAbove(secrecyLevel, 'INTERNAL'));
  if (secret.length > 0) await office.recordReads(request, [...new Set(secret.map(({ id }) => id))]);
}

/** The same of things that are told by their ids alone; one statement for who may read above INTERNAL, none for others. */
export async function recordReadsOf(foundation: Foundation, request: Request, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !isAbove(request.viewer.clearance, 'INTERNAL')) return;
  const nodes = await foundation.kit.db.read
    .getRepository<LineageNode>(LineageNodeEntity)
    .find({ select: { id: true, secrecyLevel: true }, where: { id: In([...ids]) } });
  await recordSecretReads(foundation, request, nodes);
}

/** A call that led to nothing may have led to an accusation: neither is told. */
const known = (chain: Chain | undefined): Chain | null =>
  !chain || (chain.root.type === 'CALL' && chain.nodes.length === 1) ? null : chain;
