import { systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { lightOf, subjectOf, type Task } from './work.ts';
import { actionsOfKinds, servesOwnUnit, workActions } from './work-actions.ts';

const task = (changes: Partial<Task> = {}): Task => ({
  id: 'VERIFY:sup_1',
  action: 'VERIFY',
  subjectId: systemIds.next('sup'),
  orgId: null,
  siteId: null,
  personId: null,
  exceptId: null,
  major: null,
  waitingSince: 0,
  dueAt: 100,
  endsAt: null,
  ...changes,
});

describe('the light', () => {
  it.each([
    [0, 'GREEN'],
    [74, 'GREEN'],
    [75, 'YELLOW'],
    [100, 'YELLOW'],
    [101, 'RED'],
  ])('after %s of 100 is %s', (now, light) => {
    expect(lightOf(task(), now)).toBe(light);
  });

  it('of work without a limit stays green', () => {
    expect(lightOf(task({ dueAt: null }), 1e15)).toBe('GREEN');
  });

  it('of what was late when it began is red at once', () => {
    expect(lightOf(task({ waitingSince: 200 }), 200)).toBe('RED');
  });

  it('of a shift that has begun is not red', () => {
    expect(lightOf(task({ endsAt: 200 }), 150)).toBe('YELLOW');
  });
});

describe('actions', () => {
  it('each wait for a role, unless a person is named', () => {
    const without = Object.entries(workActions).filter(([, { doers }]) => doers.length === 0);
    expect(without.map(([action]) => action)).toEqual(['PRESS_CALLBACK', 'STAND_DUTY']);
  });

  it('that go by weight have somebody for every weight', () => {
    for (const { doers } of Object.values(workActions)) {
      const weights = new Set(doers.map(({ major }) => major));
      expect(weights.has(undefined) || (weights.has(true) && weights.has(false)) || doers.length === 0).toBe(true);
    }
  });

  it('belong to one kind each', () => {
    expect(actionsOfKinds(['COORDINATION', 'DUTY'])).toEqual(['STATE_POSITION', 'DECIDE_COORDINATION', 'STAND_DUTY']);
    expect(actionsOfKinds([])).toEqual([]);
  });

  it('of units wait for roles that serve their own unit', () => {
    const roles = (['ACCEPT', 'REPORT', 'RECTIFY', 'ACCEPT_CASE'] as const).flatMap((action) =>
      workActions[action].doers.map(({ role }) => role),
    );
    expect(roles.every((role) => servesOwnUnit.has(role))).toBe(true);
  });
});

describe('the subject', () => {
  it.each([
    ['sup', 'SupervisionItem'],
    ['crd', 'CoordinationCase'],
    ['haz', 'Hazard'],
    ['cbk', 'CallbackTask'],
    ['cas', 'ServiceCase'],
    ['rat', 'Rating'],
    ['shf', 'DutyShift'],
    ['doc', 'Document'],
  ])('%s_… is a %s', (prefix, __typename) => {
    const subjectId = systemIds.next(prefix);
    expect(subjectOf(task({ subjectId }))).toEqual({ __typename, id: subjectId });
  });

  it('of another kind is nothing', () => {
    expect(subjectOf(task({ subjectId: systemIds.next('mtg') }))).toBeNull();
  });
});
