import { type Actor, systemActor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Assignment, Dispute } from '../assignments/assignment.ts';
import type { HazardLink } from '../rectification/hazard.ts';
import type { ItemAction, ItemDossier, ItemState, Verification } from './item.ts';
import { itemWorkflow } from './item.workflow.ts';

const county = 'org_county';
const lead = 'org_lead';
const co = 'org_co';

const aPart = (part: Partial<Assignment> = {}): Assignment => ({
  id: 'asg_1',
  itemId: 'sup_1',
  orgId: lead,
  lead: true,
  responsibleLeaderId: null,
  handlerId: 'psn_handler',
  state: 'WORKING',
  progressPercent: 0,
  sentAt: new Date(0),
  acceptedAt: null,
  doneAt: null,
  dueAt: null,
  dispute: null,
  ...part,
});
const aVerification = (result: Verification['result']): Verification => ({
  id: 'ver_1',
  itemId: 'sup_1',
  method: 'DESK',
  verifierId: 'psn_supervisor',
  at: new Date(0),
  result,
  findings: null,
  evidence: [],
});
const aLink = (state: HazardLink['state']): HazardLink => ({
  id: 'hzl_1',
  itemId: 'sup_1',
  role: 'EFFECT',
  state,
  hazardId: null,
  requestedHazardId: null,
  draftDescription: null,
  createdAt: new Date(0),
});
const anItem = (item: Partial<ItemDossier> = {}): ItemDossier =>
  ({
    id: 'sup_1',
    status: 'IN_PROGRESS',
    version: 3,
    ownerOrgId: county,
    weight: 'NORMAL',
    leadOrgId: lead,
    coOrgIds: [co],
    registeredById: 'psn_director',
    registrarLeft: false,
    workerIds: ['psn_worker'],
    assignments: [aPart(), aPart({ id: 'asg_2', orgId: co, lead: false, state: 'DONE' })],
    notices: [{ toOrgId: lead, answeredAt: null }],
    obstacles: [{ state: 'OPEN' }],
    milestones: [{ doneAt: null, droppedAt: null }],
    hazards: [],
    verifications: [aVerification('PASS')],
    extensions: [],
    feedbackAt: null,
    leaderId: 'psn_leader',
    ...item,
  }) as ItemDossier;

const anActor = (
  role: string,
  orgs: readonly string[],
  personId = `psn_${role.toLowerCase()}`,
  home = orgs[0],
): Actor => ({
  personId,
  system: false,
  holds: (asked, org) => asked === role && (org === null || orgs.includes(org)),
  belongsTo: (org) => org === home,
});
const director = anActor('OFFICE_DIRECTOR', [county], 'psn_director');
const signer = anActor('SIGNER', [county]);
const supervisor = anActor('SUPERVISOR', [county]);
const handler = anActor('HANDLER', [lead]);
const leadHead = anActor('ORG_HEAD', [lead]);
const coHead = anActor('ORG_HEAD', [co]);
const leader = anActor('LEADER', [county]);
const actors = { director, signer, supervisor, handler, leadHead, coHead, leader, system: systemActor };
type Name = keyof typeof actors;

const states: readonly ItemState[] = [
  'PROPOSED',
  'REGISTERED',
  'REJECTED',
  'MERGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SUSPENDED',
  'VERIFYING',
  'COMPLETED',
  'STRUCK_OFF',
  'FILED',
];

interface Rule {
  readonly action: ItemAction;
  readonly outcome?: string;
  readonly who: readonly Name[];
  readonly leads: Partial<Record<ItemState, ItemState>>;
  readonly item?: Partial<ItemDossier>;
}

const aDispute: Dispute = {
  ...{ reason: '', raisedById: 'psn_org_head', raisedAt: '' },
  ...{ decision: 'PENDING', answer: null, decidedById: null, decidedAt: null },
};
const sent = { assignments: [aPart({ state: 'SENT' })] };
const coSent = { assignments: [aPart(), aPart({ id: 'asg_2', orgId: co, lead: false, state: 'SENT' as const })] };
const coWorking = { assignments: [aPart(), aPart({ id: 'asg_2', orgId: co, lead: false })] };
const asked = {
  extensions: [{ decision: 'PENDING', requestedById: 'psn_org_head' }] as unknown as ItemDossier['extensions'],
};
const running = { IN_PROGRESS: 'IN_PROGRESS', SUSPENDED: 'SUSPENDED', VERIFYING: 'VERIFYING' } as const;

const rules: readonly Rule[] = [
  { action: 'REGISTER', who: ['director'], leads: { PROPOSED: 'REGISTERED' } },
  { action: 'REGISTER', who: ['signer'], leads: { PROPOSED: 'REGISTERED' }, item: { weight: 'MAJOR' } },
  { action: 'REJECT', who: ['director', 'system'], leads: { PROPOSED: 'REJECTED' } },
  { action: 'MERGE', who: ['director', 'system'], leads: { PROPOSED: 'MERGED' } },
  { action: 'UNMERGE', who: ['system'], leads: { MERGED: 'PROPOSED' } },
  { action: 'ASSIGN', who: ['supervisor'], leads: { REGISTERED: 'ASSIGNED' } },
  {
    action: 'ACCEPT_ASSIGNMENT',
    outcome: 'LEAD',
    who: ['handler', 'leadHead'],
    leads: { ASSIGNED: 'IN_PROGRESS' },
    item: sent,
  },
  {
    action: 'ACCEPT_ASSIGNMENT',
    outcome: 'CO',
    who: ['coHead'],
    leads: { ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'IN_PROGRESS' },
    item: coSent,
  },
  {
    action: 'DISPUTE_ASSIGNMENT',
    who: ['leadHead'],
    leads: { ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'IN_PROGRESS' },
    item: sent,
  },
  {
    action: 'DECIDE_DISPUTE',
    who: ['director'],
    leads: { ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'IN_PROGRESS' },
    item: { assignments: [aPart({ state: 'DISPUTED', dispute: aDispute })] },
  },
  { action: 'TRANSFER_LEAD', who: ['director'], leads: { ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'ASSIGNED' } },
  {
    action: 'TRANSFER_LEAD',
    who: ['signer'],
    leads: { ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'ASSIGNED' },
    item: { weight: 'MAJOR' },
  },
  { action: 'FINISH_ASSIGNMENT', who: ['coHead'], leads: { IN_PROGRESS: 'IN_PROGRESS' }, item: coWorking },
  { action: 'REPORT_PROGRESS', who: ['handler'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  {
    action: 'ADD_MILESTONE',
    who: ['supervisor', 'leadHead'],
    leads: { REGISTERED: 'REGISTERED', ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'IN_PROGRESS' },
  },
  { action: 'COMPLETE_MILESTONE', who: ['handler', 'leadHead'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  {
    action: 'DROP_MILESTONE',
    who: ['supervisor'],
    leads: {
      ...{ REGISTERED: 'REGISTERED', ASSIGNED: 'ASSIGNED', IN_PROGRESS: 'IN_PROGRESS' },
      SUSPENDED: 'SUSPENDED',
    },
  },
  { action: 'RAISE_OBSTACLE', who: ['handler', 'supervisor'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'ANALYSE_OBSTACLE', who: ['handler', 'supervisor'], leads: running },
  {
    action: 'ESCALATE_OBSTACLE',
    who: ['supervisor', 'leadHead', 'coHead'],
    leads: running,
    item: { obstacles: [{ state: 'ANALYSED' }] as never },
  },
  {
    action: 'ACCEPT_RISK',
    who: ['director', 'signer'],
    leads: running,
    item: { obstacles: [{ state: 'ESCALATED' }] as never },
  },
  { action: 'RESOLVE_OBSTACLE', who: ['handler', 'supervisor'], leads: running },
  { action: 'ISSUE_NOTICE', outcome: 'URGE', who: ['supervisor'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'ISSUE_NOTICE', outcome: 'RED', who: ['director'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'ANSWER_NOTICE', who: ['handler', 'leadHead'], leads: running },
  { action: 'SUSPEND', who: ['signer'], leads: { IN_PROGRESS: 'SUSPENDED' } },
  { action: 'RESUME', who: ['signer'], leads: { SUSPENDED: 'IN_PROGRESS' } },
  { action: 'REQUIRE_RECTIFICATION', who: ['supervisor'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'SUBMIT_COMPLETION', who: ['leadHead'], leads: { IN_PROGRESS: 'VERIFYING' } },
  { action: 'VERIFY', outcome: 'PASS', who: ['supervisor'], leads: { VERIFYING: 'COMPLETED' } },
  { action: 'VERIFY', outcome: 'FAIL', who: ['supervisor'], leads: { VERIFYING: 'IN_PROGRESS' } },
  { action: 'VERIFY', outcome: 'PARTIAL', who: ['supervisor'], leads: { VERIFYING: 'IN_PROGRESS' } },
  { action: 'STRIKE_OFF', who: ['director'], leads: { COMPLETED: 'STRUCK_OFF' } },
  {
    action: 'REOPEN',
    who: ['signer', 'system'],
    leads: { COMPLETED: 'IN_PROGRESS', STRUCK_OFF: 'IN_PROGRESS', FILED: 'IN_PROGRESS' },
  },
  { action: 'FILE', who: ['system'], leads: { STRUCK_OFF: 'FILED' } },
  { action: 'REQUEST_EXTENSION', who: ['leadHead'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'DECIDE_EXTENSION', who: ['director'], leads: { IN_PROGRESS: 'IN_PROGRESS' }, item: asked },
  {
    action: 'DECIDE_EXTENSION',
    who: ['signer'],
    leads: { IN_PROGRESS: 'IN_PROGRESS' },
    item: { ...asked, weight: 'MAJOR' },
  },
  { action: 'REQUEST_COORDINATION', who: ['handler', 'supervisor'], leads: { IN_PROGRESS: 'IN_PROGRESS' } },
  { action: 'GIVE_FEEDBACK', who: ['leader'], leads: { STRUCK_OFF: 'STRUCK_OFF', FILED: 'FILED' } },
];
const named = rules.map(
  (rule) => [`${rule.action} ${rule.outcome ?? ''} ${rule.item?.weight ?? ''}`.trim(), rule] as const,
);
const permit = ({ action, outcome, item }: Rule, who: Name, status: ItemState) =>
  itemWorkflow.permit(actors[who], anItem({ ...item, status }), action, outcome === undefined ? {} : { outcome });

describe('the table of a supervised item', () => {
  it.each(named)('%s leads where the office says, for who may', (_, rule) => {
    for (const who of rule.who) {
      for (const [from, to] of Object.entries(rule.leads)) expect(permit(rule, who, from as ItemState).to).toBe(to);
    }
  });

  it.each(named)('%s is refused from every other state', (_, rule) => {
    for (const from of states.filter((state) => !(state in rule.leads))) {
      for (const who of rule.who) expect(() => permit(rule, who, from)).toThrow('ILLEGAL_TRANSITION');
    }
  });

  it.each(named)('%s is refused to everybody else', (_, rule) => {
    const others = (Object.keys(actors) as Name[]).filter((name) => !rule.who.includes(name));
    for (const who of others) {
      for (const from of Object.keys(rule.leads) as ItemState[])
        expect(() => permit(rule, who, from)).toThrow(/FORBIDDEN|GUARD_FAILED/);
    }
  });

  it('has no row that these rules do not state', () => {
    const stated = rules.flatMap(({ action, outcome, leads }) =>
      Object.entries(leads).map(([from, to]) => `${from} ${action} ${outcome ?? ''} ${to}`),
    );
    const rows = itemWorkflow.rows.flatMap(({ from, action, outcome, to }) =>
      [from].flat().map((state) => `${state} ${action} ${outcome ?? ''} ${to}`),
    );

    expect(new Set(rows)).toEqual(new Set(stated));
  });

  it('offers a supervisor what a supervisor may do', () => {
    expect(itemWorkflow.allowedActions(supervisor, anItem())).toEqual([
      'ADD_MILESTONE',
      'DROP_MILESTONE',
      'RAISE_OBSTACLE',
      'ANALYSE_OBSTACLE',
      'RESOLVE_OBSTACLE',
      'ISSUE_NOTICE',
      'REQUIRE_RECTIFICATION',
      'REQUEST_COORDINATION',
    ]);
  });

  it('offers an action exactly when it would be permitted', () => {
    const anyItem = fc.record({
      status: fc.constantFrom(...states),
      weight: fc.constantFrom('NORMAL' as const, 'MAJOR' as const),
      hazards: fc.array(fc.constantFrom<HazardLink['state']>('PENDING', 'RECHECK', 'CLOSED', 'DISMISSED').map(aLink), {
        maxLength: 2,
      }),
      assignments: fc.constantFrom([aPart()], sent.assignments, coSent.assignments, coWorking.assignments),
      workerIds: fc.constantFrom<string[]>([], ['psn_supervisor']),
    });
    fc.assert(
      fc.property(anyItem, fc.constantFrom(...Object.values(actors)), (given, actor) => {
        const item = anItem(given);
        const permitted = itemWorkflow.rows.filter(({ action, outcome }) => {
          try {
            itemWorkflow.permit(actor, item, action, outcome === undefined ? {} : { outcome });
            return true;
          } catch {
            return false;
          }
        });

        expect(new Set(itemWorkflow.allowedActions(actor, item))).toEqual(
          new Set(permitted.map(({ action }) => action)),
        );
      }),
    );
  });

  it('refuses a stale version before it looks at the state', () => {
    expect(() => itemWorkflow.permit(signer, anItem({ status: 'FILED' }), 'SUSPEND', { expectedVersion: 2 })).toThrow(
      'CONFLICT_VERSION',
    );
  });
});

describe('SUP-3', () => {
  const verify = (actor: Actor) =>
    itemWorkflow.permit(actor, anItem({ status: 'VERIFYING' }), 'VERIFY', { outcome: 'PASS' });

  it.each([
    ['the handler', anActor('SUPERVISOR', [county], 'psn_handler')],
    ['who reported on it', anActor('SUPERVISOR', [county], 'psn_worker')],
    ['somebody of the lead unit', anActor('SUPERVISOR', [county], 'psn_other', lead)],
    ['somebody of a co-unit', anActor('SUPERVISOR', [county], 'psn_other', co)],
  ])('%s does not verify', (_, actor) => {
    expect(() => verify(actor)).toThrow('SEPARATION_OF_DUTIES');
  });

  it('only who registered strikes off, or the role when that person has left', () => {
    const other = anActor('OFFICE_DIRECTOR', [county], 'psn_other');
    const strike = (more: Partial<ItemDossier>) =>
      itemWorkflow.permit(other, anItem({ status: 'COMPLETED', ...more }), 'STRIKE_OFF');

    expect(() => strike({})).toThrow('FORBIDDEN');
    expect(strike({ registrarLeft: true }).to).toBe('STRUCK_OFF');
    expect(strike({ registeredById: null }).to).toBe('STRUCK_OFF');
  });

  it('O-9: whoever stands in for the one who registered strikes off, and nobody who stands in for another director', () => {
    const director = (id: string) => anActor('OFFICE_DIRECTOR', [county], id);
    const item = anItem({ status: 'COMPLETED' });
    const strike = (id: string) =>
      itemWorkflow.permit({ ...director('psn_other'), onBehalfOf: director(id) }, item, 'STRIKE_OFF');

    expect(strike(item.registeredById ?? '').to).toBe('STRUCK_OFF');
    expect(() => strike('psn_third')).toThrow('FORBIDDEN');
  });
});

describe('SUP-5', () => {
  const open: HazardLink['state'][] = ['PENDING', 'REPORTED', 'CONFIRMED', 'RECTIFYING', 'RECHECK'];

  it.each(open)('a %s hazard holds verification and striking off', (state) => {
    const hazards = [aLink('CLOSED'), aLink(state)];

    expect(() =>
      itemWorkflow.permit(supervisor, anItem({ status: 'VERIFYING', hazards }), 'VERIFY', { outcome: 'PASS' }),
    ).toThrow('GUARD_FAILED');
    expect(() => itemWorkflow.permit(director, anItem({ status: 'COMPLETED', hazards }), 'STRIKE_OFF')).toThrow(
      'GUARD_FAILED',
    );
  });

  it('closed and dismissed hazards do not, and failing is always possible', () => {
    const settled = anItem({ status: 'VERIFYING', hazards: [aLink('CLOSED'), aLink('DISMISSED')] });
    expect(itemWorkflow.permit(supervisor, settled, 'VERIFY', { outcome: 'PASS' }).to).toBe('COMPLETED');
    const unsettled = anItem({ status: 'VERIFYING', hazards: [aLink('RECHECK')] });
    expect(itemWorkflow.permit(supervisor, unsettled, 'VERIFY', { outcome: 'FAIL' }).to).toBe('IN_PROGRESS');
  });

  it('nothing is struck off on a failed verification', () => {
    const failed = anItem({ status: 'COMPLETED', verifications: [aVerification('FAIL')] });

    expect(() => itemWorkflow.permit(director, failed, 'STRIKE_OFF')).toThrow('GUARD_FAILED');
  });
});
