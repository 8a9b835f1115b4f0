import type { OrgTree } from '@chengqi/office-kernel';
import type { MetricDimension } from '../generated/graphql.ts';
import type { MetricScope, OrgsAsked } from './metric-scope.ts';

/** All facts of the office, those that belong to no organisation, and all the others. */
const [house, unowned, owned] = ['house', 'unowned', 'owned'];

/** An organisation without those below it. */
const itself = (orgId: string): string => `only ${orgId}`;

/** Every place that a fact of an organisation is counted in, the narrowest first. */
export const placesOf = (tree: OrgTree, orgId: string | null): readonly [string, ...string[]] =>
  orgId === null ? [unowned, house] : [itself(orgId), ...tree.lineOf(orgId).toReversed(), owned, house];

/** The place by which an answer counts a fact, and the organisation that it is shown at; null where it counts for all. */
export interface Standing {
  readonly place: string;
  readonly org: string | null;
}

/** Where facts of an organisation stand in an answer; null where they are none of it. */
export type Stand = (orgId: string | null) => Standing | null;

/** As the viewer asks: organisation by organisation, or each with those of its line that are asked as well. */
export function standingsAsked(
  tree: OrgTree,
  { orgs, unowned: seesUnowned }: MetricScope,
  where: OrgsAsked,
  by: readonly MetricDimension[],
): Stand {
  const asked = orgs && new Set(orgs);
  const placeOf = (orgId: string | null): string | undefined => {
    if (asked === null) return seesUnowned ? house : orgId === null ? undefined : owned;
    if (orgId === null || !asked.has(orgId)) return undefined;
    return where.subtree === false ? itself(orgId) : tree.lineOf(orgId).find((above) => asked.has(above));
  };
  return (orgId) => {
    const place = placeOf(orgId);
    if (place === undefined) return null;
    if (!by.includes('ORG')) return { place, org: null };
    return { place: orgId === null ? unowned : itself(orgId), org: orgId };
  };
}

/** Organisations told together, each with all below by the one that stands for it. */
export const standingsOf =
  (groups: ReadonlyMap<string, string>): Stand =>
  (orgId) => {
    const group = orgId === null ? undefined : groups.get(orgId);
    return group === undefined ? null : { place: group, org: group };
  };
