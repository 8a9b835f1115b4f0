import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { ResolutionAction, ResolutionStatus, ResolutionSubject } from './resolution.ts';
import {
  type ItemFact,
  isDecided,
  isOrphan,
  reaction,
  resolutionCode,
  resolutionWorkflow,
} from './resolution.workflow.ts';

const now = new Date('2026-09-15T04:00:00Z');
const aResolution = (changes: Partial<ResolutionSubject> = {}): ResolutionSubject => ({
  id: 'res_1',
  status: 'DRAFT',
  version: 1,
  ownerOrgId: 'org_office',
  secrecyLevel: 'INTERNAL',
  createdAt: now,
  updatedAt: now,
  code: 'CW2026-22-01',
  meetingId: 'mtg_1',
  agendaItemId: 'agd_1',
  text: '议定事项',
  requiresAction: true,
  leadOrgId: 'org_lead',
  coOrgIds: [],
  leaderId: null,
  dueOn: null,
  adoptedAt: null,
  superviseBy: null,
  supervisedAt: null,
  history: false,
  supervisingOrgId: null,
  itemId: null,
  waiverReason: null,
  waivedById: null,
  waivedAt: null,
  chairId: 'psn_chair',
  meetingStatus: 'ENDED',
  ...changes,
});

const somebody = (personId: string | null, ...roles: string[]): Actor => ({
  personId,
  system: personId === null,
  holds: (role, org) => roles.includes(role) && org === 'org_office',
  belongsTo: () => false,
});
const everyone = {
  chair: somebody('psn_chair'),
  director: somebody('psn_director', 'OFFICE_DIRECTOR'),
  secretary: somebody('psn_secretary', 'MEETING_SECRETARY'),
  system: somebody(null),
};
const statuses = ['DRAFT', 'ADOPTED', 'UNDER_SUPERVISION', 'IMPLEMENTED', 'NO_ACTION', 'SUPERSEDED'] as const;
type Ways = Partial<Record<ResolutionStatus, ResolutionStatus>>;
const table: [ResolutionAction, string | undefined, string[], Ways][] = [
  ['ADOPT', 'ACTION', ['chair', 'system'], { DRAFT: 'ADOPTED' }],
  ['ADOPT', 'NONE', ['chair', 'system'], { DRAFT: 'NO_ACTION' }],
  ['WAIVE', undefined, ['director'], { ADOPTED: 'ADOPTED' }],
  ['SUPERVISE', undefined, ['system'], { ADOPTED: 'UNDER_SUPERVISION' }],
  ['IMPLEMENT', undefined, ['system'], { ADOPTED: 'IMPLEMENTED', UNDER_SUPERVISION: 'IMPLEMENTED' }],
  ['RELEASE', undefined, ['system'], { UNDER_SUPERVISION: 'ADOPTED' }],
  ['REOPEN', undefined, ['system'], { IMPLEMENTED: 'UNDER_SUPERVISION' }],
];

describe('a resolution', () => {
  it.each(table)('%s %s is for its people, from its states, and nothing else', (action, outcome, people, ways) => {
    for (const [name, actor] of Object.entries(everyone)) {
      for (const status of statuses) {
        const permit = () =>
          resolutionWorkflow.permit(actor, aResolution({ status }), action, outcome === undefined ? {} : { outcome })
            .to;
        const to = ways[status];
        if (!people.includes(name)) expect(permit).toThrow('FORBIDDEN');
        else if (to) expect(permit()).toBe(to);
        else expect(permit).toThrow('ILLEGAL_TRANSITION');
        expect(resolutionWorkflow.allowedActions(actor, aResolution({ status })).includes(action)).toBe(
          people.includes(name) && to !== undefined,
        );
      }
    }
  });

  it.each(['DRAFT', 'SCHEDULED', 'RECORDED', 'MINUTED', 'CLOSED', 'CANCELLED'] as const)(
    'is not adopted by hand while its meeting is %s',
    (meetingStatus) => {
      expect(() =>
        resolutionWorkflow.permit(everyone.chair, aResolution({ meetingStatus }), 'ADOPT', { outcome: 'ACTION' }),
      ).toThrow('GUARD_FAILED');
    },
  );

  it('is waived once (MTG-6)', () => {
    expect(() =>
      resolutionWorkflow.permit(everyone.director, aResolution({ status: 'ADOPTED', waiverReason: '台账' }), 'WAIVE'),
    ).toThrow('GUARD_FAILED');
  });

  it('has the code of its meeting (MTG-8)', () => {
    expect([resolutionCode('CW2026-22', 1), resolutionCode('CW2026-22', 100)]).toEqual([
      'CW2026-22-01',
      'CW2026-22-100',
    ]);
  });

  it.each([
    ['ADOPTED', {}, true],
    ['ADOPTED', { waiverReason: '台账' }, false],
    ['ADOPTED', { requiresAction: false }, false],
    ['ADOPTED', { superviseBy: now }, false],
    ['UNDER_SUPERVISION', {}, false],
    ['IMPLEMENTED', {}, false],
    ['NO_ACTION', {}, false],
    ['SUPERSEDED', {}, false],
  ] as const)('MTG-6: %s with %j is an orphan: %s', (status, changes, orphan) => {
    const resolution = aResolution({ status, superviseBy: new Date(now.getTime() - 1), ...changes });
    expect(isOrphan(resolution, now)).toBe(orphan);
  });

  it.each([
    ['DRAFT', {}, false],
    ['ADOPTED', {}, false],
    ['ADOPTED', { waiverReason: '台账' }, true],
    ['ADOPTED', { waiverReason: '台账', leadOrgId: null }, false],
    ['UNDER_SUPERVISION', {}, true],
    ['IMPLEMENTED', {}, true],
    ['NO_ACTION', { leadOrgId: null }, true],
    ['SUPERSEDED', {}, true],
  ] as const)('%s with %j lets its meeting close: %s', (status, changes, decided) => {
    expect(isDecided(aResolution({ status, ...changes }))).toBe(decided);
  });
});

describe('what supervision tells of an item', () => {
  const facts: [ItemFact, Ways][] = [
    ['REGISTERED', { ADOPTED: 'UNDER_SUPERVISION' }],
    ['REJECTED', { UNDER_SUPERVISION: 'ADOPTED' }],
    ['MERGED', { UNDER_SUPERVISION: 'ADOPTED' }],
    ['STRUCK_OFF', { ADOPTED: 'IMPLEMENTED', UNDER_SUPERVISION: 'IMPLEMENTED' }],
    ['REOPENED', { IMPLEMENTED: 'UNDER_SUPERVISION' }],
  ];
  it.each(facts)('%s moves a resolution from its states and leaves it alone in the others', (fact, ways) => {
    for (const status of statuses) {
      const resolution = aResolution({ status });
      const due = reaction(resolution, fact, 'sup_1');
      expect(due === null ? undefined : resolutionWorkflow.permit(everyone.system, resolution, due.action).to).toBe(
        ways[status],
      );
    }
  });

  it.each(['REJECTED', 'MERGED', 'STRUCK_OFF', 'REOPENED'] as const)('%s of another item changes nothing', (fact) => {
    for (const status of statuses) expect(reaction(aResolution({ status, itemId: 'sup_2' }), fact, 'sup_1')).toBeNull();
  });
});
