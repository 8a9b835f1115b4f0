import type { Actor, DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { type DutyRoster, defaultRules, type RosterAction, type ShiftCase } from './duty.ts';
import { assertPublishable, isComplete, rosterWorkflow, shiftWorkflow } from './duty.workflow.ts';

const at = new Date('2026-09-20T00:00:00Z');
const minutes = (n: number) => new Date(at.getTime() + n * 60_000);
const org = 'org_duty';

const aRoster = (status: DutyRoster['status']): DutyRoster => ({
  id: 'rst_1',
  name: '九月值班表',
  status,
  version: 1,
  ownerOrgId: org,
  servesOrgId: org,
  secrecyLevel: 'INTERNAL',
  createdAt: at,
  updatedAt: at,
  fromAt: at,
  toAt: minutes(1440),
  rules: defaultRules,
  importedFrom: null,
  publishedAt: null,
});

const aShift = (changes: Partial<ShiftCase> = {}): ShiftCase => ({
  id: 'shf_1',
  rosterId: 'rst_1',
  shiftNo: 'ZB1',
  status: 'PUBLISHED',
  version: 1,
  ownerOrgId: org,
  servesOrgId: org,
  secrecyLevel: 'PUBLIC',
  createdAt: at,
  updatedAt: at,
  kind: 'DAY',
  startAt: at,
  endAt: minutes(720),
  leaderId: 'L',
  officerIds: ['A', 'B', 'C'],
  backupId: 'Z',
  phone: null,
  officerMin: 2,
  checkIns: [],
  phoneTested: null,
  handoverOpenItems: null,
  publishedAt: at,
  at,
  ...changes,
});

const anActor = (role: string, orgId: string | null = org, personId = 'X'): Actor => ({
  personId,
  system: false,
  holds: (asked, over) => asked === role && (over === null || over === orgId),
  belongsTo: () => false,
});
const codeOf = (act: () => unknown) => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('the roster workflow', () => {
  const table: [RosterAction, string, 'DRAFT' | 'PUBLISHED', string][] = [
    ['EDIT', 'SAFETY_OFFICER', 'DRAFT', 'allowed'],
    ['EDIT', 'OFFICE_DIRECTOR', 'DRAFT', 'allowed'],
    ['EDIT', 'OFFICE_DIRECTOR', 'PUBLISHED', 'ILLEGAL_TRANSITION'],
    ['EDIT', 'DUTY_LEADER', 'DRAFT', 'FORBIDDEN'],
    ['PUBLISH', 'OFFICE_DIRECTOR', 'DRAFT', 'allowed'],
    ['PUBLISH', 'OFFICE_DIRECTOR', 'PUBLISHED', 'allowed'],
    ['PUBLISH', 'SAFETY_OFFICER', 'DRAFT', 'FORBIDDEN'],
  ];

  it.each(table)('%s by %s on a %s roster: %s', (action, role, status, expected) => {
    const actor = anActor(role);
    expect(codeOf(() => rosterWorkflow.permit(actor, aRoster(status), action))).toBe(expected);
    expect(rosterWorkflow.allowedActions(actor, aRoster(status)).includes(action)).toBe(expected === 'allowed');
  });

  it('the role counts only where its scope covers the organisation', () => {
    expect(
      codeOf(() => rosterWorkflow.permit(anActor('OFFICE_DIRECTOR', 'org_other'), aRoster('DRAFT'), 'PUBLISH')),
    ).toBe('FORBIDDEN');
  });
});

describe('checking in', () => {
  const checkIn = (personId: string, shift: ShiftCase, outcome = 'PARTIAL') =>
    codeOf(() => shiftWorkflow.permit(anActor('DUTY_OFFICER', org, personId), shift, 'CHECK_IN', { outcome }));

  it.each(['L', 'A', 'C'])('%s of the shift may', (personId) => {
    expect(checkIn(personId, aShift())).toBe('allowed');
  });

  it.each(['Z', 'X'])('%s, who stands by or is not of the shift, may not', (personId) => {
    expect(checkIn(personId, aShift())).toBe('FORBIDDEN');
  });

  it('from 30 minutes before the start until the end', () => {
    expect(checkIn('A', aShift({ at: minutes(-31) }))).toBe('GUARD_FAILED');
    expect(checkIn('A', aShift({ at: minutes(-30) }))).toBe('allowed');
    expect(checkIn('A', aShift({ at: minutes(719) }))).toBe('allowed');
    expect(checkIn('A', aShift({ at: minutes(720) }))).toBe('DEADLINE_PASSED');
  });

  it('not on a shift that is only planned', () => {
    expect(checkIn('A', aShift({ status: 'PLANNED' }))).toBe('ILLEGAL_TRANSITION');
  });

  it('is complete with the leader and enough officers', () => {
    const there = (...people: string[]) => aShift({ checkIns: people.map((personId) => ({ personId, at: '' })) });
    expect(isComplete(there('L'), 'A')).toBe(false);
    expect(isComplete(there('A', 'B'), 'C')).toBe(false);
    expect(isComplete(there('L', 'A'), 'B')).toBe(true);
  });
});

describe('DUTY-2 over the shifts that people have elsewhere', () => {
  const own = aShift({ id: 'own', startAt: at, endAt: minutes(1440) });
  const elsewhere = (from: number, to: number) =>
    aShift({ id: 'elsewhere', rosterId: 'rst_2', startAt: minutes(from), endAt: minutes(to), leaderId: 'M' });
  const publish = (...others: ShiftCase[]) =>
    codeOf(() => assertPublishable(aRoster('DRAFT'), [own], [], others, 'Asia/Shanghai'));

  it.each([
    ['an hour after the shift', elsewhere(1500, 1800), 'GUARD_FAILED'],
    ['right after the shift', elsewhere(1440, 1500), 'GUARD_FAILED'],
    ['an hour before the shift', elsewhere(-300, -60), 'GUARD_FAILED'],
    ['during the shift', elsewhere(60, 120), 'CONFLICT_SHIFT'],
    ['twelve hours after the shift', elsewhere(2160, 2400), 'allowed'],
    ['twelve hours before the shift', elsewhere(-1000, -720), 'allowed'],
  ])('an officer on duty elsewhere %s', (_, other, expected) => {
    expect(publish(other)).toBe(expected);
  });

  it('what others break among themselves does not hold this roster', () => {
    const second = { ...elsewhere(4060, 4300), id: 'second' };

    expect(publish(elsewhere(3000, 4000), second)).toBe('allowed');
  });
});
