import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import { reportDue } from '@chengqi/schemas/events/supervision';
import { badInput, held, type Transaction } from '@chengqi/service-kit';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { dueAtOf, firstDayAfter, firstDayOf, momentsOf, periodOf, withGrace } from './periods.ts';
import {
  DutyReporterEntity,
  ReportingDutyEntity,
  ReportPeriodEntity,
  ReportSubmissionEntity,
} from './reporting.entity.ts';
import type { ReportingDuty, ReportPeriod, ReportSubmission } from './reporting.ts';

/** So many reports are made with the same few statements, in a transaction that others do not wait for long. */
const atOnce = 1000;

type Next = Pick<ReportingDuty, 'nextPeriod' | 'opensAt'>;

/** SUP-9: a report is expected of every unit as soon as its period begins, whatever the clock does meanwhile. */
export function createSchedule({ kit, office }: Foundation) {
  /** The period of today, or the one after it when its limit has passed already: nobody owes what is over. */
  function nextFrom(duty: ReportingDuty, now: Date, days: WorkingCalendar): Next {
    if (duty.kind === 'AD_HOC') return { nextPeriod: duty.dueOn, opensAt: now };
    const today = periodOf(duty.kind, days.dayOf(now), days);
    const isOver = withGrace(dueAtOf(duty, today, days), duty.graceHours) < now;
    return isOver ? nextAfter(duty, today, days) : nextIs(duty, today, days);
  }

  const nextIs = (duty: ReportingDuty, period: string, days: WorkingCalendar): Next => ({
    nextPeriod: period,
    opensAt: days.startOf(firstDayOf(duty.kind, period, days)),
  });

  const nextAfter = (duty: ReportingDuty, period: string, days: WorkingCalendar): Next =>
    duty.kind === 'AD_HOC'
      ? { nextPeriod: null, opensAt: null }
      : nextIs(duty, periodOf(duty.kind, firstDayAfter(duty.kind, period, days), days), days);

  /** The limits of what runs, by the rule and the working days of now. */
  async function retime(tx: Transaction, duty: ReportingDuty, days: WorkingCalendar, before = duty): Promise<void> {
    const running = await tx.manager
      .getRepository<ReportPeriod>(ReportPeriodEntity)
      .findBy({ dutyId: duty.id, nextAt: Not(IsNull()) });
    for (const { id, period, turn, dueAt: was } of running) {
      const dueAt = duty.kind === 'AD_HOC' && period !== duty.dueOn ? null : dueAtOf(duty, period, days);
      if (dueAt === null) continue;
      const nextAt = momentsOf(dueAt, duty.graceHours)[turn] ?? null;
      await tx.manager.getRepository(ReportPeriodEntity).update({ id }, { dueAt, nextAt });
      await tx.manager.getRepository(ReportSubmissionEntity).update({ dutyId: duty.id, period }, { dueAt });
      if (dueAt.getTime() !== was.getTime() || duty.graceHours !== before.graceHours) await tell(tx, duty, period);
    }
  }

  /** All units hear of their limit again. */
  async function tell(tx: Transaction, duty: ReportingDuty, period: string): Promise<void> {
    const reports = tx.manager.getRepository<ReportSubmission>(ReportSubmissionEntity);
    for (let after = ''; ; ) {
      const some = await reports.find({
        where: { dutyId: duty.id, period, ownerOrgId: MoreThan(after) },
        order: { ownerOrgId: 'ASC' },
        take: atOnce,
      });
      await tx.append(some.map((report) => reportDue.create(report, owedFacts(report, duty))));
      if (some.length < atOnce) return;
      after = some.at(-1)?.ownerOrgId ?? after;
    }
  }

  return {
    /** What begins next of a duty as it was laid down now; what runs already goes on. */
    async next(tx: Transaction, duty: ReportingDuty, before: ReportingDuty | null): Promise<Next> {
      if (!duty.active) return { nextPeriod: null, opensAt: null };
      const runs =
        before?.active && (duty.kind === 'AD_HOC' ? before.dueOn === duty.dueOn : before.nextPeriod !== null);
      if (runs) return { nextPeriod: before.nextPeriod, opensAt: before.opensAt };
      return nextFrom(duty, tx.now, await office.calendar.days());
    },

    /** Reports that are still to come are owed by the rule and the units of now. */
    async renew(tx: Transaction, duty: ReportingDuty, before: ReportingDuty | null = duty): Promise<void> {
      await retime(tx, duty, await office.calendar.days(), before ?? duty);
      await tx.manager
        .getRepository(ReportPeriodEntity)
        .update({ dutyId: duty.id, nextAt: Not(IsNull()) }, { complete: false });
    },

    retime,

    /**
     * Of what is reported ad hoc every day that was laid down at some time has begun: who was late then may still report.
     * @throws DomainError BAD_USER_INPUT when it is no period of the duty, or a coming one
     */
    async assertBegun(tx: Transaction, duty: ReportingDuty, period: string): Promise<void> {
      const first = firstDayOf(duty.kind, period, await office.calendar.days());
      const hasBegun =
        duty.kind === 'AD_HOC'
          ? first === duty.dueOn ||
            (await tx.manager.getRepository(ReportPeriodEntity).existsBy({ dutyId: duty.id, period }))
          : first <= kit.clock.today(tx.now);
      if (!hasBegun) throw badInput('period', { en: 'The period has not begun.', zh: '该期尚未开始。' });
    },

    /** Opens the period of a duty whose time has come; false when there is none. */
    async open(tx: Transaction): Promise<boolean> {
      const duty = await held(
        tx.manager
          .getRepository<ReportingDuty>(ReportingDutyEntity)
          .createQueryBuilder('duty')
          .where('duty.opensAt <= :now', { now: tx.now })
          .orderBy('duty.opensAt', 'ASC')
          .addOrderBy('duty.id', 'ASC')
          .limit(1),
      ).getOne();
      if (!duty?.nextPeriod) return false;
      const days = await office.calendar.days();
      const { nextPeriod: period, id: dutyId } = duty;
      const dueAt = dueAtOf(duty, period, days);
      const periods = tx.manager.getRepository(ReportPeriodEntity);
      if (await periods.existsBy({ dutyId, period })) await periods.update({ dutyId, period }, { complete: false });
      else
        await tx.insert(ReportPeriodEntity, {
          ...{ id: kit.ids.next('rpp'), dutyId, period, dueAt, openedAt: tx.now, complete: false, turn: 0 },
          nextAt: momentsOf(dueAt, duty.graceHours)[0],
        });
      await tx.manager.getRepository(ReportingDutyEntity).update({ id: dutyId }, nextAfter(duty, period, days));
      return true;
    },

    /** Expects the reports of some units in a period that has begun; false when none is left. */
    async fill(tx: Transaction): Promise<boolean> {
      const period = await held(
        tx.manager
          .getRepository<ReportPeriod>(ReportPeriodEntity)
          .createQueryBuilder('period')
          .where('period.complete = :complete', { complete: false })
          .orderBy('period.id', 'ASC')
          .limit(1),
      ).getOne();
      if (!period) return false;
      const duty = await tx.manager
        .getRepository<ReportingDuty>(ReportingDutyEntity)
        .findOneByOrFail({ id: period.dutyId });
      const owing = duty.active ? await unitsWithout(tx, period) : [];
      await expect(
        tx,
        duty,
        owing.map((orgId) => expected(kit.ids.next('rps'), tx, duty, orgId, period.period, period.dueAt)),
      );
      if (owing.length < atOnce)
        await tx.manager.getRepository(ReportPeriodEntity).update({ id: period.id }, { complete: true });
      return true;
    },

    /** Of history: what a unit did not hand in was expected of it as of those that did (SUP-9). */
    async expectOfAll(tx: Transaction, duty: ReportingDuty): Promise<void> {
      const known = await tx.manager
        .getRepository<ReportSubmission>(ReportSubmissionEntity)
        .createQueryBuilder('report')
        .select('report.period')
        .addSelect('report.dueAt')
        .distinct(true)
        .where('report.dutyId = :dutyId', { dutyId: duty.id })
        .orderBy('report.period', 'ASC')
        .getMany();
      for (const { period, dueAt } of known) {
        for (let owing = atOnce; owing === atOnce; ) {
          const orgIds = await unitsWithout(tx, { dutyId: duty.id, period });
          const rows = orgIds.map((orgId) => expected(kit.ids.next('rps'), tx, duty, orgId, period, dueAt));
          await expect(tx, duty, rows);
          owing = rows.length;
        }
      }
    },

    openToCollector,
  };

  /** A report that its unit has handed in meanwhile is there, and is not announced. */
  async function expect(tx: Transaction, duty: ReportingDuty, rows: readonly ReportSubmission[]): Promise<void> {
    if (rows.length === 0) return;
    const insert = tx.manager
      .createQueryBuilder()
      .insert()
      .into(ReportSubmissionEntity)
      .values([...rows]);
    await insert.orIgnore().updateEntity(false).execute();
    const stored = await tx.manager
      .getRepository<ReportSubmission>(ReportSubmissionEntity)
      .findBy({ id: In(rows.map(({ id }) => id)) });
    await openToCollector(tx, duty, stored);
    await tx.append(stored.map((report) => reportDue.create(report, owedFacts(report, duty))));
  }

  /** Who collects from units that are not below it sees their reports all the same. */
  async function openToCollector(
    tx: Transaction,
    { ownerOrgId: collector }: ReportingDuty,
    reports: readonly ReportSubmission[],
  ): Promise<void> {
    const apart = reports.filter(
      ({ ownerOrgId }) => ownerOrgId !== collector && !office.orgs.ancestors(ownerOrgId).includes(collector),
    );
    const parties = apart.map(({ id }) => ({ subjectId: id, partyId: collector, relation: 'collector' }));
    if (parties.length > 0) await office.parties.addAll(tx, parties);
  }
}

async function unitsWithout(
  { manager }: Transaction,
  { dutyId, period }: Pick<ReportPeriod, 'dutyId' | 'period'>,
): Promise<string[]> {
  const rows = await manager
    .getRepository(DutyReporterEntity)
    .createQueryBuilder('reporter')
    .where('reporter.dutyId = :dutyId', { dutyId })
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM report_submissions s WHERE s.duty_id = :dutyId AND s.period = :period
        AND s.owner_org_id = reporter.orgId)`,
      { period },
    )
    .orderBy('reporter.orgId', 'ASC')
    .limit(atOnce)
    .getMany();
  return rows.map(({ orgId }) => orgId);
}

/** A unit's only report of the period. */
export const expected = (
  id: string,
  tx: Transaction,
  { id: dutyId, secrecyLevel }: ReportingDuty,
  ownerOrgId: string,
  period: string,
  dueAt: Date,
): ReportSubmission => ({
  id,
  status: 'EXPECTED',
  version: 1,
  ownerOrgId,
  secrecyLevel,
  createdAt: tx.now,
  updatedAt: tx.now,
  dutyId,
  period,
  dueAt,
  exemptedAt: null,
  exemptedById: null,
  exemptReason: null,
});

/** What the events tell of a report that is owed. */
export const owedFacts = (
  { id: submissionId, dutyId, ownerOrgId: orgId, period, dueAt }: ReportSubmission,
  { graceHours }: Pick<ReportingDuty, 'graceHours'>,
) => ({
  submissionId,
  dutyId,
  orgId,
  period,
  dueAt: dueAt.toISOString(),
  graceUntil: withGrace(dueAt, graceHours).toISOString(),
});
