import { createWorkingCalendar } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ItemState, SupervisionItem } from '../items/item.ts';
import { type LightFacts, lightOf, nextLook } from './light.workflow.ts';

const calendar = createWorkingCalendar('Asia/Shanghai', () => undefined);
/** An instant of the office's zone in September 2026; the 1st is a Tuesday. */
const at = (day: number, time = '09:00') =>
  new Date(Date.parse(`2026-09-01T${time}:00+08:00`) + (day - 1) * 86_400_000);
const endOf = (day: number) => at(day + 1, '00:00');

interface Given extends Partial<Omit<LightFacts, 'item'>> {
  readonly item?: Partial<SupervisionItem>;
}

/** Registered and accepted on the 1st, due on the 30th, half done on the 10th. */
const facts = ({ item, ...more }: Given = {}): LightFacts =>
  ({
    item: {
      status: 'IN_PROGRESS' as ItemState,
      registeredAt: at(1),
      acceptedAt: at(1),
      dueAt: endOf(30),
      feedbackCycle: 'NONE',
      progressPercent: 50,
      idle: [],
      ...item,
    },
    reports: [],
    notices: [],
    obstacles: [],
    milestones: [],
    verifications: [],
    extensions: [],
    leadOrgId: 'org_lead',
    ...more,
  }) as unknown as LightFacts;
const report = (day: number, percent = 50) => ({ kind: 'FEEDBACK', orgId: 'org_lead', at: at(day), percent }) as never;
/** Planned for the day, on the 1st. */
const milestone = (day: number, more: object = {}) =>
  ({ plannedAt: endOf(day), addedAt: at(1), doneAt: null, droppedAt: null, ...more }) as never;
const light = (given: Given, asOf: Date) => lightOf(facts(given), asOf, calendar);

describe('the light of an item', () => {
  it('is green on course', () => {
    expect(light({}, at(10))).toEqual({ light: 'GREEN', reason: null });
  });

  it.each<[string, Given, Date, string, string]>([
    ['before registration', { item: { registeredAt: at(5) } }, at(4), 'NONE', 'NOT_REGISTERED'],
    ['of a proposal', { item: { registeredAt: null, dueAt: null } }, at(4), 'NONE', 'NOT_REGISTERED'],
    [
      'while suspended',
      { item: { idle: [{ from: at(5).toISOString(), to: null }] } },
      at(40),
      'NONE',
      'CLOSED_OR_SUSPENDED',
    ],
    [
      'in a suspension that is over now',
      { item: { idle: [{ from: at(5).toISOString(), to: at(9).toISOString() }] } },
      at(8),
      'NONE',
      'CLOSED_OR_SUSPENDED',
    ],
    ['past due', {}, new Date(endOf(30).getTime() + 1), 'RED', 'PAST_DUE'],
    [
      'a milestone late for long',
      { milestones: [milestone(1)] },
      new Date(endOf(8).getTime() + 1),
      'RED',
      'MILESTONE_LATE',
    ],
    ['two feedbacks missed', { item: { feedbackCycle: 'WEEKLY' } }, endOf(15), 'RED', 'TWO_FEEDBACKS_MISSED'],
    [
      'a red notice unanswered',
      { notices: [{ color: 'RED', issuedAt: at(5), answeredAt: at(9) } as never] },
      at(8),
      'RED',
      'RED_NOTICE_OPEN',
    ],
    ['three working days before the end', {}, at(25), 'YELLOW', 'DUE_WITHIN_3_WORKING_DAYS'],
    ['behind schedule', { item: { progressPercent: 10 } }, at(10), 'YELLOW', 'BEHIND_SCHEDULE'],
    ['one feedback missed', { item: { feedbackCycle: 'WEEKLY' } }, endOf(8), 'YELLOW', 'FEEDBACK_MISSED'],
    [
      'a verification that failed',
      { verifications: [{ result: 'PARTIAL', at: at(9) } as never] },
      at(10),
      'YELLOW',
      'VERIFICATION_FAILED',
    ],
    [
      'an obstacle of six working days',
      { obstacles: [{ raisedAt: at(1), resolvedAt: null } as never] },
      at(9),
      'YELLOW',
      'OBSTACLE_OPEN_LONG',
    ],
  ])('%s', (_, given, asOf, colour, reason) => {
    expect(light(given, asOf)).toEqual({ light: colour, reason });
  });

  it.each<[string, Given, Date]>([
    ['at 24:00 of the last day it is not past due', { item: { progressPercent: 100 } }, endOf(30)],
    ['four working days before the end', { item: { progressPercent: 70 } }, at(24)],
    ['a block still running is not missed', { item: { feedbackCycle: 'WEEKLY' } }, at(8, '23:59')],
    [
      'a report on the last day of the block fills it',
      { item: { feedbackCycle: 'WEEKLY' }, reports: [report(8)] },
      at(10),
    ],
    ['an obstacle on its fifth working day', { obstacles: [{ raisedAt: at(1), resolvedAt: null } as never] }, at(8)],
    ['an answered red notice', { notices: [{ color: 'RED', issuedAt: at(5), answeredAt: at(9) } as never] }, at(10)],
    [
      'a block that touches a suspension is excused',
      { item: { feedbackCycle: 'WEEKLY', idle: [{ from: at(3).toISOString(), to: at(4).toISOString() }] } },
      at(10),
    ],
  ])('%s: no rule yet', (_, given, asOf) => {
    expect(['GREEN', 'YELLOW']).toContain(light(given, asOf).light);
    expect(['PAST_DUE', 'FEEDBACK_MISSED', 'OBSTACLE_OPEN_LONG', 'RED_NOTICE_OPEN']).not.toContain(
      light(given, asOf).reason,
    );
  });

  it('only the lead unit reports the progress that counts', () => {
    const other = { ...(report(5, 90) as object), orgId: 'org_co' } as never;

    expect(light({ reports: [report(4, 10), other] }, at(10)).reason).toBe('BEHIND_SCHEDULE');
  });

  it('never gets better by time alone, as long as nothing is done', () => {
    const rank = { NONE: 0, GREEN: 1, YELLOW: 2, RED: 3 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 * 24 }),
        fc.integer({ min: 0, max: 60 * 24 }),
        fc.integer({ min: 0, max: 100 }),
        (start, more, progressPercent) => {
          const hour = (n: number) => new Date(at(1).getTime() + n * 3_600_000);
          const given = { item: { progressPercent, feedbackCycle: 'WEEKLY' as const } };

          expect(rank[light(given, hour(start + more)).light]).toBeGreaterThanOrEqual(
            rank[light(given, hour(start)).light],
          );
        },
      ),
    );
  });

  it('stays the same between one look and the next', () => {
    const moment = fc
      .integer({ min: 0, max: 40 * 24 * 60 })
      .map((minutes) => new Date(at(1).getTime() + minutes * 60_000));
    const given = fc.record({
      registeredAt: moment,
      accepted: fc.option(moment),
      due: fc.integer({ min: 2, max: 60 }).map(endOf),
      cycle: fc.constantFrom('NONE', 'DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY'),
      percents: fc.array(fc.record({ at: moment, percent: fc.integer({ min: 0, max: 100 }) }), { maxLength: 3 }),
      obstacles: fc.array(moment, { maxLength: 2 }),
      suspended: fc.option(fc.tuple(moment, moment)),
    });
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 50 * 24 * 3600 }), (drawn, seconds) => {
        const [from, to] = (drawn.suspended ?? []).toSorted((a, b) => a.getTime() - b.getTime());
        const known = facts({
          item: {
            registeredAt: drawn.registeredAt,
            acceptedAt: drawn.accepted,
            dueAt: drawn.due,
            feedbackCycle: drawn.cycle as 'NONE',
            idle: from && to ? [{ from: from.toISOString(), to: to.toISOString() }] : [],
          },
          reports: drawn.percents.map((one) => ({ kind: 'FEEDBACK', orgId: 'org_lead', ...one }) as never),
          obstacles: drawn.obstacles.map((raisedAt) => ({ raisedAt, resolvedAt: null }) as never),
        });
        const now = at(42);
        const next = nextLook(known, now, calendar);
        const later = new Date(now.getTime() + seconds * 1000);
        const lastBefore = next === null || later < next ? later : new Date(next.getTime() - 1);
        expect(lightOf(known, lastBefore, calendar)).toEqual(lightOf(known, now, calendar));
      }),
      { numRuns: 500 },
    );
  });

  it('before a suspension ended, the limit is that of then', () => {
    const over = { from: at(20).toISOString(), to: at(40).toISOString(), dueAt: endOf(22).toISOString() };

    expect(light({ item: { idle: [over], dueAt: endOf(42) } }, at(19)).reason).toBe('DUE_WITHIN_3_WORKING_DAYS');
    expect(light({ item: { idle: [over], dueAt: endOf(60) } }, at(41)).reason).not.toBe('DUE_WITHIN_3_WORKING_DAYS');
  });
});
