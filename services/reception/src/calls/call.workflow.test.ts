import type { Actor, DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { escalationsDue } from '../callbacks/escalation.ts';
import { halfDays } from '../callbacks/half-days.ts';
import type { CallNote, CallState, StoredAttempt } from './call.ts';
import { type CallAction, type CallbackCase, type CallCase, callbackWorkflow, callWorkflow } from './call.workflow.ts';

const org = 'org_office';
const at = (time: string): Date => new Date(`2026-09-14T${time}:00+08:00`);

const anActor = (role: string, personId = 'psn_me', scope = org): Actor => ({
  personId,
  system: false,
  holds: (asked, over) => asked === role && (over === null || over === scope),
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
const stored = {
  id: 'x_1',
  version: 1,
  ownerOrgId: org,
  secrecyLevel: 'INTERNAL',
  createdAt: at('10:00'),
  updatedAt: at('10:00'),
  callerId: 'clr_1',
  lineNo: '82220001',
  shiftId: null,
  watched: null,
  readBackOwed: false,
  ringAt: at('10:00'),
} as const;

const spamBy = (officerId: string): CallNote => ({
  id: 'cno_1',
  noteNo: null,
  callRef: 'C1',
  officerId,
  notedAt: at('10:05'),
  classification: 'SPAM',
  urgent: false,
  summary: null,
  noticeFrom: null,
  readBack: null,
  caseCode: null,
  spamApprovedById: null,
});
const aCall = (status: CallState, notes: readonly CallNote[] = []): CallCase => ({
  ...stored,
  status,
  callRef: 'C1',
  answeredAt: null,
  endedAt: at('10:01'),
  waitSeconds: 60,
  outcome: 'MISSED',
  callbackId: null,
  classification: null,
  urgent: false,
  notes,
});

describe('calls', () => {
  const states = ['ANSWERED', 'LOGGED', 'CALLBACK_PENDING', 'CLOSED'] as const;
  const table: [CallAction, string, readonly CallState[]][] = [
    ['LOG', 'DUTY_OFFICER', states],
    ['LOG', 'WINDOW', states],
    ['LOG', 'DUTY_LEADER', []],
    ['CLASSIFY', 'DUTY_OFFICER', states],
    ['CLASSIFY', 'WINDOW', states],
    ['CLASSIFY', 'CASE_OFFICER', []],
    ['APPROVE_SPAM', 'DUTY_LEADER', ['CALLBACK_PENDING']],
    ['APPROVE_SPAM', 'DUTY_OFFICER', []],
  ];

  it.each(table)('%s by %s', (action, role, from) => {
    const actor = anActor(role);
    const allowed = states.filter((state) =>
      callWorkflow.allowedActions(actor, aCall(state, [spamBy('psn_other')])).includes(action),
    );

    expect(allowed).toEqual(from);
    for (const state of states) {
      const code = codeOf(() => callWorkflow.permit(actor, aCall(state, [spamBy('psn_other')]), action));
      const refused = from.length === 0 ? 'FORBIDDEN' : 'ILLEGAL_TRANSITION';
      expect(code).toBe(from.includes(state) ? 'allowed' : refused);
    }
  });

  it('whoever called it spam does not approve it', () => {
    const call = aCall('CALLBACK_PENDING', [spamBy('psn_me')]);

    expect(codeOf(() => callWorkflow.permit(anActor('DUTY_LEADER'), call, 'APPROVE_SPAM'))).toBe(
      'SEPARATION_OF_DUTIES',
    );
  });

  it('what nobody noted as spam is not approved', () => {
    expect(codeOf(() => callWorkflow.permit(anActor('DUTY_LEADER'), aCall('CALLBACK_PENDING'), 'APPROVE_SPAM'))).toBe(
      'GUARD_FAILED',
    );
  });

  it('the role counts where its scope covers the duty room', () => {
    const elsewhere = anActor('DUTY_OFFICER', 'psn_me', 'org_town');

    expect(codeOf(() => callWorkflow.permit(elsewhere, aCall('ANSWERED'), 'LOG'))).toBe('FORBIDDEN');
  });
});

describe('callbacks', () => {
  const tried = (...times: string[]): StoredAttempt[] =>
    times.map((time) => ({ at: at(time).toISOString(), byId: 'psn_me', result: 'NO_ANSWER' }));
  const aTask = (status: 'OPEN' | 'CLOSED', attempts: readonly StoredAttempt[] = []): CallbackCase => ({
    ...stored,
    status,
    firstCallId: 'cal_1',
    openedAt: at('10:01'),
    dueAt: at('10:31'),
    attempts,
    firstAttemptAt: null,
    closedAt: null,
    end: 'OPEN',
    givenUpAt: null,
    closeReason: null,
    escalatedTo: null,
    escalatedAt: null,
    escalatedToIds: null,
    overdueFor: null,
    imported: false,
    halfDayOf: halfDays('Asia/Shanghai'),
  });
  const enough = tried('10:10', '11:00', '13:00');

  it.each([
    ['ATTEMPT', 'DUTY_OFFICER', aTask('OPEN'), 'allowed'],
    ['ATTEMPT', 'WINDOW', aTask('OPEN'), 'allowed'],
    ['ATTEMPT', 'DUTY_LEADER', aTask('OPEN'), 'FORBIDDEN'],
    ['ATTEMPT', 'WINDOW', aTask('CLOSED'), 'ILLEGAL_TRANSITION'],
    ['CLOSE', 'DUTY_OFFICER', aTask('OPEN', enough), 'allowed'],
    ['CLOSE', 'WINDOW', aTask('OPEN', enough), 'allowed'],
    ['CLOSE', 'ORG_HEAD', aTask('OPEN', enough), 'FORBIDDEN'],
    ['CLOSE', 'WINDOW', aTask('CLOSED', enough), 'ILLEGAL_TRANSITION'],
    ['CLOSE', 'WINDOW', aTask('OPEN', tried('10:10', '13:00')), 'GUARD_FAILED'],
    ['CLOSE', 'WINDOW', aTask('OPEN', tried('10:10', '10:40', '11:50')), 'GUARD_FAILED'],
  ] as const)('R-1: %s by %s: %#', (action, role, task, expected) => {
    const actor = anActor(role);

    expect(codeOf(() => callbackWorkflow.permit(actor, task, action))).toBe(expected);
    expect(callbackWorkflow.allowedActions(actor, task).includes(action)).toBe(expected === 'allowed');
  });

  it.each([
    ['10:45', null, []],
    ['10:46', null, ['DUTY_LEADER']],
    ['11:00', 'DUTY_LEADER', []],
    ['11:01', 'DUTY_LEADER', ['ORG_HEAD']],
    ['11:01', null, ['DUTY_LEADER', 'ORG_HEAD']],
    ['23:00', 'ORG_HEAD', []],
  ] as const)('at %s, due at 10:31 and told %s, it goes up to %j', (time, escalatedTo, roles) => {
    expect(escalationsDue({ ...aTask('OPEN'), escalatedTo }, at(time))).toEqual(roles);
  });
});
