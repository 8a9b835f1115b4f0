import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import { gapOpened } from '@chengqi/schemas/events/supervision';
import { held, type Transaction } from '@chengqi/service-kit';
import { dueAtOf, firstDayAfter, firstDayOf, periodOf, withGrace } from '../reporting/periods.ts';
import { dutyById } from '../reporting/reporting.repository.ts';
import { CoverageExpectationEntity, CoverageGapEntity, CoverageRoundEntity } from './gap.entity.ts';
import type { CoverageExpectation, CoverageGap, CoverageRound } from './gap.ts';
import { cellOf } from './gap.workflow.ts';
import { atWork, type Cell, cellsAfter, covered } from './gaps.repository.ts';

/** So many cells are looked at in one transaction. */
const atOnce = 500;

type Next = Pick<CoverageExpectation, 'nextPeriod' | 'closesAt'>;

/** Periods are looked at when they are over, one after the other however long nobody looked, each cell once. */
export function createRounds(foundation: Foundation) {
  const { kit, office } = foundation;

  const spanOf = ({ period: kind }: CoverageExpectation, period: string, days: WorkingCalendar) => ({
    fromAt: days.startOf(firstDayOf(kind, period, days)),
    toAt: days.startOf(firstDayAfter(kind, period, days)),
  });

  /** A period is over with its last day; of reports once the grace is over as well. */
  async function closing(
    tx: Transaction,
    expectation: CoverageExpectation,
    period: string,
    days: WorkingCalendar,
  ): Promise<Next> {
    const { toAt } = spanOf(expectation, period, days);
    if (expectation.dutyId === null) return { nextPeriod: period, closesAt: toAt };
    const duty = await dutyById(tx.manager, expectation.dutyId);
    const dueAt = withGrace(dueAtOf(duty, period, days), duty.graceHours);
    return { nextPeriod: period, closesAt: new Date(Math.max(dueAt.getTime(), toAt.getTime())) };
  }

  async function missing(
    tx: Transaction,
    expectation: CoverageExpectation,
    round: CoverageRound,
    cells: readonly Cell[],
  ): Promise<{ expected: number; open: Cell[] }> {
    const ids = cells.map(({ cellId }) => cellId);
    if (ids.length === 0) return { expected: 0, open: [] };
    const asked = expectation.kind === 'FEEDBACK' ? await atWork(tx, ids, round) : new Set(ids);
    const done = await covered(tx, expectation, ids, round);
    return { expected: asked.size, open: cells.filter(({ cellId }) => asked.has(cellId) && !done.has(cellId)) };
  }

  const gapOf = (
    tx: Transaction,
    { id: expectationId, ownerOrgId: expectingOrgId, secrecyLevel, kind, dutyId }: CoverageExpectation,
    { period, fromAt, toAt }: CoverageRound,
    { cellId, orgId }: Cell,
  ): CoverageGap => ({
    ...{ id: kit.ids.next('gap'), status: 'OPEN', version: 1, ownerOrgId: orgId, secrecyLevel },
    ...{ createdAt: tx.now, updatedAt: tx.now, expectationId, expectingOrgId, kind, dutyId, cellId },
    ...{ period, fromAt, toAt, explanation: null, explainedById: null, explainedAt: null },
    ...{ filledById: null, filledAt: null },
  });

  return {
    /** The period of today is the first that is looked at. */
    async first(tx: Transaction, expectation: CoverageExpectation): Promise<Next> {
      const days = await office.calendar.days();
      return closing(tx, expectation, periodOf(expectation.period, days.dayOf(tx.now), days), days);
    },

    /** Begins to look at a period that is over; false when there is none. */
    async open(tx: Transaction): Promise<boolean> {
      const expectation = await held(
        tx.manager
          .getRepository<CoverageExpectation>(CoverageExpectationEntity)
          .createQueryBuilder('x')
          .where('x.closesAt <= :now', { now: tx.now })
          .orderBy('x.closesAt', 'ASC')
          .addOrderBy('x.id', 'ASC')
          .limit(1),
      ).getOne();
      if (!expectation?.nextPeriod || !expectation.closesAt) return false;
      const { id: expectationId, nextPeriod: period, closesAt: closedAt } = expectation;
      const days = await office.calendar.days();
      await tx.insert(CoverageRoundEntity, {
        ...{ id: kit.ids.next('cvr'), expectationId, period, ...spanOf(expectation, period, days), closedAt },
        ...{ expected: 0, lookedAt: '', complete: false },
      });
      const after = periodOf(expectation.period, firstDayAfter(expectation.period, period, days), days);
      await tx.manager
        .getRepository(CoverageExpectationEntity)
        .update({ id: expectationId }, await closing(tx, expectation, after, days));
      return true;
    },

    /** Looks at some cells of a period; false when none is left. */
    async look(tx: Transaction): Promise<boolean> {
      const round = await held(
        tx.manager
          .getRepository<CoverageRound>(CoverageRoundEntity)
          .createQueryBuilder('r')
          .where('r.complete = :complete', { complete: false })
          .orderBy('r.id', 'ASC')
          .limit(1),
      ).getOne();
      if (!round) return false;
      const expectation = await tx.manager
        .getRepository<CoverageExpectation>(CoverageExpectationEntity)
        .findOneByOrFail({ id: round.expectationId });
      const cells = await cellsAfter(foundation, tx, expectation, round.lookedAt, atOnce);
      const { expected, open } = await missing(tx, expectation, round, cells);
      const gaps = open.map((cell) => gapOf(tx, expectation, round, cell));
      if (gaps.length > 0) await tx.manager.getRepository(CoverageGapEntity).insert(gaps as never);
      await tx.append(gaps.map((gap) => gapOpened.create(gap, { ...cellOf(gap), at: tx.now.toISOString() })));
      await tx.manager.getRepository(CoverageRoundEntity).update(
        { id: round.id },
        {
          expected: round.expected + expected,
          lookedAt: cells.at(-1)?.cellId ?? round.lookedAt,
          complete: cells.length < atOnce,
        },
      );
      return true;
    },
  };
}
