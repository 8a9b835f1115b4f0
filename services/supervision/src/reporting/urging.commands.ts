import type { Foundation } from '@chengqi/office-kernel';
import { reportOverdue } from '@chengqi/schemas/events/supervision';
import { held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { momentsOf } from './periods.ts';
import {
  ReportingDutyEntity,
  ReportPeriodEntity,
  ReportSubmissionEntity,
  ReportUrgeEntity,
} from './reporting.entity.ts';
import { type ReportingDuty, type ReportPeriod, type ReportSubmission, urgeMoments } from './reporting.ts';
import { owedFacts } from './schedule.commands.ts';

const atOnce = 1000;

/** Who has not reported is urged three times, once each; a clock that jumps over a moment urges late, one that goes back not again. */
export const createUrging = ({ kit }: Foundation) => ({
  /** Urges some units of a period whose next moment has come; false when there is none. */
  async urge(tx: Transaction): Promise<boolean> {
    const period = await held(
      tx.manager
        .getRepository<ReportPeriod>(ReportPeriodEntity)
        .createQueryBuilder('period')
        .where('period.nextAt <= :now', { now: tx.now })
        .orderBy('period.nextAt', 'ASC')
        .addOrderBy('period.id', 'ASC')
        .limit(1),
    ).getOne();
    const moment = period && urgeMoments[period.turn];
    if (!moment) return false;
    const duty = await tx.manager
      .getRepository<ReportingDuty>(ReportingDutyEntity)
      .findOneByOrFail({ id: period.dutyId });
    const owing = duty.active ? await notUrged(tx.manager, period, moment) : [];
    const rows = owing.map((submissionId) => ({ id: kit.ids.next('rpu'), submissionId, moment, at: tx.now }));
    await tx.insertAll(ReportUrgeEntity, rows);
    if (moment === 'AFTER_GRACE') await tellOverdue(tx, duty, owing);
    if (owing.length === atOnce) return true;
    const turn = period.turn + 1;
    const nextAt = momentsOf(period.dueAt, duty.graceHours)[turn] ?? null;
    await tx.manager.getRepository(ReportPeriodEntity).update({ id: period.id }, { turn, nextAt });
    return true;
  },
});

async function notUrged(manager: EntityManager, { dutyId, period }: ReportPeriod, moment: string): Promise<string[]> {
  const rows = await manager
    .getRepository<ReportSubmission>(ReportSubmissionEntity)
    .createQueryBuilder('report')
    .select('report.id', 'id')
    .where(`report.dutyId = :dutyId AND report.period = :period AND report.status = 'EXPECTED'`, { dutyId, period })
    .andWhere('EXISTS (SELECT 1 FROM duty_reporters r WHERE r.duty_id = :dutyId AND r.org_id = report.ownerOrgId)')
    .andWhere('NOT EXISTS (SELECT 1 FROM report_urges u WHERE u.submission_id = report.id AND u.moment = :moment)', {
      moment,
    })
    .orderBy('report.ownerOrgId', 'ASC')
    .limit(atOnce)
    .getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

async function tellOverdue(tx: Transaction, duty: ReportingDuty, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const reports = await tx.manager.getRepository<ReportSubmission>(ReportSubmissionEntity).findBy({ id: In([...ids]) });
  await tx.append(reports.map((report) => reportOverdue.create(report, owedFacts(report, duty))));
}
