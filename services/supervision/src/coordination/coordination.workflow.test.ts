import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { CoordinationAction, CoordinationCase, CoordinationState } from './coordination.ts';
import { coordinationWorkflow, decideCoordination, statePosition } from './coordination.workflow.ts';

const [county, asking, first, second] = ['org_county', 'org_asking', 'org_first', 'org_second'];
const silent = (orgId: string) => ({ orgId, position: null, agreed: null, statedAt: null, statedById: null });
const heard = (orgId: string, agreed = true) => ({ ...silent(orgId), agreed, statedAt: '2026-09-15T01:00:00Z' });
const aCase = (more: Partial<CoordinationCase> = {}): CoordinationCase =>
  ({
    id: 'crd_1',
    itemId: 'sup_1',
    status: 'CONSULTING',
    version: 1,
    ownerOrgId: county,
    secrecyLevel: 'INTERNAL',
    requesterOrgId: asking,
    parties: [silent(first), silent(second)],
    level: 'OFFICE',
    dueAt: new Date('2026-09-17T16:00:00Z'),
    ...more,
  }) as CoordinationCase;
const anActor = (role: string, org: string, home = org): Actor => ({
  personId: `psn_${role}`,
  system: false,
  holds: (asked, of) => asked === role && (of === null || of === org),
  belongsTo: (of) => of === home,
});
const actors = {
  coordinator: anActor('COORDINATOR', county),
  head: anActor('ORG_HEAD', first),
  deputy: anActor('SIGNER', county),
  principal: anActor('PRINCIPAL', county),
  stranger: anActor('ORG_HEAD', 'org_other'),
};
type Name = keyof typeof actors;
type Rule = [CoordinationAction, string | null, Name, Partial<Record<CoordinationState, CoordinationState>>, object?];
const level = (name: CoordinationCase['level']) => ({ level: name });
const rules: Rule[] = [
  ['ACCEPT', null, 'coordinator', { REQUESTED: 'ACCEPTED' }],
  ['STATE_POSITION', null, 'head', { ACCEPTED: 'CONSULTING', CONSULTING: 'CONSULTING' }],
  ['DECIDE', 'AGREED', 'coordinator', { ACCEPTED: 'AGREED', CONSULTING: 'AGREED' }],
  ['DECIDE', 'NOT_AGREED', 'coordinator', { ACCEPTED: 'NOT_AGREED', CONSULTING: 'NOT_AGREED' }],
  ['DECIDE', 'DECIDED', 'coordinator', { ACCEPTED: 'DECIDED', CONSULTING: 'DECIDED' }],
  ['DECIDE', 'DECIDED', 'deputy', { ESCALATED: 'DECIDED' }, level('DEPUTY_LEADER')],
  ['DECIDE', 'AGREED', 'principal', { ESCALATED: 'AGREED' }, level('PRINCIPAL')],
  ['ESCALATE', null, 'coordinator', { NOT_AGREED: 'ESCALATED' }],
  ['ESCALATE', null, 'deputy', { ESCALATED: 'ESCALATED' }, level('DEPUTY_LEADER')],
  ['CLOSE', null, 'coordinator', { AGREED: 'CLOSED', DECIDED: 'CLOSED' }],
];
const states = [
  'REQUESTED',
  'ACCEPTED',
  'CONSULTING',
  'AGREED',
  'NOT_AGREED',
  'ESCALATED',
  'DECIDED',
  'CLOSED',
] as const satisfies CoordinationState[];
const permit = ([action, outcome, , , more]: Rule, who: Name, status: CoordinationState) =>
  coordinationWorkflow.permit(actors[who], aCase({ ...more, status }), action, outcome === null ? {} : { outcome });

describe('the table of a coordination', () => {
  it.each(rules)('%s %s by the %s leads where the office says, and nowhere else', (...rule) => {
    const [, , who, leads] = rule;
    for (const status of states) {
      const to = leads[status];
      if (to) expect(permit(rule, who, status).to).toBe(to);
      else expect(() => permit(rule, who, status)).toThrow(/ILLEGAL_TRANSITION|FORBIDDEN/);
      expect(() => permit(rule, 'stranger', status)).toThrow('FORBIDDEN');
    }
  });

  it('is led by nobody of its parties, and rises no higher than the principal', () => {
    const partial = anActor('COORDINATOR', county, second);
    const accept = () => coordinationWorkflow.permit(partial, aCase({ status: 'REQUESTED' }), 'ACCEPT');
    expect(accept).toThrow('SEPARATION_OF_DUTIES');
    const higher = () =>
      coordinationWorkflow.permit(actors.principal, aCase({ status: 'ESCALATED', level: 'PRINCIPAL' }), 'ESCALATE');
    expect(higher).toThrow('GUARD_FAILED');
  });
});

describe('hearing the parties', () => {
  const by = (actor: Actor, at = '2026-09-15T01:00:00Z') => ({ by: actor.personId, at: new Date(at) });
  const decide = (found: CoordinationCase, outcome: 'AGREED' | 'DECIDED', at?: string) => {
    const step = coordinationWorkflow.permit(actors.coordinator, found, 'DECIDE', { outcome });
    return decideCoordination(found, { ...step, ...by(actors.coordinator, at) }, outcome, '由教育局牵头');
  };
  const state = (found: CoordinationCase, given: { orgId: string | null; agreed: boolean; position: string }) => {
    const step = coordinationWorkflow.permit(actors.head, found, 'STATE_POSITION');
    return statePosition(found, { ...step, ...by(actors.head) }, given, (id) => actors.head.holds('ORG_HEAD', id));
  };

  it('hears each party once, through its own head', () => {
    const say = { orgId: null, agreed: true, position: '同意' };
    const { changes } = state(aCase(), say);
    expect(changes.parties).toMatchObject([{ orgId: first, agreed: true }, { agreed: null }]);
    const again = () => state(aCase({ parties: [heard(first)] }), say);
    expect(again).toThrow('GUARD_FAILED');
    expect(() => state(aCase(), { ...say, orgId: second })).toThrow('FORBIDDEN');
  });

  it('ends when all were heard, or three working days later', () => {
    const half = aCase({ parties: [heard(first), silent(second)] });
    expect(() => decide(half, 'DECIDED')).toThrow('GUARD_FAILED');
    expect(decide(half, 'DECIDED', '2026-09-17T16:00:00Z').changes).toMatchObject({ status: 'DECIDED' });
    expect(() => decide(half, 'AGREED', '2026-09-18T01:00:00Z')).toThrow('GUARD_FAILED');
    expect(decide(aCase({ parties: [heard(first), heard(second)] }), 'AGREED').changes).toMatchObject({
      status: 'AGREED',
    });
    expect(() => decide(aCase({ parties: [heard(first), heard(second, false)] }), 'AGREED')).toThrow('GUARD_FAILED');
  });
});
