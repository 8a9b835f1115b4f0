import { aViewer } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { actorOn, createOrgTree } from './org-tree.ts';
import { standingIn } from './testing/standing-in.ts';

const tree = createOrgTree([
  { id: 'org_c', path: '/org_c/', level: 'COUNTY' },
  { id: 'org_a', path: '/org_c/org_a/', level: 'DEPT' },
  { id: 'org_b', path: '/org_c/org_b/', level: 'DEPT' },
]);
const viewer = aViewer({ personId: 'psn_e', roles: ['HANDLER'], orgId: 'org_a' });
const head = aViewer({ personId: 'psn_p', roles: ['ORG_HEAD'], orgId: 'org_b' });
const director = aViewer({ personId: 'psn_d', roles: ['ORG_HEAD'], orgId: 'org_c' });

describe('O-9: somebody who stands in for others', () => {
  const actor = actorOn(tree, standingIn(standingIn(viewer, head), director));

  it('reads with all roles at once', () => {
    expect(actor.holds('HANDLER', 'org_a')).toBe(true);
    expect(actor.holds('ORG_HEAD', 'org_a')).toBe(true);
    expect(actor.belongsTo('org_b')).toBe(false);
  });

  it('acts as oneself with the own roles, and for each of the others with theirs alone', () => {
    const [self, ...others] = actor.capacities ?? [];

    expect([self?.onBehalfOf, self?.holds('HANDLER', 'org_a'), self?.holds('ORG_HEAD', 'org_b')]).toEqual([
      undefined,
      true,
      false,
    ]);
    expect(others.map(({ personId, onBehalfOf }) => [personId, onBehalfOf?.personId])).toEqual([
      ['psn_e', 'psn_p'],
      ['psn_e', 'psn_d'],
    ]);
    expect(others.map((each) => each.holds('HANDLER', 'org_a'))).toEqual([false, false]);
    expect(others.map((each) => each.holds('ORG_HEAD', 'org_a'))).toEqual([false, true]);
  });

  it('belongs to the own unit, and who is stood in for to theirs', () => {
    const forHead = actor.capacities?.[1];

    expect(['org_a', 'org_b'].map((org) => forHead?.belongsTo(org))).toEqual([true, false]);
    expect(['org_a', 'org_b'].map((org) => forHead?.onBehalfOf?.belongsTo(org))).toEqual([false, true]);
  });

  it('is one person where nobody is stood in for', () => {
    expect(actorOn(tree, viewer).capacities).toBeUndefined();
  });
});
