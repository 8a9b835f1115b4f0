import type { Foundation } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, notFound, type Request, type ServiceKit } from '@chengqi/service-kit';
import { type EntityManager, type EntitySchema, In } from 'typeorm';
import { dueAtOf } from './periods.ts';
import {
  ReportAttemptEntity,
  ReportingDutyEntity,
  ReportPeriodEntity,
  ReportSubmissionEntity,
  ReportUrgeEntity,
} from './reporting.entity.ts';
import type { ReportAttempt, ReportingDuty, ReportPeriod, ReportSubmission, ReportUrge } from './reporting.ts';
import { dutyAccess } from './submission.workflow.ts';

/** Duties the viewer may have, by name. */
export function visibleDuties({ kit, office }: Foundation, request: Request) {
  const { sql, params } = office.countable(request.viewer, { alias: 'duty', roles: dutyAccess.roles });
  return kit.db.read
    .getRepository<ReportingDuty>(ReportingDutyEntity)
    .createQueryBuilder('duty')
    .where(sql, params)
    .orderBy('duty.name', 'ASC')
    .addOrderBy('duty.id', 'ASC');
}

/** A duty that a report, already opened to the viewer, or a command names. */
export const dutyById = (manager: EntityManager, id: string): Promise<ReportingDuty> =>
  manager.getRepository<ReportingDuty>(ReportingDutyEntity).findOneByOrFail({ id });

/** The one report of a unit for a period of a duty (SUP-9). */
export const submissionOfCell = (
  manager: EntityManager,
  cell: Pick<ReportSubmission, 'dutyId' | 'ownerOrgId' | 'period'>,
): Promise<ReportSubmission | null> => manager.getRepository<ReportSubmission>(ReportSubmissionEntity).findOneBy(cell);

/** Look-ups of what belongs to the reports of a list, one statement each. */
export function reportLoaders({ db }: Pick<ServiceKit, 'db'>) {
  const ofReports = <T extends ReportAttempt | ReportUrge>(entity: EntitySchema<T>, order: keyof T) =>
    batchMany<T>(async (ids) => {
      const found = await db.read
        .getRepository(entity)
        .find({ where: { submissionId: In([...ids]) }, order: { [order]: 'ASC' } } as never);
      return groupBy(found, ({ submissionId }) => submissionId);
    });
  return {
    reportTurns: ofReports<ReportAttempt>(ReportAttemptEntity, 'attempt'),
    reportUrges: ofReports<ReportUrge>(ReportUrgeEntity, 'at'),
    /** Of reports that are open to the viewer already. */
    reportDuties: batch<ReportingDuty>(async (ids) => {
      const found = await db.read.getRepository<ReportingDuty>(ReportingDutyEntity).findBy({ id: In([...ids]) });
      return new Map(found.map((duty) => [duty.id, duty]));
    }),
  };
}

/** Until when the reports of these periods are or were owed: as it was laid down for those that have begun. */
export async function duesOf({ kit, office }: Foundation, duty: ReportingDuty, periods: readonly string[]) {
  const begun = await kit.db.read
    .getRepository<ReportPeriod>(ReportPeriodEntity)
    .findBy({ dutyId: duty.id, period: In([...periods]) });
  const known = new Map(begun.map(({ period, dueAt }) => [period, dueAt]));
  const calendar = await office.calendar.days();
  return periods.map((period) => ({ period, dueAt: known.get(period) ?? dueAtOf(duty, period, calendar) }));
}

/** The same of one period. */
export async function dueOf(foundation: Foundation, duty: ReportingDuty, period: string): Promise<Date> {
  const [due] = await duesOf(foundation, duty, [period]);
  return due?.dueAt ?? dueAtOf(duty, period, await foundation.office.calendar.days());
}

/** What a unit owes now: not handed in, or given back. */
export const owedBy = ({ kit }: Foundation, orgId: string) =>
  kit.db.read
    .getRepository<ReportSubmission>(ReportSubmissionEntity)
    .createQueryBuilder('report')
    .where(`report.ownerOrgId = :orgId AND report.status IN ('EXPECTED', 'RETURNED')`, { orgId })
    .andWhere(
      `EXISTS (SELECT 1 FROM duty_reporters r JOIN reporting_duties d ON d.id = r.duty_id
        WHERE r.duty_id = report.dutyId AND r.org_id = report.ownerOrgId AND d.active = :active)`,
      { active: true },
    );

/**
 * A duty that the viewer may have, for figures.
 * @throws DomainError NOT_FOUND
 */
export async function dutyOf(foundation: Foundation, request: Request, id: string): Promise<ReportingDuty> {
  const duty = await visibleDuties(foundation, request).andWhere('duty.id = :id', { id }).getOne();
  if (!duty) throw notFound('ReportingDuty');
  return duty;
}
