import type { OrgTree } from '@chengqi/office-kernel';
import type { MetricDimension } from '../generated/graphql.ts';
import { type Cell, type Cut, keyOf } from '../measuring/cut.repository.ts';
import type { OrgsAsked } from './metric-scope.ts';

/** A wider table in which what was asked is one part of a whole. */
export interface Neighbourhood extends Pick<Cut, 'by' | 'orgs' | 'only'> {
  readonly groups?: ReadonlyMap<string, string>;
  /** Where a cell of the wider table stands in the narrower one; null for the neighbours. */
  readonly keyIn: (cell: Pick<Cell, 'period' | 'dims'>) => string | null;
}

/**
 * What a figure of people is judged among, where it was asked of one unit, category, level or channel alone: the units
 * beside it, each with all below, and all values of the dimension. Else the sum of all less the one that is shown would
 * tell of the few who are left. Null where nothing narrows the question.
 */
export function neighbourhoodOf(
  tree: OrgTree,
  asked: Pick<Cut, 'by' | 'orgs' | 'only'>,
  where: OrgsAsked,
): Neighbourhood | null {
  const beside = asked.by.includes('ORG') ? null : unitsBeside(tree, where);
  const narrowed = Object.keys(asked.only) as (keyof Cut['only'])[];
  if (beside === null && narrowed.length === 0) return null;
  const added = [...(beside ? (['ORG'] as const) : []), ...narrowed].filter((each) => !asked.by.includes(each));
  const by: readonly MetricDimension[] = [...asked.by, ...added];
  const wanted: Partial<Record<MetricDimension, string>> = { ...asked.only, ...(beside && { ORG: beside.self }) };
  return {
    by,
    only: {},
    ...(beside ? { orgs: [...beside.groups.keys()], groups: beside.groups } : { orgs: asked.orgs }),
    keyIn({ period, dims }) {
      const isAsked = by.every((dimension, at) => wanted[dimension] === undefined || dims[at] === wanted[dimension]);
      return isAsked ? keyOf({ period, dims: dims.slice(0, asked.by.length) }) : null;
    },
  };
}

/** The unit among those beside it, or itself among those below it where it was asked without them. */
function unitsBeside(tree: OrgTree, { orgId, subtree }: OrgsAsked) {
  if (orgId == null) return null;
  const [parent] = subtree === false ? [orgId] : tree.ancestors(orgId);
  if (parent === undefined) return null;
  const below = tree.children(parent).flatMap((child) => tree.below(child).map((id) => [id, child] as const));
  return { self: orgId, groups: new Map([[parent, parent] as const, ...below]) };
}
