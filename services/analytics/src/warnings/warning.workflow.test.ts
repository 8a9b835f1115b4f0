import type { Actor } from '@chengqi/service-kit';
import { systemActor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import {
  callLoss,
  type EarlyWarningAction,
  type EarlyWarningState,
  overdueRisk,
  unmarked,
  type WarningMark,
  warningId,
} from './warning.ts';
import { acknowledge, lapse, raise, settle, warningWorkflow } from './warning.workflow.ts';

const at = new Date('2026-10-12T02:00:00Z');
const unit = `org_${'a'.repeat(26)}`;
const found = callLoss({ orgId: unit, line: 'A', total: 20, missed: 3 });
if (found === null) throw new Error('three of twenty calls are a warning');
const mark = (changes: Partial<WarningMark> = {}): WarningMark => ({ ...unmarked(found, at), ...changes });

const actor = (roles: readonly string[], orgs: readonly string[] = [unit]): Actor => ({
  personId: 'psn_1',
  system: false,
  holds: (role, org) => roles.includes(role) && (org === null || orgs.includes(org)),
  belongsTo: (org) => orgs[0] === org,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const states: readonly EarlyWarningState[] = ['NEW', 'SEEN', 'ACTED', 'DISMISSED'];
const ways: Readonly<Record<EarlyWarningAction, { readonly from: readonly string[]; readonly to: string }>> = {
  ACKNOWLEDGE: { from: ['NEW', 'SEEN'], to: 'SEEN' },
  ANSWER: { from: ['NEW', 'SEEN'], to: 'ACTED' },
  DISMISS: { from: ['NEW', 'SEEN'], to: 'DISMISSED' },
  LAPSE: { from: ['SEEN', 'ACTED', 'DISMISSED'], to: 'NEW' },
};

describe('the table of warnings', () => {
  describe.each(Object.entries(ways))('%s', (name, { from, to }) => {
    const action = name as EarlyWarningAction;
    it.each(states)('from %s', (status) => {
      const who = action === 'LAPSE' ? systemActor : actor(['ORG_HEAD']);
      const permit = () => warningWorkflow.permit(who, mark({ status }), action);
      if (from.includes(status)) expect(permit().to).toBe(to);
      else expect(codeOf(permit)).toBe('ILLEGAL_TRANSITION');
    });
  });

  it('belongs to who heads, directs or supervises the unit, and to nobody where there is no unit', () => {
    const may = (roles: string[], changes: Partial<WarningMark> = {}, orgs = [unit]) =>
      warningWorkflow.allowedActions(actor(roles, orgs), mark(changes)).join();
    for (const role of ['ORG_HEAD', 'OFFICE_DIRECTOR', 'SUPERVISOR'])
      expect(may([role])).toBe('ACKNOWLEDGE,ANSWER,DISMISS');
    expect(may(['HANDLER', 'ANALYST', 'ADMIN', 'AUDITOR'])).toBe('');
    expect(may(['ORG_HEAD'], {}, [`org_${'b'.repeat(26)}`])).toBe('');
    expect(may(['ORG_HEAD'], { ownerOrgId: '' }, [''])).toBe('');
    expect(may(['ORG_HEAD'], { status: 'SEEN' })).toBe('ANSWER,DISMISS');
    expect(may(['ORG_HEAD'], { status: 'DISMISSED' })).toBe('');
  });
});

describe('what is made of a warning', () => {
  const act = { to: 'SEEN', role: 'ORG_HEAD', by: 'psn_1', at } as const;

  it('names who was first, and changes nothing the second time', () => {
    expect(acknowledge(mark(), act, '正在调班')).toEqual({
      ...{ events: [], reason: '正在调班' },
      changes: { status: 'SEEN', stateById: 'psn_1', stateSince: at, note: '正在调班' },
    });
    expect(acknowledge(mark({ status: 'SEEN', stateById: 'psn_2' }), act, '正在调班').changes).toBeNull();
  });

  it('A-6: keeps no words about what is above INTERNAL', () => {
    const { changes, reason } = settle(mark({ secrecyLevel: 'WORK_SECRET' }), { ...act, to: 'ACTED' }, '已处置');
    expect([changes.status, changes.note, reason]).toEqual(['ACTED', null, null]);
  });

  it('is forgotten once the reason is gone', () => {
    expect(lapse(mark({ status: 'DISMISSED' }), { ...act, to: 'NEW' }).changes).toEqual({
      ...{ status: 'NEW', stateById: null, stateSince: null, note: null },
    });
  });
});

describe('what others are told of a warning', () => {
  it('is what it is about and how pressing it is, and none of its words', () => {
    const { data, ...event } = raise({ ...found, orgId: unit }, at);
    expect(event).toMatchObject({ subject: warningId(found), orgId: unit, secrecyLevel: 'INTERNAL' });
    expect(data).toEqual({
      ...{ warningId: warningId(found), kind: 'CALL_LOSS', score: 0.15, orgId: unit, subject: null, detail: 'A' },
      ...{ dueAt: null, at: '2026-10-12T02:00:00.000Z' },
    });
  });

  it('is as secret as its subject', () => {
    const beganAt = at.getTime() - 9_000;
    const subject = { id: 'haz_1', type: 'HAZARD' as const, orgId: unit, secrecyLevel: 'SECRET' as const };
    const risk = overdueRisk({ ...subject, beganAt, dueAt: at.getTime() + 1_000 }, at.getTime());
    if (risk === null) throw new Error('nine tenths of the time are gone');
    expect(raise({ ...risk, orgId: unit }, at)).toMatchObject({
      secrecyLevel: 'SECRET',
      data: { subject: { type: 'Hazard', id: 'haz_1' }, dueAt: '2026-10-12T02:00:01.000Z' },
    });
  });
});
