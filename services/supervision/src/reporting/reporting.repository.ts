import type { Foundation, OrgReplica } from '@chengqi/office-kernel';
import {
  badInput,
  batch,
  batchMany,
  type Connection,
  groupBy,
  notFound,
  type PageArguments,
  type Request,
  reference,
  type ServiceKit,
} from '@chengqi/service-kit';
import { type EntityManager, type EntitySchema, In } from 'typeorm';
import { sumOf } from '../consolidation/consolidation.workflow.ts';
import { dueAtOf, firstDayOf } from './periods.ts';
import { unitIdsOf, unitsPage } from './reporters.repository.ts';
import {
  ReportAttemptEntity,
  ReportingDutyEntity,
  ReportPeriodEntity,
  ReportSubmissionEntity,
  ReportUrgeEntity,
} from './reporting.entity.ts';
import type { ReportAttempt, ReportingDuty, ReportPeriod, ReportSubmission, ReportUrge } from './reporting.ts';
import { dutyAccess, type SubmissionState, standingOf } from './submission.workflow.ts';

const mostPeriods = 60;
const mostUnits = 1000;

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
async function duesOf({ kit, office }: Foundation, duty: ReportingDuty, periods: readonly string[]) {
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

async function dutyOf(foundation: Foundation, request: Request, id: string): Promise<ReportingDuty> {
  const duty = await visibleDuties(foundation, request).andWhere('duty.id = :id', { id }).getOne();
  if (!duty) throw notFound('ReportingDuty');
  return duty;
}

interface Turn extends Pick<ReportAttempt, 'attempt' | 'submittedAt' | 'decidedAt' | 'state'> {}

interface Given extends Pick<ReportSubmission, 'exemptedAt'> {
  readonly turns: readonly Turn[];
}

/** What units have given in some periods, by unit and period; one statement, without what was handed in. */
async function givenBy(
  { kit }: Foundation,
  dutyId: string,
  periods: readonly string[],
  orgIds: readonly string[],
): Promise<Map<string, Given>> {
  if (periods.length === 0 || orgIds.length === 0) return new Map();
  const found = await kit.db.read
    .getRepository<ReportSubmission & Given>(ReportSubmissionEntity)
    .createQueryBuilder('report')
    .leftJoinAndMapMany('report.turns', 'ReportAttempt', 'turn', 'turn.submissionId = report.id')
    .select(['report.id', 'report.ownerOrgId', 'report.period', 'report.exemptedAt'])
    .addSelect(['turn.id', 'turn.attempt', 'turn.submittedAt', 'turn.decidedAt', 'turn.state'])
    .where('report.dutyId = :dutyId', { dutyId })
    .andWhere('report.period IN (:...periods) AND report.ownerOrgId IN (:...orgIds)', { periods, orgIds })
    .orderBy('turn.attempt', 'ASC')
    .getMany();
  return new Map(found.map((report) => [`${report.ownerOrgId} ${report.period}`, report]));
}

export interface MatrixCell {
  readonly period: string;
  readonly state: SubmissionState;
  readonly dueAt: Date;
  readonly submittedAt: Date | null;
  readonly attempts: number;
}

export interface MatrixRow {
  readonly orgId: string;
  readonly orgCode: string;
  readonly cells: readonly MatrixCell[];
}

interface MatrixArguments extends PageArguments {
  readonly dutyId: string;
  readonly periods: readonly string[];
  readonly orgIds?: readonly string[] | null | undefined;
  readonly asOf?: Date | null | undefined;
}

/** One row a unit, by code, with a cell for each period; a unit that has to report and did not has its cell as well. */
export async function submissionMatrix(
  foundation: Foundation,
  request: Request,
  { dutyId, periods, orgIds, asOf, ...page }: MatrixArguments,
): Promise<Connection<MatrixRow>> {
  const { kit } = foundation;
  if (periods.length > mostPeriods)
    throw badInput('periods', { en: `At most ${mostPeriods} periods.`, zh: `最多 ${mostPeriods} 期。` });
  if (orgIds && orgIds.length > mostUnits)
    throw badInput('orgIds', { en: `At most ${mostUnits} units.`, zh: `最多 ${mostUnits} 个单位。` });
  const duty = await dutyOf(foundation, request, dutyId);
  const at = asOf ?? kit.clock.now();
  const dues = await duesOf(foundation, duty, periods);
  const units = await unitsPage(foundation, request, { duty, orgIds }, page);
  const ids = units.nodes.map(({ id }) => id);
  const given = await givenBy(foundation, dutyId, periods, ids);
  const rowOf = ({ id: orgId, code: orgCode }: OrgReplica): MatrixRow => ({
    orgId,
    orgCode,
    cells: dues.map(({ period, dueAt }) => {
      const { turns: all = [], exemptedAt = null } = given.get(`${orgId} ${period}`) ?? {};
      const turns = all.filter(({ submittedAt }) => submittedAt <= at);
      const state = standingOf(turns, { dueAt, exemptedAt, graceHours: duty.graceHours }, at);
      return { period, state, dueAt, submittedAt: turns[0]?.submittedAt ?? null, attempts: turns.length };
    }),
  });
  return {
    ...units,
    nodes: units.nodes.map(rowOf),
    edges: units.edges.map(({ cursor, node }) => ({ cursor, node: rowOf(node) })),
  };
}

/** What was accepted of a period by then, by unit, of all units or these; one statement. */
export async function acceptedOf(
  manager: EntityManager,
  dutyId: string,
  period: string,
  at: Date,
  orgIds: readonly string[] | null = null,
): Promise<Map<string, ReportAttempt['values']>> {
  if (orgIds?.length === 0) return new Map();
  const query = manager
    .getRepository<ReportAttempt>(ReportAttemptEntity)
    .createQueryBuilder('turn')
    .innerJoin('ReportSubmission', 'report', 'report.id = turn.submissionId')
    .select('report.ownerOrgId', 'orgId')
    .addSelect('turn.values', 'given')
    .where('report.dutyId = :dutyId AND report.period = :period', { dutyId, period })
    .andWhere(`turn.state = 'ACCEPTED' AND COALESCE(turn.decidedAt, turn.submittedAt) <= :at`, { at })
    .orderBy('turn.attempt', 'DESC');
  if (orgIds) query.andWhere('report.ownerOrgId IN (:...orgIds)', { orgIds });
  const rows = await query.getRawMany<{ orgId: string; given: string }>();
  return new Map(rows.map(({ orgId, given }) => [orgId, JSON.parse(given) as ReportAttempt['values']]));
}

/** Units that did not owe the report of a period by then; one statement. */
async function exemptedOf({ kit }: Foundation, dutyId: string, period: string, at: Date): Promise<Set<string>> {
  const rows = await kit.db.read
    .getRepository<ReportSubmission>(ReportSubmissionEntity)
    .createQueryBuilder('report')
    .select('report.ownerOrgId', 'orgId')
    .where('report.dutyId = :dutyId AND report.period = :period AND report.exemptedAt <= :at', { dutyId, period, at })
    .getRawMany<{ orgId: string }>();
  return new Set(rows.map(({ orgId }) => orgId));
}

/** SUP-9: sums of what was accepted, and every unit that is missing, among those the viewer may follow. */
export async function reportSums(
  foundation: Foundation,
  request: Request,
  { dutyId, period, asOf }: { dutyId: string; period: string; asOf?: Date | null | undefined },
) {
  const duty = await dutyOf(foundation, request, dutyId);
  firstDayOf(duty.kind, period, await foundation.office.calendar.days());
  const at = asOf ?? foundation.kit.clock.now();
  const given = await acceptedOf(foundation.kit.db.read, dutyId, period, at);
  const exempted = await exemptedOf(foundation, dutyId, period, at);
  const units = await unitIdsOf(foundation, request, duty);
  const accepted = units.map((orgId) => given.get(orgId)).filter((values) => values !== undefined);
  return {
    period,
    sums: duty.fields
      .filter(({ aggregate = 'SUM' }) => aggregate === 'SUM')
      .map(({ key, label }) => ({ key, label, value: sumOf(accepted.map((values) => values[key] ?? 0)) })),
    accepted: accepted.length,
    exempted: units.filter((orgId) => exempted.has(orgId)).length,
    missing: units.filter((orgId) => !given.has(orgId) && !exempted.has(orgId)).map((id) => reference('Org', id)),
  };
}
