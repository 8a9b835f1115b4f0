import { createWorkingCalendar } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceCase } from '../cases/case.ts';
import { unhandled } from '../registration/unhandled.ts';
import { deadlinesOf, type LimitFacts, limitsOf } from './case-deadlines.ts';

const years = new Set(['2026']);
const holidays = ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'];
const calendar = createWorkingCalendar(
  'Asia/Shanghai',
  (day) => (holidays.includes(day) ? 'HOLIDAY' : undefined),
  (year) => years.has(year),
);
const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
const day = 86_400_000;

const aCase = (changes: Partial<ServiceCase> = {}): LimitFacts => {
  const blank = {
    ...unhandled(at('2026-09-14')),
    dueAt: null,
    originalDueAt: null,
    kind: 'HOTLINE' as const,
    ...changes,
  };
  return { ...blank, ...limitsOf(calendar, blank) };
};
const clocks = (facts: LimitFacts, now: Date) =>
  Object.fromEntries(deadlinesOf(calendar, facts, now).map(({ rule, clock }) => [rule.rule, clock]));

describe('the limits of a case', () => {
  it('of a hotline order are to return it and to answer it', () => {
    const order = aCase();

    expect(clocks(order, at('2026-09-15'))).toEqual({ RETURN: 'RUNNING', ANSWER: 'RUNNING' });
    expect(clocks(order, at('2026-09-17'))).toEqual({ RETURN: 'CANCELLED', ANSWER: 'RUNNING' });
    expect(clocks(order, at('2026-09-22'))).toEqual({ RETURN: 'CANCELLED', ANSWER: 'BREACHED' });
    const late = { ...order, status: 'ANSWERED' as const, firstAnsweredAt: at('2026-09-22') };
    expect(clocks(late, at('2026-12-01'))).toEqual({ RETURN: 'CANCELLED', ANSWER: 'BREACHED' });
    const intime = { ...late, firstAnsweredAt: at('2026-09-21') };
    expect(clocks(intime, at('2026-12-01'))).toEqual({ RETURN: 'CANCELLED', ANSWER: 'MET' });
  });

  it('of a petition run from registration, acceptance and the request for review', () => {
    const petition = aCase({ kind: 'PETITION' });
    expect(clocks(petition, at('2026-09-15'))).toEqual({ NOTICE: 'RUNNING' });
    expect(clocks(petition, at('2026-09-30'))).toEqual({ NOTICE: 'BREACHED' });
    const accepted = aCase({ kind: 'PETITION', status: 'ACCEPTED', acceptedAt: at('2026-09-20') });
    expect(clocks(accepted, at('2026-09-21'))).toEqual({ NOTICE: 'MET', FINISH: 'RUNNING' });
    const reviewed = aCase({
      ...{ kind: 'PETITION', status: 'REVIEWING', stage: 'REVIEW', acceptedAt: at('2026-09-20') },
      ...{ firstAnsweredAt: at('2026-10-20'), reviewAskedAt: at('2026-10-25') },
    });
    expect(clocks(reviewed, at('2026-10-26'))).toEqual({ NOTICE: 'MET', FINISH: 'MET', REVIEW: 'RUNNING' });
    expect(reviewed.reviewDueAt).toEqual(calendar.endOf('2026-11-24'));
  });

  it('pause while papers are missing, and end with the matter', () => {
    const demands = [
      { items: ['身份证'], at: at('2026-09-15').toISOString(), byId: null, fault: null, suppliedAt: null },
    ];
    const waiting = aCase({ kind: 'SERVICE', status: 'SUPPLEMENT', demands });

    expect(clocks(waiting, at('2026-12-01'))).toEqual({ ANSWER: 'PAUSED' });
    const gone = { ...waiting, status: 'WITHDRAWN' as const, withdrawnAt: at('2026-09-16') };
    expect(clocks(gone, at('2026-12-01'))).toEqual({ ANSWER: 'CANCELLED' });
  });

  it('R-7: of an accusation are not told', () => {
    expect(deadlinesOf(calendar, aCase({ kind: 'ACCUSATION' }), at('2026-12-01'))).toEqual([]);
  });

  it('say on what they rest, and when they reach into a year without a calendar', () => {
    const [december] = deadlinesOf(calendar, aCase({ kind: 'SERVICE', openedAt: at('2026-12-30') }), at('2026-12-30'));
    const [petition] = deadlinesOf(calendar, aCase({ kind: 'PETITION' }), at('2026-09-14'));

    expect(december).toMatchObject({ provisional: true, rule: { basis: 'POLICY' } });
    expect(petition).toMatchObject({
      ...{ provisional: false, rule: { basis: 'STATUTE', basisText: '《信访工作条例》第二十二条' } },
      warnAt: [calendar.endOf('2026-09-24'), calendar.endOf('2026-09-27')],
    });
  });

  it('are what the case carries for its lists, however it was paused and extended', () => {
    const pauses = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 9 }), long: fc.integer({ min: 0, max: 30 }) }),
      {
        maxLength: 2,
      },
    );
    const reached = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom('HOTLINE', 'SERVICE', 'SUGGESTION', 'PETITION', 'CONSULT' as const),
        fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
        fc.integer({ min: 0, max: 10 }),
        pauses,
        (kind, promised, extensionDays, spans) => {
          let from = at('2026-09-14').getTime();
          const demands = spans.map(({ after, long }) => {
            const [start, end] = [from + after * day, from + (after + long) * day];
            from = end;
            const [pausedAt, suppliedAt] = [new Date(start).toISOString(), new Date(end).toISOString()];
            return { items: [], at: pausedAt, byId: null, fault: null, suppliedAt };
          });
          const found = aCase({
            ...{ kind: kind as ServiceCase['kind'], answerDays: kind === 'SERVICE' ? promised : null, demands },
            ...{ extensionDays, acceptedAt: kind === 'PETITION' ? at('2026-11-20') : null },
          });
          const main = deadlinesOf(calendar, found, at('2026-09-14')).find(({ rule }) =>
            ['ANSWER', 'FINISH'].includes(rule.rule),
          );
          reached.add(`${main?.rule.rule} ${spans.length} ${extensionDays > 0}`);

          expect(main?.dueAt).toEqual(found.dueAt);
          expect(main?.originalDueAt).toEqual(found.originalDueAt);
          expect(Number(main?.dueAt) >= Number(main?.originalDueAt)).toBe(true);
          expect(limitsOf(calendar, found)).toEqual(limitsOf(calendar, { ...found }));
        },
      ),
      {
        numRuns: 100,
        examples: [
          ['PETITION', null, 10, []],
          ['SERVICE', 3, 0, [{ after: 1, long: 2 }]],
        ],
      },
    );
    expect(reached).toContain('FINISH 0 true');
    expect(reached).toContain('ANSWER 1 false');
  });
});
