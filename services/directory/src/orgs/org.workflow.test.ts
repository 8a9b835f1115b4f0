import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrgStatus } from './org.ts';
import { classifyingRightOf, deepestLevel, lineOf, orgWorkflow, placeOf, replant } from './org.workflow.ts';

interface Unit {
  id: string;
  parentId: string | null;
  path: string;
  depth: number;
}

/** A forest in which each unit hangs below an earlier one or is a root. */
const forests = fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 30 }).map((parents) => {
  const units: Unit[] = [];
  for (const [index, choice] of parents.entries()) {
    const parent = units[choice % (index + 1)] ?? null;
    const id = `org_${index}`;
    units.push({ id, ...placeOf(id, parent && parent.depth < 4 ? parent : null) });
  }
  return units;
});

describe('O-1 the tree of units has no cycles', () => {
  it('keeps every path in step with the parents, whatever is moved where', () => {
    fc.assert(
      fc.property(forests, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (forest, moves) => {
        let units = forest;
        for (const [from, to] of moves) units = moved(units, from % units.length, to % (units.length + 1));
        for (const unit of units) expect(lineOf(unit)).toEqual(lineByParents(units, unit));
      }),
    );
  });

  it('refuses a place below itself and nowhere else', () => {
    fc.assert(
      fc.property(forests, fc.nat(), fc.nat(), (units, from, to) => {
        const [unit, parent] = [at(units, from % units.length), at(units, to % units.length)];
        const inside = lineByParents(units, parent).includes(unit.id);
        const act = () => replant(unit, below(units, unit), parent);
        if (inside) expect(act).toThrow('GUARD_FAILED');
        else expect(act).not.toThrow();
      }),
    );
  });

  it('refuses a tree that gets too deep', () => {
    const deep = { id: 'org_d', parentId: null, path: '/org_d/', depth: deepestLevel };
    const unit = { id: 'org_u', parentId: null, path: '/org_u/', depth: 0 };

    expect(() => replant(unit, [unit], deep)).toThrow('LIMIT_EXCEEDED');
  });
});

describe('the right to classify', () => {
  it('comes from the nearest unit that has its own, and is SECRET where nobody has', () => {
    expect(classifyingRightOf([{ classifyingRight: null }])).toBe('SECRET');
    expect(
      classifyingRightOf([
        { classifyingRight: 'TOP_SECRET' },
        { classifyingRight: 'CONFIDENTIAL' },
        { classifyingRight: null },
      ]),
    ).toBe('CONFIDENTIAL');
  });
});

describe('the table of a unit', () => {
  const administrator: Actor = {
    personId: 'psn_a',
    system: false,
    holds: (role) => role === 'ADMIN',
    belongsTo: () => false,
  };
  const anybody: Actor = { ...administrator, holds: () => false };
  const unit = (status: OrgStatus, activeChildren = 0, openPosts = 0) => ({
    status,
    version: 3,
    ownerOrgId: 'org_a',
    activeChildren,
    openPosts,
  });

  it.each(['MOVE', 'DEACTIVATE'] as const)('lets an administrator %s an active unit', (action) => {
    expect(orgWorkflow.permit(administrator, unit('ACTIVE'), action).role).toBe('ADMIN');
  });
  it.each(['MOVE', 'DEACTIVATE'] as const)('refuses to %s a closed unit', (action) => {
    expect(() => orgWorkflow.permit(administrator, unit('INACTIVE'), action)).toThrow('ILLEGAL_TRANSITION');
  });
  it.each(['MOVE', 'DEACTIVATE'] as const)('refuses everybody else to %s', (action) => {
    expect(() => orgWorkflow.permit(anybody, unit('ACTIVE'), action)).toThrow('FORBIDDEN');
  });
  it.each([
    [1, 0],
    [0, 1],
  ])('O-4 keeps a unit open with %i units below it and %i posts', (children, posts) => {
    expect(() => orgWorkflow.permit(administrator, unit('ACTIVE', children, posts), 'DEACTIVATE')).toThrow(
      'GUARD_FAILED',
    );
    expect(orgWorkflow.allowedActions(administrator, unit('ACTIVE', children, posts))).toEqual(['MOVE']);
  });
  it('says a stale version before anything else of the state', () => {
    expect(() => orgWorkflow.permit(administrator, unit('INACTIVE'), 'MOVE', { expectedVersion: 2 })).toThrow(
      'CONFLICT_VERSION',
    );
  });
});

const at = (units: readonly Unit[], index: number): Unit => {
  const unit = units[index];
  if (!unit) throw new Error('no such unit');
  return unit;
};

const below = (units: readonly Unit[], unit: Unit): Unit[] => units.filter(({ path }) => path.startsWith(unit.path));

function moved(units: readonly Unit[], from: number, to: number): Unit[] {
  const unit = at(units, from);
  const parent = units[to] ?? null;
  if (parent?.path.startsWith(unit.path) || (parent?.depth ?? 0) > 8) return [...units];
  const places = new Map(replant(unit, below(units, unit), parent).map(({ org, place }) => [org.id, place]));
  return units.map((each) => ({ ...each, ...places.get(each.id) }));
}

function lineByParents(units: readonly Unit[], unit: Unit): string[] {
  const parent = units.find(({ id }) => id === unit.parentId);
  return [...(parent ? lineByParents(units, parent) : []), unit.id];
}
