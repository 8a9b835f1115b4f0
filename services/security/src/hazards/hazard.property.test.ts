import type { Decision } from '@chengqi/office-kernel';
import { permitted } from '@chengqi/office-kernel/testing';
import type { Actor, DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hazard, HazardAction, HazardCase } from './hazard.ts';
import { hazardWorkflow, missingOfPlan } from './hazard.workflow.ts';
import * as acts from './hazard-acts.workflow.ts';

const [county, bureau, unit] = ['org_county', 'org_bureau', 'org_unit'];
const start = Date.parse('2026-09-20T02:00:00Z');
const day = 86_400_000;

/** Everybody holds what random posts give: the same person may report, rectify, approve and inspect. */
const roles = ['SAFETY_OFFICER', 'ORG_HEAD', 'RECTIFIER', 'INSPECTOR', 'SIGNER'] as const;
const people = ['psn_a', 'psn_b', 'psn_c', 'psn_d'] as const;
type Person = (typeof people)[number];
interface Post {
  readonly personId: Person;
  readonly role: (typeof roles)[number];
  readonly orgId: string;
}
const covered = { [county]: [county, bureau, unit], [bureau]: [bureau], [unit]: [unit] } as Record<string, string[]>;
const actorOf = (personId: Person, posts: readonly Post[]): Actor => ({
  personId,
  system: false,
  holds: (role, orgId) =>
    posts.some(
      (post) => post.personId === personId && post.role === role && (!orgId || covered[post.orgId]?.includes(orgId)),
    ),
  belongsTo: (unitId) => posts.some((post) => post.personId === personId && post.orgId === unitId),
});

const reported: Hazard = {
  ...{ id: 'haz_1', code: '隐〔2026〕1号', status: 'REPORTED', version: 1, ownerOrgId: county },
  ...{ secrecyLevel: 'INTERNAL', createdAt: new Date(start), updatedAt: new Date(start) },
  ...{ siteId: 'sit_1', siteOrgId: bureau, description: '线路老化', category: 'ELECTRIC', level: null },
  ...{ sourceType: 'StaffReport', sourceId: null, sourceCode: null, sourceLinkId: null, reporterId: null },
  ...{ anonymous: false, recurrenceOfCode: null, importedAt: null, openedAt: null },
  ...{ reportedLevel: null, planDueAt: null, reopenedAt: null, relapses: null },
  ...{ reportedAt: new Date(start), confirmedById: null, confirmedAt: null, responsibleOrgId: null, dueAt: null },
  ...{ originalDueAt: null, extensions: 0, extensionReason: null, listed: false, listedById: null, plan: null },
  ...{ earlierPlans: [], rectifierIds: [], recheckerId: null, failCount: 0, rootCause: null, preventive: null },
  ...{ recurrenceOfId: null, notifiedStaffAt: null, reportedToRegulatorAt: null, stopUse: false, stoppedAt: null },
  ...{ closedAt: null, dismissedAt: null, dismissReason: null, reopenReason: null },
};

interface Step {
  readonly action: HazardAction;
  readonly by: Person;
  readonly other: Person;
  readonly level: 'GENERAL' | 'MAJOR';
  readonly complete: boolean;
  readonly pass: boolean;
  readonly days: number;
}

/** One act with whatever content the step drew. */
function perform(step: Step, hazard: HazardCase, actor: Actor): Decision<Hazard> {
  const outcome = step.pass ? 'PASS' : 'FAIL';
  const act = permitted(hazardWorkflow, actor, hazard, step.action, { at: hazard.at, outcome });
  const soon = new Date(hazard.at.getTime() + 5 * day);
  const lesson = { rootCause: null, preventive: step.complete ? '每季检查' : null };
  const plan = {
    responsibleId: step.other,
    measures: ['更换线路'],
    funds: step.complete ? { amount: 1, source: null } : null,
    deadline: soon.toISOString().slice(0, 10),
    contingency: '断电疏散',
    interimControls: '专人值守',
    stopUse: true,
  };
  const given = { level: step.level, responsibleOrgId: unit, recurrenceOfId: null, dueAt: soon };
  const moved = { dueAt: new Date(soon.getTime() + day), latest: new Date(soon.getTime() + 90 * day) };
  const told = { notifiedStaffAt: hazard.at, reportedToRegulatorAt: hazard.at };
  const does: Record<HazardAction, () => Decision<Hazard>> = {
    CONFIRM: () => acts.confirm(hazard, act, given),
    DISMISS: () => acts.dismiss(hazard, act, '不属实'),
    FIX_ON_SPOT: () => acts.fixOnSpot(hazard, act, lesson),
    SUBMIT_PLAN: () => acts.submitPlan(hazard, act, plan, hazard.dueAt ?? soon),
    APPROVE_PLAN: () => acts.approvePlan(hazard, act, step.other, (last) => new Date(last)),
    LIST: () => acts.list(hazard, act),
    EXTEND_DEADLINE: () => acts.extendDeadline(hazard, act, { ...moved, explanation: '缺料' }),
    RECORD_NOTICES: () => acts.recordNotices(hazard, act, told),
    SUBMIT_RECTIFICATION: () => acts.submitRectification(hazard, act, lesson),
    RECHECK: () => acts.recheck(hazard, act, outcome),
    REOPEN: () => acts.reopen(hazard, act, { reason: '复发', dueAt: soon }),
  };
  return does[step.action]();
}

const actions = [
  ...(['CONFIRM', 'DISMISS', 'FIX_ON_SPOT', 'SUBMIT_PLAN', 'APPROVE_PLAN', 'LIST', 'EXTEND_DEADLINE'] as const),
  ...(['RECORD_NOTICES', 'SUBMIT_RECTIFICATION', 'RECHECK', 'REOPEN'] as const),
];
const person = fc.constantFrom(...people);
const aStep: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...actions),
  by: person,
  other: person,
  level: fc.constantFrom('GENERAL' as const, 'MAJOR' as const),
  complete: fc.boolean(),
  pass: fc.boolean(),
  days: fc.constantFrom(0, 0, 0, 1, 100),
});
const aPost = fc.record({ personId: person, role: fc.constantFrom(...roles), orgId: fc.constantFrom(county, unit) });

/** Enough people for every act, none of them twice: what is random comes on top. */
const office: readonly Post[] = [
  { personId: 'psn_a', role: 'SAFETY_OFFICER', orgId: county },
  { personId: 'psn_b', role: 'ORG_HEAD', orgId: unit },
  { personId: 'psn_b', role: 'RECTIFIER', orgId: unit },
  { personId: 'psn_c', role: 'SIGNER', orgId: county },
  { personId: 'psn_d', role: 'INSPECTOR', orgId: county },
];
const doing = (action: HazardAction, by: Person, level: Step['level'], other: Person = by): Step => ({
  ...{ action, by, other, level, complete: true, pass: true, days: 0 },
});
/** The straight way of a hazard to its closing, and one back from it. */
const straight: Record<Step['level'], readonly Step[]> = {
  GENERAL: [
    doing('CONFIRM', 'psn_a', 'GENERAL'),
    doing('FIX_ON_SPOT', 'psn_b', 'GENERAL'),
    doing('RECHECK', 'psn_d', 'GENERAL'),
    doing('REOPEN', 'psn_a', 'GENERAL'),
  ],
  MAJOR: [
    doing('CONFIRM', 'psn_a', 'MAJOR'),
    doing('SUBMIT_PLAN', 'psn_b', 'MAJOR'),
    doing('APPROVE_PLAN', 'psn_a', 'MAJOR', 'psn_d'),
    doing('RECORD_NOTICES', 'psn_a', 'MAJOR'),
    doing('SUBMIT_RECTIFICATION', 'psn_b', 'MAJOR'),
    doing('RECHECK', 'psn_d', 'MAJOR'),
    doing('REOPEN', 'psn_a', 'MAJOR'),
  ],
};

interface History {
  readonly steps: readonly Step[];
  readonly posts: readonly Post[];
}

/** Some way along the straight one, and from there whatever people do. */
const aHistory: fc.Arbitrary<History> = fc
  .record({
    level: fc.constantFrom('GENERAL' as const, 'MAJOR' as const),
    way: fc.nat(straight.MAJOR.length),
    further: fc.array(aStep, { maxLength: 60 }),
    others: fc.array(aPost, { maxLength: 12 }),
  })
  .map(({ level, way, further, others }) => ({
    steps: [...straight[level].slice(0, way), ...further],
    posts: [...office, ...others],
  }));

/** What every run begins with, whatever its seed: each straight way to its end. */
const straightHistories: [History][] = [straight.GENERAL, straight.MAJOR].map((steps) => [{ steps, posts: office }]);

/** Runs the steps, skips what is refused, and shows each change to `look`. */
function live(
  steps: readonly Step[],
  posts: readonly Post[],
  look: (before: HazardCase, after: Hazard, step: Step, actor: Actor) => void,
) {
  let hazard = reported;
  let at = start;
  for (const step of steps) {
    at += step.days * day;
    const before = { ...hazard, at: new Date(at) };
    const actor = actorOf(step.by, posts);
    try {
      hazard = { ...hazard, ...perform(step, before, actor).changes };
    } catch (error) {
      if ((error as DomainError).code === undefined) throw error;
      continue;
    }
    look(before, hazard, step, actor);
  }
}

describe('whatever people do to a hazard, in any order', () => {
  /** A failing run prints its seed; the histories that must be reached are the examples, so no seed can miss them. */
  const holds = (look: Parameters<typeof live>[2]) =>
    fc.assert(
      fc.property(aHistory, ({ steps, posts }) => live(steps, posts, look)),
      { numRuns: 1000, examples: straightHistories },
    );

  it('HAZ-1: it is closed by a passed recheck of somebody who did not put it right, and by nothing else', () => {
    let closings = 0;
    const hands = new Set<Person>();
    holds((before, after, step, actor) => {
      if (step.action === 'CONFIRM') hands.clear();
      if (step.action === 'FIX_ON_SPOT' || step.action === 'SUBMIT_RECTIFICATION') hands.add(step.by);
      if (after.status !== 'CLOSED') return;
      closings += 1;
      expect([before.status, step.action, step.pass]).toEqual(['RECHECK', 'RECHECK', true]);
      expect([...hands, before.plan?.responsibleId]).not.toContain(step.by);
      expect(before.level === 'MAJOR' && actor.belongsTo(unit)).toBe(false);
    });
    expect(closings).toBeGreaterThan(0);
  });

  it('HAZ-2: a MAJOR one leaves CONFIRMED only with the five in place, and its place stays stopped', () => {
    let approved = 0;
    holds((before, after) => {
      if (before.level !== 'MAJOR' || before.status !== 'CONFIRMED' || after.status === 'CONFIRMED') return;
      approved += 1;
      expect(after.status).toBe('RECTIFYING');
      expect(missingOfPlan('MAJOR', after.plan)).toEqual([]);
      expect(after.stopUse).toBe(true);
    });
    expect(approved).toBeGreaterThan(0);
  });

  it('HAZ-3: a MAJOR one is closed after staff and regulator were told, and only reports are dismissed', () => {
    let majorClosings = 0;
    holds((before, after) => {
      if (after.status === 'DISMISSED') expect(before.status).toBe('REPORTED');
      if (after.status !== 'CLOSED' || after.level !== 'MAJOR') return;
      majorClosings += 1;
      expect([after.notifiedStaffAt, after.reportedToRegulatorAt]).not.toContain(null);
      expect(after.preventive).not.toBeNull();
    });
    expect(majorClosings).toBeGreaterThan(0);
  });

  it('the first limit never changes once it is set', () => {
    let moved = 0;
    holds((before, after, { action }) => {
      if (before.originalDueAt === null) return;
      if (action === 'EXTEND_DEADLINE' || action === 'REOPEN') moved += 1;
      expect(after.originalDueAt).toEqual(before.originalDueAt);
    });
    expect(moved).toBeGreaterThan(0);
  });
});
