import { type Actor, systemActor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { type VisitAction, type VisitCase, visitKinds, visitStatuses } from './visit.ts';
import { assertLetter, assertRoomForPetitioners, visitWorkflow } from './visit.workflow.ts';

const actor = (role: string): Actor => ({
  personId: 'psn_somebody',
  system: false,
  holds: (name) => name === role,
  belongsTo: () => false,
});

const aVisit = (status: VisitCase['status']) =>
  ({
    status,
    version: 1,
    ownerOrgId: 'org_unit',
    siteOrgId: 'org_hall',
    kind: 'PUBLIC',
    caseId: null,
    caseCode: null,
    block: null,
    erasedAt: null,
  }) as VisitCase;

const code = (work: () => unknown): string => {
  try {
    work();
    return 'ALLOWED';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const allowed: Record<Exclude<VisitAction, 'ERASE'>, { from: readonly string[]; who: Actor; to: string }> = {
  CHECK_IN: { from: ['INVITED', 'WALK_IN'], who: actor('WINDOW'), to: 'CHECKED_IN' },
  RECEIVE: { from: ['CHECKED_IN'], who: actor('OFFICE_DIRECTOR'), to: 'RECEIVED' },
  CHECK_OUT: { from: ['CHECKED_IN', 'RECEIVED'], who: actor('WINDOW'), to: 'LEFT' },
  REFUSE: { from: ['INVITED', 'WALK_IN', 'CHECKED_IN'], who: actor('WINDOW'), to: 'REFUSED' },
  MARK_NO_SHOW: { from: ['INVITED'], who: systemActor, to: 'NO_SHOW' },
};

describe('the way of a visitor', () => {
  const cells = Object.entries(allowed).flatMap(([action, row]) =>
    visitStatuses.map((status) => ({ action: action as VisitAction, status, ...row })),
  );

  it.each(cells)('$action from $status', ({ action, status, from, who, to }) => {
    const act = () => visitWorkflow.permit(who, aVisit(status), action);

    expect(from.includes(status) ? act().to : code(act)).toBe(from.includes(status) ? to : 'ILLEGAL_TRANSITION');
  });

  it.each(Object.entries(allowed))('%s is refused to who has no part in it', (action, { from: [status] }) => {
    const visit = aVisit(status as VisitCase['status']);

    expect(code(() => visitWorkflow.permit(actor('DRAFTER'), visit, action as VisitAction))).toBe('FORBIDDEN');
  });
});

describe('R-BLOCKED: who is not let in', () => {
  const block = { reason: '扰乱秩序', until: new Date('2026-10-01T00:00:00Z') };

  it.each(['INVITED', 'WALK_IN'] as const)('may be turned away from %s, but does not come in', (status) => {
    const visit = { ...aVisit(status), block };

    expect(code(() => visitWorkflow.permit(actor('WINDOW'), visit, 'CHECK_IN'))).toBe('GUARD_FAILED');
    expect(code(() => visitWorkflow.permit(actor('WINDOW'), visit, 'REFUSE'))).toBe('ALLOWED');
  });
});

describe('R-ERASED: what is kept of a visitor', () => {
  const erased = (visit: Partial<VisitCase>) =>
    code(() => visitWorkflow.permit(actor('PII_READ'), { ...aVisit('LEFT'), ...visit }, 'ERASE'));

  it.each([
    [{}, 'ALLOWED'],
    [{ status: 'NO_SHOW' }, 'ALLOWED'],
    [{ status: 'CHECKED_IN' }, 'GUARD_FAILED'],
    [{ status: 'RECEIVED' }, 'GUARD_FAILED'],
    [{ kind: 'PETITION' }, 'GUARD_FAILED'],
    [{ caseId: 'cas_1' }, 'GUARD_FAILED'],
    [{ caseCode: '霁办件2026-00001' }, 'GUARD_FAILED'],
    [{ block: { reason: '', until: new Date() } }, 'GUARD_FAILED'],
    [{ erasedAt: new Date() }, 'GUARD_FAILED'],
  ] as const)('%o: %s', (visit, answer) => {
    expect(erased(visit)).toBe(answer);
  });

  it('is not offered a second time, and an erased visitor does not come in', () => {
    const visit = { ...aVisit('WALK_IN'), erasedAt: new Date() };

    expect(visitWorkflow.allowedActions(actor('PII_READ'), visit)).toEqual([]);
    expect(visitWorkflow.blockedActions(actor('PII_READ'), visit)).toEqual([]);
    expect(code(() => visitWorkflow.permit(actor('WINDOW'), visit, 'CHECK_IN'))).toBe('GUARD_FAILED');
  });
});

describe('R-9: the letter', () => {
  it.each(visitKinds)('of a visitor of kind %s', (kind) => {
    const bare = { kind, letterNo: null, letterWaivedById: null };

    expect(code(() => assertLetter(bare))).toBe(kind === 'OFFICIAL' ? 'GUARD_FAILED' : 'ALLOWED');
    expect(code(() => assertLetter({ ...bare, letterNo: '澜函〔2026〕1号' }))).toBe('ALLOWED');
    expect(code(() => assertLetter({ ...bare, letterWaivedById: 'psn_director' }))).toBe('ALLOWED');
  });
});

describe('R-6: representatives of a petition', () => {
  it.each([
    [0, 5, 'ALLOWED'],
    [0, 6, 'LIMIT_EXCEEDED'],
    [3, 2, 'ALLOWED'],
    [3, 3, 'LIMIT_EXCEEDED'],
  ])('%i in the house, %i at the door: %s', (present, arriving, answer) => {
    expect(code(() => assertRoomForPetitioners(present, arriving))).toBe(answer);
  });
});
