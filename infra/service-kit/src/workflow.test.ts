import { describe, expect, it } from '@jest/globals';
import { DomainError, guardFailed } from './errors.ts';
import { type Actor, systemActor } from './viewer.ts';
import { defineWorkflow, person, role, separate, system } from './workflow.ts';

interface Door {
  status: 'SHUT' | 'OPEN' | 'SEALED';
  version: number;
  ownerOrgId: string;
  keeperId: string;
}
const door: Door = { status: 'SHUT', version: 3, ownerOrgId: 'org_a', keeperId: 'psn_k' };

const wording = { states: { SHUT: '关', OPEN: '开', SEALED: '已封' }, actions: { OPEN: '开门', SEAL: '封门' } };

const workflow = defineWorkflow<Door, Door['status'], 'OPEN' | 'SEAL'>(wording, [
  { from: 'SHUT', action: 'OPEN', to: 'OPEN', roles: [role('PORTER'), person((d) => d.keeperId, 'keeper')] },
  {
    from: ['SHUT', 'OPEN'],
    action: 'SEAL',
    to: 'SEALED',
    roles: [role('WARDEN'), system()],
    duties: [separate((d) => [d.keeperId], { en: 'The keeper may not seal.', zh: '看管人不得封门。' })],
    guard: (d) => {
      if (d.status === 'OPEN') throw guardFailed('O-1', { en: 'Open doors are not sealed.', zh: '开着的门不封。' });
    },
  },
]);

const actor = (personId: string, ...roles: string[]): Actor => ({
  personId,
  system: false,
  holds: (name, org) => roles.includes(name) && (org === null || org === 'org_a'),
  belongsTo: () => false,
});

const refusalOf = (act: () => unknown) => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('a workflow table', () => {
  it('lets a role of the owner org, a named person and the system act', () => {
    expect(workflow.permit(actor('psn_x', 'PORTER'), door, 'OPEN')).toEqual({ to: 'OPEN', role: 'PORTER' });
    expect(workflow.permit(actor('psn_k'), door, 'OPEN')).toEqual({ to: 'OPEN', role: null });
    expect(workflow.permit(systemActor, door, 'SEAL')).toEqual({ to: 'SEALED', role: null });
  });

  it('refuses in the order role, version, transition, separation of duties, guard', () => {
    const sealed = { ...door, status: 'SEALED' as const };
    const open = { ...door, status: 'OPEN' as const };
    expect(refusalOf(() => workflow.permit(actor('psn_x'), sealed, 'OPEN', { expectedVersion: 1 }))).toBe('FORBIDDEN');
    expect(refusalOf(() => workflow.permit(actor('psn_x', 'PORTER'), sealed, 'OPEN', { expectedVersion: 1 }))).toBe(
      'CONFLICT_VERSION',
    );
    expect(refusalOf(() => workflow.permit(actor('psn_x', 'PORTER'), sealed, 'OPEN', { expectedVersion: 3 }))).toBe(
      'ILLEGAL_TRANSITION',
    );
    expect(refusalOf(() => workflow.permit(actor('psn_k', 'WARDEN'), open, 'SEAL'))).toBe('SEPARATION_OF_DUTIES');
    expect(refusalOf(() => workflow.permit(actor('psn_x', 'WARDEN'), open, 'SEAL'))).toBe('GUARD_FAILED');
  });

  it('parts what may be done from what only a rule stands against, with the rule', () => {
    const open = { ...door, status: 'OPEN' as const };
    const blocked = (who: Actor, subject: Door) =>
      workflow.blockedActions(who, subject).map(({ action, refusal }) => [action, refusal.code, refusal.details.rule]);

    expect(blocked(actor('psn_x', 'WARDEN'), open)).toEqual([['SEAL', 'GUARD_FAILED', 'O-1']]);
    expect(blocked(actor('psn_k', 'WARDEN'), open)).toEqual([['SEAL', 'SEPARATION_OF_DUTIES', undefined]]);
    expect(workflow.allowedActions(actor('psn_x', 'WARDEN'), open)).toEqual([]);
    expect(blocked(actor('psn_x', 'WARDEN'), door)).toEqual([]);
    expect(workflow.allowedActions(actor('psn_x', 'WARDEN'), door)).toEqual(['SEAL']);
    // Whom no role reaches learns of no rule.
    expect(blocked(actor('psn_x'), open)).toEqual([]);
  });

  it('tells in both languages what cannot be done from where', () => {
    const open = { ...door, status: 'OPEN' as const };
    expect(() => workflow.permit(actor('psn_x', 'PORTER'), open, 'OPEN')).toThrow(
      expect.objectContaining({ text: { en: 'Cannot OPEN from OPEN.', zh: '状态“开”下不能执行“开门”。' } }),
    );
  });

  it('offers exactly what it would permit', () => {
    expect(workflow.allowedActions(actor('psn_x', 'PORTER', 'WARDEN'), door)).toEqual(['OPEN', 'SEAL']);
    expect(workflow.allowedActions(actor('psn_k', 'WARDEN'), door)).toEqual(['OPEN']);
    expect(workflow.allowedActions(actor('psn_x', 'WARDEN'), { ...door, status: 'OPEN' })).toEqual([]);
  });

  it('O-9: asks duties of both persons of an act on behalf, and names of neither but the one who acts', () => {
    const warden = actor('psn_w', 'WARDEN');
    const keeperForWarden = { ...actor('psn_k', 'WARDEN'), onBehalfOf: warden };
    const forKeeper = { ...warden, onBehalfOf: actor('psn_k', 'WARDEN') };
    const forOther = { ...warden, onBehalfOf: actor('psn_o', 'WARDEN') };

    expect(refusalOf(() => workflow.permit(keeperForWarden, door, 'SEAL'))).toBe('SEPARATION_OF_DUTIES');
    expect(refusalOf(() => workflow.permit(forKeeper, door, 'SEAL'))).toBe('SEPARATION_OF_DUTIES');
    expect(workflow.permit(forOther, door, 'SEAL')).toEqual({ to: 'SEALED', role: 'WARDEN' });
    expect(refusalOf(() => workflow.permit(forKeeper, door, 'OPEN'))).toBe('FORBIDDEN');
  });

  it('O-9: offers what any capacity allows, and blocks what none does', () => {
    const own = actor('psn_x', 'PORTER');
    const standIn = (capacity: Actor) => ({ ...own, capacities: [own, capacity] });
    const forKeeper = standIn({ ...actor('psn_x', 'WARDEN'), onBehalfOf: actor('psn_k', 'WARDEN') });

    expect(
      workflow.allowedActions(standIn({ ...actor('psn_x', 'WARDEN'), onBehalfOf: actor('psn_o', 'WARDEN') }), door),
    ).toEqual(['OPEN', 'SEAL']);
    expect(workflow.allowedActions(forKeeper, door)).toEqual(['OPEN']);
    expect(workflow.blockedActions(forKeeper, door).map(({ action, refusal }) => [action, refusal.code])).toEqual([
      ['SEAL', 'SEPARATION_OF_DUTIES'],
    ]);
  });

  it('permits what is settled, and offers it neither free nor blocked', () => {
    const twice = defineWorkflow<Door, Door['status'], 'OPEN'>(wording, [
      {
        from: ['SHUT', 'OPEN'],
        action: 'OPEN',
        to: 'OPEN',
        roles: [role('PORTER')],
        settled: (d) => d.status === 'OPEN',
      },
    ]);
    const porter = actor('psn_x', 'PORTER');
    const open = { ...door, status: 'OPEN' as const };

    expect(twice.allowedActions(porter, door)).toEqual(['OPEN']);
    expect(twice.permit(porter, open, 'OPEN').to).toBe('OPEN');
    expect([twice.allowedActions(porter, open), twice.blockedActions(porter, open)]).toEqual([[], []]);
  });

  it('does not take a bug in a guard for a refusal', () => {
    const broken = defineWorkflow<Door, Door['status'], 'OPEN'>(wording, [
      {
        from: 'SHUT',
        action: 'OPEN',
        to: 'OPEN',
        roles: [role('PORTER')],
        guard: () => {
          throw new TypeError('the guard is broken');
        },
      },
    ]);
    expect(() => broken.allowedActions(actor('psn_x', 'PORTER'), door)).toThrow('the guard is broken');
  });

  it('names the roles that feed the read rule', () => {
    expect(workflow.roles).toEqual(['PORTER', 'WARDEN']);
  });
});
