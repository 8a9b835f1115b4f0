import { permitted } from '@chengqi/office-kernel/testing';
import type { Actor, DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { type HazardAction, type HazardCase, type HazardStatus, isRegulatorReportLate, titleOf } from './hazard.ts';
import { assertEveryMeasureProved, hazardWorkflow, missingOfPlan } from './hazard.workflow.ts';
import { approvePlan, confirm, extendDeadline, recheck, recordNotices, reopen } from './hazard-acts.workflow.ts';

const at = new Date('2026-09-20T02:00:00Z');
const days = (n: number) => new Date(at.getTime() + n * 86_400_000);
const psn = (letter: string) => `psn_${letter.repeat(26)}`;
const org = (letter: string) => `org_${letter.repeat(26)}`;
const [county, bureau, unit] = [org('c'), org('b'), org('a')];
const [submitter, responsible, rectifier, named] = [psn('s'), psn('r'), psn('f'), psn('n')];

const aPlan = {
  responsibleId: responsible,
  measures: ['更换线路'],
  funds: { amount: 3000, source: null },
  deadline: '2026-09-30',
  contingency: '断电疏散',
  interimControls: '专人值守',
  stopUse: true,
  submittedById: submitter,
  submittedAt: '2026-09-19T02:00:00Z',
  approvedById: null,
  approvedAt: null,
};

const aHazard = (changes: Partial<HazardCase> = {}): HazardCase => ({
  id: `haz_${'h'.repeat(26)}`,
  code: '隐〔2026〕1号',
  status: 'REPORTED',
  version: 3,
  ownerOrgId: county,
  secrecyLevel: 'INTERNAL',
  createdAt: days(-2),
  updatedAt: days(-1),
  siteId: `sit_${'s'.repeat(26)}`,
  siteOrgId: bureau,
  description: '线路老化\n二层东侧',
  category: 'ELECTRIC',
  level: 'MAJOR',
  reportedLevel: 'MAJOR',
  planDueAt: null,
  reopenedAt: null,
  relapses: null,
  sourceType: 'StaffReport',
  sourceId: null,
  sourceCode: null,
  sourceLinkId: null,
  reporterId: psn('p'),
  anonymous: false,
  reportedAt: days(-2),
  confirmedById: psn('o'),
  confirmedAt: days(-1),
  responsibleOrgId: unit,
  dueAt: days(30),
  originalDueAt: null,
  extensions: 0,
  extensionReason: null,
  listed: false,
  listedById: null,
  plan: aPlan,
  earlierPlans: [],
  rectifierIds: [rectifier],
  recheckerId: named,
  failCount: 0,
  rootCause: null,
  preventive: '每季检查',
  recurrenceOfId: null,
  recurrenceOfCode: null,
  notifiedStaffAt: days(-1),
  reportedToRegulatorAt: days(-1),
  stopUse: true,
  stoppedAt: days(-1),
  closedAt: days(-1),
  dismissedAt: null,
  dismissReason: null,
  reopenReason: null,
  importedAt: null,
  openedAt: null,
  at,
  ...changes,
});

/** Holds one role over the orgs named. */
const anActor = (role: string | null, orgs: string[] = [], personId = psn('x')): Actor => ({
  personId,
  system: false,
  holds: (asked, orgId) => asked === role && (orgId === null || orgs.includes(orgId)),
  belongsTo: () => false,
});

const checked = (hazard: HazardCase, outcome: 'PASS' | 'FAIL') =>
  recheck(
    hazard,
    permitted(hazardWorkflow, anActor('INSPECTOR', [bureau]), hazard, 'RECHECK', { at, outcome }),
    outcome,
  );

const refusalOf = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('it was allowed');
};

const statuses = ['REPORTED', 'CONFIRMED', 'RECTIFYING', 'RECHECK', 'CLOSED', 'DISMISSED'] as const;

/** The table of the office: from, action, to, who (role and the org it is held over). */
const table: [HazardStatus, HazardAction, HazardStatus, [string | null, string][], string | null][] = [
  ['REPORTED', 'CONFIRM', 'CONFIRMED', [['SAFETY_OFFICER', bureau]], null],
  ['REPORTED', 'DISMISS', 'DISMISSED', [['SAFETY_OFFICER', bureau]], null],
  ['CONFIRMED', 'FIX_ON_SPOT', 'RECHECK', [['RECTIFIER', unit]], null],
  ['CONFIRMED', 'SUBMIT_PLAN', 'CONFIRMED', [['ORG_HEAD', unit]], null],
  ['CONFIRMED', 'APPROVE_PLAN', 'RECTIFYING', [['SAFETY_OFFICER', bureau]], null],
  [
    'CONFIRMED',
    'LIST',
    'CONFIRMED',
    [
      ['SIGNER', county],
      ['SAFETY_OFFICER', county],
    ],
    null,
  ],
  [
    'RECTIFYING',
    'LIST',
    'RECTIFYING',
    [
      ['SIGNER', county],
      ['SAFETY_OFFICER', county],
    ],
    null,
  ],
  ['RECTIFYING', 'EXTEND_DEADLINE', 'RECTIFYING', [['SAFETY_OFFICER', bureau]], null],
  [
    'CONFIRMED',
    'RECORD_NOTICES',
    'CONFIRMED',
    [
      ['SAFETY_OFFICER', bureau],
      ['ORG_HEAD', unit],
    ],
    null,
  ],
  [
    'RECTIFYING',
    'RECORD_NOTICES',
    'RECTIFYING',
    [
      ['SAFETY_OFFICER', bureau],
      ['ORG_HEAD', unit],
    ],
    null,
  ],
  [
    'RECHECK',
    'RECORD_NOTICES',
    'RECHECK',
    [
      ['SAFETY_OFFICER', bureau],
      ['ORG_HEAD', unit],
    ],
    null,
  ],
  ['RECTIFYING', 'SUBMIT_RECTIFICATION', 'RECHECK', [['RECTIFIER', unit]], null],
  ['RECHECK', 'RECHECK', 'CLOSED', [['INSPECTOR', bureau]], 'PASS'],
  ['RECHECK', 'RECHECK', 'RECTIFYING', [['INSPECTOR', bureau]], 'FAIL'],
  ['CLOSED', 'REOPEN', 'CONFIRMED', [['SAFETY_OFFICER', bureau]], null],
];
const levelFor = (action: HazardAction) => (action === 'FIX_ON_SPOT' ? 'GENERAL' : 'MAJOR');
const otherRoles = ['SAFETY_OFFICER', 'ORG_HEAD', 'RECTIFIER', 'INSPECTOR', 'SIGNER', 'SUPERVISOR', 'ADMIN'];

describe('the hazard workflow', () => {
  it.each(table)('from %s, %s leads to %s', (from, action, to, doers, outcome) => {
    const hazard = aHazard({ status: from, level: levelFor(action) });
    for (const [role, over] of doers) {
      const actor = anActor(role, [over]);
      expect(hazardWorkflow.permit(actor, hazard, action, outcome ? { outcome } : {}).to).toBe(to);
      expect(hazardWorkflow.allowedActions(actor, hazard)).toContain(action);
    }
  });

  it.each(table)('from every state but those of the table %s %s is refused', (_, action, __, doers, outcome) => {
    const [role, over] = doers[0] ?? [null, ''];
    const actor = anActor(role, [over]);
    const allowedFrom = table.filter((row) => row[1] === action).map(([from]) => from);
    for (const status of statuses.filter((each) => !allowedFrom.includes(each))) {
      const hazard = aHazard({ status, level: levelFor(action) });
      const refused = refusalOf(() => hazardWorkflow.permit(actor, hazard, action, outcome ? { outcome } : {}));
      expect(refused.code).toBe('ILLEGAL_TRANSITION');
      expect(refused.details).toMatchObject({ from: status, action });
      expect(hazardWorkflow.allowedActions(actor, hazard)).not.toContain(action);
    }
  });

  it.each(table)(
    'from %s, %s is forbidden to other roles and to the role over another organisation',
    (from, action, _, doers, outcome) => {
      const hazard = aHazard({ status: from, level: levelFor(action) });
      const entitled = doers.map(([role]) => role);
      const strangers = [
        ...otherRoles.filter((role) => !entitled.includes(role)).map((role) => anActor(role, [county, bureau, unit])),
        ...entitled.map((role) => anActor(role, [org('z')])),
      ];
      for (const actor of strangers) {
        expect(refusalOf(() => hazardWorkflow.permit(actor, hazard, action, outcome ? { outcome } : {})).code).toBe(
          'FORBIDDEN',
        );
      }
    },
  );

  it('checks the role before the version, the version before the transition', () => {
    const hazard = aHazard({ status: 'CLOSED' });
    expect(
      refusalOf(() => hazardWorkflow.permit(anActor('WINDOW'), hazard, 'CONFIRM', { expectedVersion: 1 })).code,
    ).toBe('FORBIDDEN');
    const officer = anActor('SAFETY_OFFICER', [bureau]);
    expect(refusalOf(() => hazardWorkflow.permit(officer, hazard, 'CONFIRM', { expectedVersion: 1 })).code).toBe(
      'CONFLICT_VERSION',
    );
    expect(refusalOf(() => hazardWorkflow.permit(officer, hazard, 'CONFIRM', { expectedVersion: 3 })).code).toBe(
      'ILLEGAL_TRANSITION',
    );
  });
});

describe('HAZ-1: closed only by a pass of somebody independent', () => {
  it('no other row of the table leads to CLOSED', () => {
    expect(hazardWorkflow.rows.filter(({ to }) => to === 'CLOSED')).toMatchObject([
      { action: 'RECHECK', outcome: 'PASS' },
    ]);
  });

  it.each([
    ['who rectified', rectifier],
    ['who answers for it', responsible],
  ])('%s does not recheck, whatever the outcome', (_, personId) => {
    const hazard = aHazard({ status: 'RECHECK' });
    for (const outcome of ['PASS', 'FAIL']) {
      const refused = refusalOf(() =>
        hazardWorkflow.permit(anActor('INSPECTOR', [bureau], personId), hazard, 'RECHECK', { outcome }),
      );
      expect(refused.code).toBe('SEPARATION_OF_DUTIES');
    }
  });

  it('nobody of the responsible unit rechecks a MAJOR hazard; a GENERAL one they may', () => {
    const inspector = { ...anActor('INSPECTOR', [bureau]), belongsTo: (id: string) => id === unit };
    const insider = { status: 'RECHECK' } as const;
    expect(
      refusalOf(() => hazardWorkflow.permit(inspector, aHazard(insider), 'RECHECK', { outcome: 'PASS' })).code,
    ).toBe('SEPARATION_OF_DUTIES');
    expect(
      hazardWorkflow.permit(inspector, aHazard({ ...insider, level: 'GENERAL' }), 'RECHECK', { outcome: 'PASS' }).to,
    ).toBe('CLOSED');
  });

  it('the named rechecker may, of whichever organisation', () => {
    expect(
      hazardWorkflow.permit(anActor(null, [], named), aHazard({ status: 'RECHECK' }), 'RECHECK', { outcome: 'PASS' })
        .to,
    ).toBe('CLOSED');
  });

  it('separation comes before the guard', () => {
    const hazard = aHazard({ status: 'RECHECK', notifiedStaffAt: null });
    expect(
      refusalOf(() =>
        hazardWorkflow.permit(anActor('INSPECTOR', [bureau], rectifier), hazard, 'RECHECK', { outcome: 'PASS' }),
      ).code,
    ).toBe('SEPARATION_OF_DUTIES');
  });
});

describe('HAZ-2: MAJOR needs all five, interim controls and a decision on use', () => {
  const officer = anActor('SAFETY_OFFICER', [bureau]);
  const approve = (hazard: HazardCase, actor = officer) =>
    approvePlan(hazard, permitted(hazardWorkflow, actor, hazard, 'APPROVE_PLAN', { at }), named, endOf);
  const endOf = (day: string) => new Date(`${day}T16:00:00Z`);

  it.each([
    ['funds', { funds: null }],
    ['contingency', { contingency: null }],
    ['interimControls', { interimControls: null }],
    ['stopUse', { stopUse: null }],
    ['measures', { measures: [] }],
  ])('refuses a plan without %s', (part, changes) => {
    const hazard = aHazard({ status: 'CONFIRMED', plan: { ...aPlan, ...changes } });
    const refused = refusalOf(() => approve(hazard));
    expect(refused).toMatchObject({ code: 'GUARD_FAILED', details: { rule: 'HAZ-2', missing: [part] } });
  });

  it('refuses approval before a plan is handed in, and by who handed it in', () => {
    expect(refusalOf(() => approve(aHazard({ status: 'CONFIRMED', plan: null }))).details).toMatchObject({
      rule: 'HAZ-2',
      missing: ['plan'],
    });
    const own = anActor('SAFETY_OFFICER', [bureau], submitter);
    expect(refusalOf(() => approve(aHazard({ status: 'CONFIRMED' }), own)).code).toBe('SEPARATION_OF_DUTIES');
  });

  it('asks of GENERAL only responsible person, measures and deadline', () => {
    const plan = { ...aPlan, funds: null, contingency: null, interimControls: null, stopUse: null };
    expect(missingOfPlan('GENERAL', plan)).toEqual([]);
    expect(missingOfPlan('MAJOR', plan)).toEqual(['funds', 'contingency', 'interimControls', 'stopUse']);
  });

  it('the approved plan fixes the limit of a MAJOR hazard and stops the use of the place', () => {
    const { changes } = approve(aHazard({ status: 'CONFIRMED', stoppedAt: null }));
    expect(changes).toMatchObject({
      status: 'RECTIFYING',
      dueAt: endOf('2026-09-30'),
      originalDueAt: endOf('2026-09-30'),
      stopUse: true,
      stoppedAt: at,
    });
  });

  it('a MAJOR hazard is never fixed on the spot', () => {
    expect(
      refusalOf(() =>
        hazardWorkflow.permit(anActor('RECTIFIER', [unit]), aHazard({ status: 'CONFIRMED' }), 'FIX_ON_SPOT'),
      ).details,
    ).toMatchObject({ rule: 'HAZ-2' });
  });
});

describe('HAZ-3: staff and regulator are told before a MAJOR hazard is closed', () => {
  it.each(['notifiedStaffAt', 'reportedToRegulatorAt'] as const)('refuses a pass while %s is missing', (field) => {
    expect(refusalOf(() => checked(aHazard({ status: 'RECHECK', [field]: null }), 'PASS')).details).toMatchObject({
      rule: 'HAZ-3',
    });
    expect(checked(aHazard({ status: 'RECHECK', [field]: null }), 'FAIL').changes).toMatchObject({
      status: 'RECTIFYING',
      failCount: 1,
    });
    expect(checked(aHazard({ status: 'RECHECK', level: 'GENERAL', [field]: null }), 'PASS').changes).toMatchObject({
      status: 'CLOSED',
      closedAt: at,
    });
  });

  it('a time once noted stays, and lies between the report and now', () => {
    const officer = anActor('SAFETY_OFFICER', [bureau]);
    const open = aHazard({ status: 'CONFIRMED', notifiedStaffAt: null });
    const note =
      (notifiedStaffAt: Date | null, reportedToRegulatorAt: Date | null = null) =>
      () =>
        recordNotices(open, permitted(hazardWorkflow, officer, open, 'RECORD_NOTICES', { at }), {
          notifiedStaffAt,
          reportedToRegulatorAt,
        });
    expect(note(at)().changes).toMatchObject({ notifiedStaffAt: at });
    for (const refused of [note(null), note(days(1)), note(days(-3)), note(null, at)]) {
      expect(refusalOf(refused).code).toBe('BAD_USER_INPUT');
    }
  });

  it('late is more than 24 hours after the confirmation', () => {
    expect(isRegulatorReportLate(aHazard({ reportedToRegulatorAt: at, confirmedAt: days(-1) }), at)).toBe(false);
    expect(isRegulatorReportLate(aHazard({ reportedToRegulatorAt: null, confirmedAt: days(-1.01) }), at)).toBe(true);
    expect(isRegulatorReportLate(aHazard({ level: 'GENERAL', reportedToRegulatorAt: null }), days(9))).toBe(false);
  });
});

describe('limits', () => {
  const officer = anActor('SAFETY_OFFICER', [bureau]);
  const extend = (hazard: HazardCase, given = later, actor = officer) =>
    extendDeadline(hazard, permitted(hazardWorkflow, actor, hazard, 'EXTEND_DEADLINE', { at }), given);
  const begun = (hazard: HazardCase, action: 'CONFIRM' | 'REOPEN') =>
    permitted(hazardWorkflow, officer, hazard, action, { at });
  const later = { dueAt: days(40), latest: days(120), explanation: '设备未到货' };

  it('an extension moves the limit once and before it ends; the first limit stays', () => {
    const hazard = aHazard({ status: 'RECTIFYING', originalDueAt: days(30) });
    const { changes, events } = extend(hazard);
    expect(changes).toMatchObject({ dueAt: days(40), extensions: 1 });
    expect(events).toMatchObject([{ data: { dueAt: days(40).toISOString() } }]);
    expect(changes).not.toHaveProperty('originalDueAt');
    expect(refusalOf(() => extend({ ...hazard, extensions: 1 })).code).toBe('LIMIT_EXCEEDED');
    expect(refusalOf(() => extend({ ...hazard, dueAt: days(-0.01) })).code).toBe('DEADLINE_PASSED');
    expect(refusalOf(() => extend(hazard, { ...later, dueAt: days(29) })).code).toBe('BAD_USER_INPUT');
  });

  it('of a listed hazard only the upper organisation moves the limit', () => {
    const listed = aHazard({ status: 'RECTIFYING', listed: true });
    expect(refusalOf(() => extend(listed)).code).toBe('FORBIDDEN');
    const upper = anActor('SAFETY_OFFICER', [county]);
    expect(extend(listed, later, upper).changes).toMatchObject({ extensions: 1 });
  });

  it('only MAJOR hazards are listed, once', () => {
    const signer = anActor('SIGNER', [county]);
    expect(
      refusalOf(() => hazardWorkflow.permit(signer, aHazard({ status: 'CONFIRMED', level: 'GENERAL' }), 'LIST')).code,
    ).toBe('GUARD_FAILED');
    expect(
      refusalOf(() => hazardWorkflow.permit(signer, aHazard({ status: 'CONFIRMED', listed: true }), 'LIST')).code,
    ).toBe('GUARD_FAILED');
  });

  it('a relapse is the same hazard for 90 days and a new one from then on', () => {
    const give = { reason: '又老化', dueAt: days(90) };
    const again = (hazard: HazardCase) => reopen(hazard, begun(hazard, 'REOPEN'), give);
    const { changes, events } = again(aHazard({ status: 'CLOSED', closedAt: days(-89.9) }));
    expect(events.map(({ contract }) => contract.type)).toEqual([
      'security.HazardReopened.v1',
      'security.HazardDeadlineChanged.v1',
    ]);
    expect(changes).toMatchObject({
      status: 'CONFIRMED',
      plan: null,
      earlierPlans: [aPlan],
      closedAt: null,
      preventive: null,
    });
    expect(refusalOf(() => again(aHazard({ status: 'CLOSED', closedAt: days(-90) }))).code).toBe('DEADLINE_PASSED');
  });

  it('a MAJOR or recurrent hazard does not pass without what keeps it from coming back', () => {
    const bare = aHazard({ status: 'RECHECK', preventive: null });
    expect(refusalOf(() => checked(bare, 'PASS')).code).toBe('GUARD_FAILED');
    expect(refusalOf(() => checked({ ...bare, level: 'GENERAL', recurrenceOfId: 'haz_x' }, 'PASS')).code).toBe(
      'GUARD_FAILED',
    );
    expect(checked({ ...bare, level: 'GENERAL' }, 'PASS').changes.status).toBe('CLOSED');
  });

  it('confirmation fixes the first limit of GENERAL and leaves that of MAJOR to the plan', () => {
    const given = { responsibleOrgId: unit, recurrenceOfId: null, dueAt: days(7) };
    const limit = (level: 'GENERAL' | 'MAJOR') => {
      const hazard = aHazard();
      return confirm(hazard, begun(hazard, 'CONFIRM'), { ...given, level }).changes.originalDueAt;
    };
    expect(limit('GENERAL')).toEqual(days(7));
    expect(limit('MAJOR')).toBeNull();
  });
});

describe('evidence', () => {
  it('is given for each measure of the plan', () => {
    const plan = { ...aPlan, measures: ['一', '二'] };
    expect(() => assertEveryMeasureProved(plan, [2, 1])).not.toThrow();
    expect(refusalOf(() => assertEveryMeasureProved(plan, [1])).details).toMatchObject({ missing: [2] });
    expect(refusalOf(() => assertEveryMeasureProved(plan, [1, 2, 3])).code).toBe('BAD_USER_INPUT');
    expect(refusalOf(() => assertEveryMeasureProved(null, [])).code).toBe('BAD_USER_INPUT');
  });

  it('the title is the first line', () => {
    expect(titleOf(aHazard())).toBe('线路老化');
  });
});
