import { createWorkingCalendar } from '@chengqi/office-kernel';
import { type Actor, DomainError } from '@chengqi/service-kit';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseSubject } from '../cases/case.ts';
import { type CaseAct, type CaseDecision, caseWorkflow } from '../cases/case.workflow.ts';
import type { CaseAction } from '../cases/case-journal.ts';
import { limitsOf } from '../clocks/case-deadlines.ts';
import { unhandled } from '../registration/unhandled.ts';
import { demandSupplementAgain, issueOneTimeNotice, supplement } from './supplement-acts.workflow.ts';

const calendar = createWorkingCalendar('Asia/Shanghai', () => undefined);
const beginning = new Date('2026-09-14T01:00:00Z');
const registered: CaseSubject = {
  ...unhandled(beginning),
  ...{ id: 'cas_00000000000000000000000001', code: '霁办件2026-00001', kind: 'SERVICE', channel: 'WINDOW' },
  ...{ ownerOrgId: 'org_unit', ledgerOrgId: 'org_county', reviewOrgId: null, firstResponderId: 'psn_window' },
  ...{
    title: '申请许可',
    text: null,
    factsKey: '申请许可',
    restricted: false,
    accusedOrgId: null,
    accusedPersonId: null,
  },
  ...{ anonymous: false, confidential: false, jointCount: 1, transferDueAt: null, reviewAskDueAt: null, at: beginning },
  ...{ dueAt: new Date('2026-12-31T16:00:00Z'), originalDueAt: new Date('2026-12-31T16:00:00Z') },
};

const holder = (roles: readonly string[]): Actor => ({
  personId: 'psn_somebody',
  system: false,
  holds: (role) => roles.includes(role),
  belongsTo: () => true,
});

const acts: Record<string, { action: CaseAction; decide: (subject: CaseSubject, act: CaseAct) => CaseDecision }> = {
  NOTICE: { action: 'ISSUE_ONE_TIME_NOTICE', decide: (subject, act) => issueOneTimeNotice(subject, act, ['身份证']) },
  AGAIN: {
    action: 'DEMAND_SUPPLEMENT_AGAIN',
    decide: (subject, act) => demandSupplementAgain(subject, act, { items: ['照片'], fault: '漏告' }),
  },
  SUPPLY: {
    action: 'SUPPLEMENT',
    decide: (subject, act) => supplement(subject, act, { note: null }),
  },
};

/** The case after the act; what the table or a guard refuses leaves it as it was. */
function after(subject: CaseSubject, name: string, actor: Actor): CaseSubject {
  const taken = acts[name];
  if (!taken) throw new Error(`no act ${name}`);
  try {
    const act: CaseAct = {
      ...caseWorkflow.permit(actor, subject, taken.action),
      ...{ by: actor.personId, at: subject.at },
      counted: (changes) => ({ ...changes, ...limitsOf(calendar, { ...subject, ...changes }) }),
    };
    return { ...subject, ...taken.decide(subject, act).changes };
  } catch (error) {
    if (error instanceof DomainError) return subject;
    throw error;
  }
}

const steps = fc.array(
  fc.record({
    act: fc.constantFrom(...Object.keys(acts)),
    roles: fc.subarray(['WINDOW', 'CASE_OFFICER', 'ORG_HEAD']),
    minutes: fc.integer({ min: 1, max: 5000 }),
  }),
  { maxLength: 25 },
);

it('R-3: whoever asks whatever in whatever order, papers are demanded once, and again only by the head with the fault', () => {
  const reached = new Set<number>();
  fc.assert(
    fc.property(steps, (taken) => {
      let subject = registered;
      for (const { act, roles, minutes } of taken) {
        const before = subject;
        const at = new Date(before.at.getTime() + minutes * 60_000);
        subject = after({ ...before, at }, act, holder(roles));
        const asked = subject.demands.length - before.demands.length;
        if (asked > 0 && before.demands.length > 0) expect(roles).toContain('ORG_HEAD');
      }
      const { demands, secondSupplementAt, pausedAt, status } = subject;
      reached.add(demands.length);
      expect(demands.map(({ fault }) => fault)).toEqual([null, '漏告'].slice(0, demands.length));
      expect(secondSupplementAt === null).toBe(demands.length < 2);
      expect(demands.filter(({ suppliedAt }) => suppliedAt === null)).toHaveLength(status === 'SUPPLEMENT' ? 1 : 0);
      expect(pausedAt === null).toBe(status !== 'SUPPLEMENT');
    }),
    { numRuns: 300 },
  );
  expect([...reached].toSorted()).toEqual([0, 1, 2]);
});
