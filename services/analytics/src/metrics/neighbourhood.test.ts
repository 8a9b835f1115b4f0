import type { OrgTree } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import { neighbourhoodOf } from './neighbourhood.ts';

const below: Readonly<Record<string, readonly string[]>> = {
  c: ['c', 'x', 'x1', 'y'],
  x: ['x', 'x1'],
  x1: ['x1'],
  y: ['y'],
};
const tree = {
  ancestors: (id: string) => ({ c: [], x: ['c'], y: ['c'], x1: ['x', 'c'] })[id] ?? [],
  children: (id: string) => ({ c: ['x', 'y'], x: ['x1'] })[id] ?? [],
  below: (id: string) => [...(below[id] ?? [id])],
} as unknown as OrgTree;
const asked = { by: [], orgs: ['x', 'x1'], only: {} } as const;

describe('what a figure of people is judged among', () => {
  it('A-4 a unit asked alone: the units beside it, each with all below, and the one above', () => {
    const wider = neighbourhoodOf(tree, asked, { orgId: 'x' });
    expect(wider?.by).toEqual(['ORG']);
    expect(Object.fromEntries(wider?.groups ?? [])).toEqual({ c: 'c', x: 'x', x1: 'x', y: 'y' });
    expect(wider?.keyIn({ period: 2, dims: ['x'] })).toBe('[2]');
    expect(wider?.keyIn({ period: 2, dims: ['y'] })).toBeNull();
  });

  it('A-4 a unit asked without those below: itself among them', () => {
    const wider = neighbourhoodOf(tree, asked, { orgId: 'x', subtree: false });
    expect(Object.fromEntries(wider?.groups ?? [])).toEqual({ x: 'x', x1: 'x1' });
  });

  it('A-4 a category asked alone: all categories, in whatever else the answer is cut by', () => {
    const wider = neighbourhoodOf(tree, { ...asked, by: ['CHANNEL'], only: { CATEGORY: 'SERVICE' } }, { orgId: 'y' });
    expect(wider).toMatchObject({ by: ['CHANNEL', 'ORG', 'CATEGORY'], only: {} });
    expect(wider?.keyIn({ period: 0, dims: ['A', 'y', 'SERVICE'] })).toBe('[0,"A"]');
    expect(wider?.keyIn({ period: 0, dims: ['A', 'y', 'PETITION'] })).toBeNull();
  });

  it('the whole house has no neighbours, and units cut by units have each other', () => {
    expect(neighbourhoodOf(tree, { ...asked, orgs: null }, {})).toBeNull();
    expect(neighbourhoodOf(tree, asked, { orgId: 'c' })).toBeNull();
    expect(neighbourhoodOf(tree, { ...asked, by: ['ORG'] }, { orgId: 'x' })).toBeNull();
  });
});
