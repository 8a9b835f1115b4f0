import type { Foundation, OrgReplica } from '@chengqi/office-kernel';
import { badInput, type Connection, mapConnection, type PageArguments, type Request } from '@chengqi/service-kit';
import { unitsPage } from './reporters.repository.ts';
import { ReportSubmissionEntity } from './reporting.entity.ts';
import { duesOf, dutyOf } from './reporting.repository.ts';
import type { ReportAttempt, ReportSubmission } from './reporting.ts';
import { type SubmissionState, standingOf } from './submission.workflow.ts';

const mostPeriods = 60;
const mostUnits = 1000;

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
  return mapConnection(units, rowOf);
}
