import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { followsChains, nodeRule, readNodes, recordSecretReads } from './lineage.repository.ts';
import type { Chain } from './lineage.ts';
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

/** A call that led to nothing may have led to an accusation: neither is told. */
const known = (chain: Chain | undefined): Chain | null =>
  !chain || (chain.root.type === 'CALL' && chain.nodes.length === 1) ? null : chain;
