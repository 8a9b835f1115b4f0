import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { founders, maskPhone, type PersonAction } from './person.ts';
import { type PersonSubject, personWorkflow, refuseAboveRight } from './person.workflow.ts';

const actor = (...roles: string[]): Actor => ({
  personId: 'psn_actor',
  system: false,
  holds: (role, orgId) => roles.includes(role) && (orgId === null || orgId === 'org_a'),
  belongsTo: () => false,
});
const somebody = (changes: Partial<PersonSubject> = {}): PersonSubject => ({
  id: 'psn_x',
  status: 'ACTIVE',
  version: 5,
  ownerOrgId: 'org_a',
  primaryOrgId: 'org_a',
  clearance: 'SECRET',
  proposedClearance: 'SECRET',
  clearanceProposedById: 'psn_y',
  proposedByIds: ['psn_y'],
  openPosts: 0,
  ...changes,
});

const actions: PersonAction[] = [
  'UPDATE',
  'ASSIGN_POST',
  'CONFIRM_POST',
  'END_POST',
  'GRANT_CLEARANCE',
  'CONFIRM_CLEARANCE',
  'REVOKE_CLEARANCE',
];
const ofInactive: PersonAction[] = ['UPDATE'];

describe('the table of a person', () => {
  it.each(actions)('lets the administrator %s an active person', (action) => {
    expect(personWorkflow.permit(actor('ADMIN'), somebody(), action, { outcome: 'ACTIVE' }).to).toBe('ACTIVE');
  });
  it.each(actions.filter((action) => !ofInactive.includes(action)))(
    'O-3 refuses to %s somebody who has left',
    (action) => {
      expect(() => personWorkflow.permit(actor('ADMIN'), somebody({ status: 'INACTIVE' }), action)).toThrow(
        'ILLEGAL_TRANSITION',
      );
    },
  );
  it('takes somebody who has left back', () => {
    expect(
      personWorkflow.permit(actor('ADMIN'), somebody({ status: 'INACTIVE' }), 'UPDATE', { outcome: 'ACTIVE' }).to,
    ).toBe('ACTIVE');
  });
  it.each(actions)('refuses to %s without a role, and with one over another unit', (action) => {
    expect(() => personWorkflow.permit(actor(), somebody(), action)).toThrow('FORBIDDEN');
    expect(() => personWorkflow.permit(actor('ADMIN'), somebody({ primaryOrgId: 'org_b' }), action)).toThrow(
      'FORBIDDEN',
    );
  });
  it('gives the secrecy officer clearances and nothing else', () => {
    expect(personWorkflow.allowedActions(actor('SECRECY_OFFICER'), somebody())).toEqual([
      'GRANT_CLEARANCE',
      'CONFIRM_CLEARANCE',
      'REVOKE_CLEARANCE',
    ]);
  });
  it.each(actions.filter((action) => !['UPDATE', 'END_POST'].includes(action)))(
    '15-1.5: refuses to %s for oneself',
    (action) => {
      expect(() => personWorkflow.permit(actor('ADMIN'), somebody({ id: 'psn_actor' }), action)).toThrow(
        'SEPARATION_OF_DUTIES',
      );
    },
  );
  it.each([
    ['CONFIRM_POST', { proposedByIds: ['psn_y', 'psn_actor'] }],
    ['CONFIRM_CLEARANCE', { clearanceProposedById: 'psn_actor' }],
  ] as const)('15-1.5: refuses the proposer to %s', (action, proposed) => {
    expect(() => personWorkflow.permit(actor('ADMIN'), somebody(proposed), action)).toThrow('SEPARATION_OF_DUTIES');
  });
  it.each([
    ['CONFIRM_POST', { proposedByIds: [] }],
    ['CONFIRM_CLEARANCE', { proposedClearance: null }],
    ['CONFIRM_CLEARANCE', { primaryOrgId: null }],
  ] as const)('O-8 has nothing to %s where nothing of a unit waits', (action, proposed) => {
    expect(() => personWorkflow.permit(actor('ADMIN'), somebody(proposed), action)).toThrow('GUARD_FAILED');
  });
  it('lets a proposer without a role over the unit take the proposal back, and do nothing else', () => {
    const proposed = somebody({ primaryOrgId: 'org_b', proposedByIds: ['psn_actor'] });

    expect(personWorkflow.allowedActions(actor(), proposed)).toEqual(['END_POST']);
  });
  it('O-3 refuses to put somebody with an open post out of service', () => {
    expect(() =>
      personWorkflow.permit(actor('ADMIN'), somebody({ openPosts: 1 }), 'UPDATE', { outcome: 'INACTIVE' }),
    ).toThrow('GUARD_FAILED');
  });
  it('O-5 has nothing to revoke from somebody who reads INTERNAL', () => {
    expect(() =>
      personWorkflow.permit(
        actor('ADMIN'),
        somebody({ clearance: 'INTERNAL', proposedClearance: null }),
        'REVOKE_CLEARANCE',
      ),
    ).toThrow('GUARD_FAILED');
  });
  it.each([...founders])('leaves the founding account %s to nobody else', (id) => {
    const founder = somebody({ id, primaryOrgId: null });

    expect(() => personWorkflow.permit(actor('ADMIN'), founder, 'UPDATE')).toThrow('FORBIDDEN');
  });
});

describe('O-5 a clearance and the right of the unit', () => {
  it.each([
    ['CONFIDENTIAL', 'SECRET', false],
    ['SECRET', 'SECRET', false],
    ['TOP_SECRET', 'SECRET', true],
    ['WORK_SECRET', 'INTERNAL', true],
  ] as const)('%s where the unit may grant %s', (level, right, refused) => {
    const act = () => refuseAboveRight(level, right);
    if (refused) expect(act).toThrow('GUARD_FAILED');
    else expect(act).not.toThrow();
  });
});

describe('a telephone number', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['8222001', '****01'],
    [null, null],
  ])('%s is shown as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown);
  });
});
