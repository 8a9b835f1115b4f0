import { createWorkingCalendar } from '@chengqi/office-kernel';
import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { limitsOf } from '../clocks/case-deadlines.ts';
import { callBack, callBackOutcome, redo } from '../handling/closing-acts.workflow.ts';
import { demandSupplementAgain } from '../handling/supplement-acts.workflow.ts';
import { unhandled } from '../registration/unhandled.ts';
import { type CaseStatus, type CaseSubject, caseStatuses, responsiblePersonId } from './case.ts';
import { type CaseAct, caseWorkflow } from './case.workflow.ts';
import { answer, answerOutcome, transfer } from './case-acts.workflow.ts';
import type { CaseAction } from './case-journal.ts';

const now = new Date('2026-09-14T01:00:00Z');
const later = new Date('2026-12-31T16:00:00Z');

/** A case for which every act finds what it needs. */
const aCase = (changes: Partial<CaseSubject> = {}): CaseSubject => ({
  ...unhandled(now),
  id: 'cas_00000000000000000000000001',
  code: '霁办件2026-00001',
  ownerOrgId: 'org_unit',
  ledgerOrgId: 'org_county',
  reviewOrgId: 'org_county',
  kind: 'PETITION',
  channel: 'WINDOW',
  title: '反映路灯不亮',
  text: '请修复',
  factsKey: '反映路灯不亮',
  restricted: false,
  accusedOrgId: null,
  accusedPersonId: null,
  anonymous: false,
  confidential: false,
  jointCount: 1,
  firstResponderId: 'psn_window',
  handedToId: 'psn_anybody',
  dueAt: later,
  originalDueAt: later,
  transferDueAt: later,
  reviewAskDueAt: later,
  at: now,
  ...changes,
});

const calendar = createWorkingCalendar('Asia/Shanghai', () => undefined);

const anybody: Actor = { personId: 'psn_anybody', system: false, holds: () => true, belongsTo: () => false };
const nobody: Actor = { personId: 'psn_nobody', system: false, holds: () => false, belongsTo: () => true };
const holder = (role: string, orgId = 'org_unit'): Actor => ({
  ...anybody,
  holds: (asked, org) => asked === role && (org === null || org === orgId),
});

/** The act that the table permits. */
const taken = (subject: CaseSubject, action: CaseAction, actor: Actor = anybody, outcome?: string): CaseAct => ({
  ...caseWorkflow.permit(actor, subject, action, outcome === undefined ? {} : { outcome }),
  by: actor.personId,
  at: subject.at,
  counted: (changes) => ({ ...changes, ...limitsOf(calendar, { ...subject, ...changes }) }),
});

const draft = {
  text: '已修复',
  result: 'HANDLED',
  documentId: null,
  draftedById: 'psn_officer',
  signedById: null,
} as const;
const demand = { items: ['身份证'], at: now.toISOString(), byId: null, fault: null, suppliedAt: null };

/** What a guard of the action asks of stored state. */
const prepared: Partial<Record<CaseAction, Partial<CaseSubject>>> = {
  DEMAND_SUPPLEMENT_AGAIN: { demands: [demand] },
  SIGN_ANSWER: { answer: draft },
  HAND_FIRST_ASK: { firstResponderId: 'psn_anybody' },
  REQUEST_RECHECK: { stage: 'REVIEW' },
};

const table: readonly (readonly [CaseAction, readonly CaseStatus[]])[] = [
  ['ISSUE_ONE_TIME_NOTICE', ['REGISTERED']],
  ['SUPPLEMENT', ['SUPPLEMENT']],
  ['DEMAND_SUPPLEMENT_AGAIN', ['REGISTERED']],
  ['ACCEPT', ['REGISTERED']],
  ['REFUSE', ['REGISTERED']],
  ['TRANSFER', ['REGISTERED', 'ACCEPTED']],
  ['ARBITRATE', ['REGISTERED', 'ACCEPTED']],
  ['START_HANDLING', ['ACCEPTED']],
  ['EXTEND', ['HANDLING']],
  ['ANSWER', ['HANDLING']],
  ['SIGN_ANSWER', ['HANDLING']],
  ['CALL_BACK', ['ANSWERED']],
  ['CLOSE', ['CALLED_BACK']],
  ['REDO', ['CALLED_BACK']],
  ['REQUEST_REVIEW', ['ANSWERED', 'CALLED_BACK', 'CLOSED']],
  ['REQUEST_RECHECK', ['ANSWERED', 'CALLED_BACK', 'CLOSED']],
  ['RECORD_HEARING', ['REVIEWING', 'RECHECKING']],
  ['DECIDE_REVIEW', ['REVIEWING', 'RECHECKING']],
  ['WITHDRAW', ['REGISTERED', 'SUPPLEMENT', 'ACCEPTED', 'HANDLING', 'REVIEWING', 'RECHECKING']],
  ['HAND_FIRST_ASK', ['REGISTERED', 'SUPPLEMENT']],
  ['ACCEPT_FIRST_ASK', ['REGISTERED', 'SUPPLEMENT']],
];

describe('the table of cases', () => {
  it.each(table)('%s leaves %j and nothing else', (action, from) => {
    for (const status of caseStatuses) {
      const subject = aCase({ ...prepared[action], status });
      const permit = () => caseWorkflow.permit(anybody, subject, action);
      if (from.includes(status)) expect(permit().to).toBeDefined();
      else expect(permit).toThrow('ILLEGAL_TRANSITION');
    }
  });

  it.each(table)('%s is refused to who holds nothing', (action, [status]) => {
    const subject = aCase({
      ...prepared[action],
      firstResponderId: 'psn_x',
      handedToId: 'psn_x',
      status: status ?? 'CLOSED',
    });

    expect(() => caseWorkflow.permit(nobody, subject, action)).toThrow('FORBIDDEN');
  });

  it.each(['NOT_ACCEPTED', 'TERMINATED', 'WITHDRAWN'] as const)('knows no way out of %s', (status) => {
    expect(caseWorkflow.allowedActions(anybody, aCase({ status }))).toEqual([]);
  });
});

describe('one-time notice (R-3)', () => {
  it('is given once by the window, and a second demand by the head of the unit only, with its fault', () => {
    const told = aCase({ demands: [demand] });

    expect(() => taken(told, 'ISSUE_ONE_TIME_NOTICE', holder('WINDOW'))).toThrow('GUARD_FAILED');
    expect(() => taken(told, 'DEMAND_SUPPLEMENT_AGAIN', holder('WINDOW'))).toThrow('FORBIDDEN');
    const again = taken(told, 'DEMAND_SUPPLEMENT_AGAIN', holder('ORG_HEAD'));
    const { changes } = demandSupplementAgain(told, again, { items: ['照片'], fault: '漏告' });
    expect(changes).toMatchObject({ status: 'SUPPLEMENT', secondSupplementAt: now, pausedAt: now });
    expect(changes.demands?.map(({ fault }) => fault)).toEqual([null, '漏告']);
  });

  it('refuses a second demand without a first, and a third', () => {
    const again = (demands: CaseSubject['demands']) => () => taken(aCase({ demands }), 'DEMAND_SUPPLEMENT_AGAIN');

    expect(again([])).toThrow('GUARD_FAILED');
    expect(again([demand, demand])).toThrow('LIMIT_EXCEEDED');
  });
});

describe('handing on', () => {
  const unit = { toOrgId: 'org_other', reason: '职责不符' };

  it('makes the first responder answer for the case again (R-2)', () => {
    const accepted = aCase({ status: 'ACCEPTED', officerId: 'psn_officer', acceptedAt: now });
    const { changes } = transfer(accepted, taken(accepted, 'TRANSFER'), unit);

    expect(changes).toMatchObject({ status: 'REGISTERED', ownerOrgId: 'org_other', officerId: null });
    expect(responsiblePersonId({ ...aCase({ acceptedAt: now }), ...changes })).toBe('psn_window');
  });

  it('is refused after an arbitration, and after its days', () => {
    expect(() => taken(aCase({ arbitratedAt: now }), 'TRANSFER')).toThrow('GUARD_FAILED');
    const late = aCase({ transferDueAt: now, at: new Date(now.getTime() + 1) });
    expect(() => taken(late, 'TRANSFER')).toThrow('DEADLINE_PASSED');
    expect(() => taken(aCase({ transferDueAt: now }), 'TRANSFER')).not.toThrow();
  });

  it('goes to another unit', () => {
    expect(() => transfer(aCase(), taken(aCase(), 'TRANSFER'), { ...unit, toOrgId: 'org_unit' })).toThrow(
      'BAD_USER_INPUT',
    );
  });
});

describe('answering and calling back', () => {
  const given = { text: '已修复', result: 'HANDLED', documentId: null } as const;

  it('lets the answer to a petition wait for a signature that its writer cannot give', () => {
    const answered = (found: CaseSubject) =>
      answer(found, taken(found, 'ANSWER', anybody, answerOutcome(found)), given);
    const drafted = answered(aCase({ status: 'HANDLING' }));

    expect(drafted.changes).toMatchObject({ status: 'HANDLING', answer: { draftedById: 'psn_anybody' } });
    expect(drafted.events).toEqual([]);
    const waiting = aCase({ status: 'HANDLING', ...drafted.changes });
    expect(() => caseWorkflow.permit(anybody, waiting, 'SIGN_ANSWER')).toThrow('SEPARATION_OF_DUTIES');
    expect(answered(aCase({ kind: 'HOTLINE', status: 'HANDLING' })).changes.status).toBe('ANSWERED');
  });

  it('is called back by somebody else than the officer', () => {
    const answered = aCase({ status: 'ANSWERED', officerId: 'psn_anybody' });

    expect(() => taken(answered, 'CALL_BACK')).toThrow('SEPARATION_OF_DUTIES');
  });

  it('takes three vain attempts as done', () => {
    const attempt = (callbackAttempts: number) => {
      const found = aCase({ status: 'ANSWERED', callbackAttempts });
      const act = taken(found, 'CALL_BACK', anybody, callBackOutcome(found, false));
      return callBack(found, act, { reached: false, note: null }).changes.status;
    };

    expect([0, 1, 2].map(attempt)).toEqual(['ANSWERED', 'ANSWERED', 'CALLED_BACK']);
  });

  it('is handled again at most twice; after that it is for supervision', () => {
    const redone = aCase({ status: 'CALLED_BACK', redoCount: 1 });

    expect(redo(redone, taken(redone, 'REDO'), '未解决').changes.redoCount).toBe(2);
    expect(() => taken({ ...redone, redoCount: 2 }, 'REDO')).toThrow('LIMIT_EXCEEDED');
  });

  it('recuses who is accused', () => {
    const accused = aCase({ kind: 'ACCUSATION', restricted: true, accusedPersonId: 'psn_anybody' });

    expect(() => taken(accused, 'ACCEPT')).toThrow('SEPARATION_OF_DUTIES');
  });
});

describe('review of petitions', () => {
  it('is asked once a stage, of petitions only, within its days', () => {
    const ask = (changes: Partial<CaseSubject>) => () =>
      caseWorkflow.permit(anybody, aCase({ status: 'ANSWERED', ...changes }), 'REQUEST_REVIEW');

    expect(ask({})).not.toThrow();
    expect(ask({ kind: 'HOTLINE' })).toThrow('GUARD_FAILED');
    expect(ask({ stage: 'REVIEW' })).toThrow('GUARD_FAILED');
    expect(ask({ at: new Date(later.getTime() + 1) })).toThrow('DEADLINE_PASSED');
  });

  it('is not decided by who answered before', () => {
    const reviewing = aCase({ status: 'REVIEWING', answer: { ...draft, draftedById: 'psn_anybody' } });

    expect(() => caseWorkflow.permit(anybody, reviewing, 'DECIDE_REVIEW')).toThrow('SEPARATION_OF_DUTIES');
  });
});
