import type { Foundation } from '@chengqi/office-kernel';
import { badInput, groupBy, notFound, type Request, reference } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { dueAtOf } from './periods.ts';
import { ReportAttemptEntity, ReportingDutyEntity, ReportSubmissionEntity } from './reporting.entity.ts';
import type { ReportAttempt, ReportingDuty, ReportSubmission } from './reporting.ts';
import { acceptedBy, dutyAccess, type SubmissionState, standingOf } from './submission.workflow.ts';

const mostPeriods = 60;

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

/** Hand-ins of a report, the first one first. */
export const attemptsOfSubmission = (manager: EntityManager, submissionId: string): Promise<ReportAttempt[]> =>
  manager
    .getRepository<ReportAttempt>(ReportAttemptEntity)
    .find({ where: { submissionId }, order: { attempt: 'ASC' } });

async function dutyOf(foundation: Foundation, request: Request, id: string): Promise<ReportingDuty> {
  const duty = await visibleDuties(foundation, request).andWhere('duty.id = :id', { id }).getOne();
  if (!duty) throw notFound('ReportingDuty');
  return duty;
}

/** Hand-ins of some periods, by unit and period. */
async function attemptsOf({ kit }: Foundation, duty: ReportingDuty, periods: readonly string[]) {
  const submissions = await kit.db.read
    .getRepository(ReportSubmissionEntity)
    .findBy({ dutyId: duty.id, period: In([...periods]) });
  const attempts = await kit.db.read
    .getRepository(ReportAttemptEntity)
    .find({ where: { submissionId: In(submissions.map(({ id }) => id)) }, order: { attempt: 'ASC' } });
  const bySubmission = groupBy(attempts, ({ submissionId }) => submissionId);
  return new Map(
    submissions.map(({ id, ownerOrgId, period }) => [`${ownerOrgId} ${period}`, bySubmission.get(id) ?? []]),
  );
}

/** Units with their codes, in the order of the codes. */
async function unitsOf({ kit, office }: Foundation, ids: readonly string[]) {
  const found = await office.orgs.findMany(kit.db.read, ids);
  return [...found.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

export interface MatrixCell {
  readonly orgId: string;
  readonly orgCode: string;
  readonly period: string;
  readonly state: SubmissionState;
  readonly dueAt: Date;
  readonly submittedAt: Date | null;
  readonly attempts: number;
}

interface MatrixArguments {
  readonly dutyId: string;
  readonly periods: readonly string[];
  readonly orgIds?: readonly string[] | null | undefined;
  readonly asOf?: Date | null | undefined;
}

/** One cell a unit and period, units by code; a unit that has to report and did not is a cell as well. */
export async function submissionMatrix(
  foundation: Foundation,
  request: Request,
  { dutyId, periods, orgIds, asOf }: MatrixArguments,
): Promise<MatrixCell[]> {
  const { kit, office } = foundation;
  if (periods.length > mostPeriods)
    throw badInput('periods', { en: `At most ${mostPeriods} periods.`, zh: `最多 ${mostPeriods} 期。` });
  const duty = await dutyOf(foundation, request, dutyId);
  const at = asOf ?? kit.clock.now();
  const calendar = await office.calendar.days();
  const given = await attemptsOf(foundation, duty, periods);
  const reporters = duty.reporterOrgIds.filter((id) => !orgIds || orgIds.includes(id));
  const units = await unitsOf(foundation, reporters);
  const dues = periods.map((period) => ({ period, dueAt: dueAtOf(period, calendar) }));
  return units.flatMap(({ id: orgId, code: orgCode }) =>
    dues.map(({ period, dueAt }) => {
      const attempts = (given.get(`${orgId} ${period}`) ?? []).filter(({ submittedAt }) => submittedAt <= at);
      const state = standingOf(attempts, { dueAt, graceHours: duty.graceHours }, at);
      const submittedAt = attempts[0]?.submittedAt ?? null;
      return { orgId, orgCode, period, state, dueAt, submittedAt, attempts: attempts.length };
    }),
  );
}

/** SUP-9: sums of what was accepted, and every unit that is missing. */
export async function reportSums(
  foundation: Foundation,
  request: Request,
  { dutyId, period, asOf }: { dutyId: string; period: string; asOf?: Date | null | undefined },
) {
  const duty = await dutyOf(foundation, request, dutyId);
  dueAtOf(period, await foundation.office.calendar.days());
  const at = asOf ?? foundation.kit.clock.now();
  const given = await attemptsOf(foundation, duty, [period]);
  const accepted = new Map<string, ReportAttempt>();
  for (const orgId of duty.reporterOrgIds) {
    const attempt = acceptedBy(given.get(`${orgId} ${period}`) ?? [], at);
    if (attempt) accepted.set(orgId, attempt);
  }
  return {
    period,
    sums: duty.fields.map(({ key, label }) => ({ key, label, value: sumOf([...accepted.values()], key) })),
    accepted: accepted.size,
    missing: duty.reporterOrgIds.filter((orgId) => !accepted.has(orgId)).map((id) => reference('Org', id)),
  };
}

/** Figures have at most four decimals; binary fractions must not add up to more. */
const sumOf = (attempts: readonly ReportAttempt[], key: string): number =>
  Math.round(attempts.reduce((sum, { values }) => sum + (values[key] ?? 0), 0) * 10_000) / 10_000;
