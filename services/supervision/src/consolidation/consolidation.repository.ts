import type { Foundation, OrgReplica } from '@chengqi/office-kernel';
import { type Connection, connection, mapConnection, type PageArguments, type Request } from '@chengqi/service-kit';
import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { followsAll } from '../reporting/reporters.repository.ts';
import { ReportSubmissionEntity } from '../reporting/reporting.entity.ts';
import { dutyById } from '../reporting/reporting.repository.ts';
import type { ReportState, ReportSubmission } from '../reporting/reporting.ts';
import { acceptedOf } from '../reporting/sums.repository.ts';
import { ConsolidationEntity, MissingReportEntity } from './consolidation.entity.ts';
import type { Consolidation, ConsolidationFigures } from './consolidation.ts';
import { consolidationAccess, figuresOf, type UnitReport } from './consolidation.workflow.ts';

/** Those of them that the viewer may see: who does not follow all units that report learns nothing of what they come to. */
export async function readableConsolidations(
  { office }: Pick<Foundation, 'office'>,
  request: Request,
  ids: readonly string[],
): Promise<Map<string, Consolidation>> {
  const found = await office.readByIds(request, ConsolidationEntity, ids, consolidationAccess);
  return new Map([...found].filter(([, { ownerOrgId }]) => followsAll({ office }, request, ownerOrgId)));
}

/** The one of a period; null while nobody has begun it. */
export const consolidationOf = (
  manager: EntityManager,
  dutyId: string,
  period: string,
): Promise<Consolidation | null> =>
  manager.getRepository<Consolidation>(ConsolidationEntity).findOneBy({ dutyId, period });

/** Every unit that has to report in a period, with the state of its report; one statement. */
export async function unitReports(manager: EntityManager, dutyId: string, period: string): Promise<UnitReport[]> {
  return manager
    .createQueryBuilder()
    .select('r.orgId', 'orgId')
    .addSelect('report.status', 'state')
    .from('DutyReporter', 'r')
    .leftJoin(
      'ReportSubmission',
      'report',
      'report.dutyId = r.dutyId AND report.ownerOrgId = r.orgId AND report.period = :period',
      { period },
    )
    .where('r.dutyId = :dutyId', { dutyId })
    .orderBy('r.orgId', 'ASC')
    .getRawMany<UnitReport>();
}

/** What the reports come to: as they did when it became final, or as they do now. */
export async function figuresNow(
  { kit }: Pick<Foundation, 'kit'>,
  { figures, dutyId, period }: Consolidation,
): Promise<ConsolidationFigures> {
  if (figures) return figures;
  const { read } = kit.db;
  const duty = await dutyById(read, dutyId);
  const units = await unitReports(read, dutyId, period);
  return figuresOf(duty.fields, units, await acceptedOf(read, dutyId, period, kit.clock.now()));
}

type Units = SelectQueryBuilder<OrgReplica>;
const byCode = { alias: 'unit', orderBy: { column: 'unit.code', direction: 'ASC' } } as const;

const units = (manager: EntityManager): Units =>
  manager.getRepository<OrgReplica>('OrgReplica').createQueryBuilder('unit');

const frozen = 'SELECT m.org_id FROM missing_reports m WHERE m.consolidation_id = :id';
const stillMissing = `SELECT r.org_id FROM duty_reporters r WHERE r.duty_id = :dutyId AND NOT EXISTS (
  SELECT 1 FROM report_submissions s WHERE s.duty_id = r.duty_id AND s.owner_org_id = r.org_id AND s.period = :period
    AND s.status IN ('ACCEPTED', 'EXEMPTED'))`;

export interface MissingUnit {
  readonly orgId: string;
  readonly orgCode: string;
  readonly state: ReportState;
}

/** SUP-9: a page of the units without an accepted report, by code. */
export async function missingPage(
  { kit }: Pick<Foundation, 'kit'>,
  { id, status, dutyId, period }: Consolidation,
  page: PageArguments,
): Promise<Connection<MissingUnit>> {
  const { read } = kit.db;
  const query = units(read).where(`unit.id IN (${status === 'FINAL' ? frozen : stillMissing})`, { id, dutyId, period });
  const found = await connection(query, page, byCode);
  const orgIds = In(found.nodes.map((unit) => unit.id));
  const rows =
    status === 'FINAL'
      ? await read.getRepository(MissingReportEntity).findBy({ consolidationId: id, orgId: orgIds })
      : (
          await read
            .getRepository<ReportSubmission>(ReportSubmissionEntity)
            .findBy({ dutyId, period, ownerOrgId: orgIds })
        ).map(({ ownerOrgId, status: state }) => ({ orgId: ownerOrgId, state }));
  const states = new Map(rows.map(({ orgId, state }) => [orgId, state]));
  return mapConnection(found, ({ id: orgId, code: orgCode }) => ({
    orgId,
    orgCode,
    state: states.get(orgId) ?? 'EXPECTED',
  }));
}

export interface ListedFigure {
  readonly orgId: string;
  readonly orgCode: string;
  readonly value: number | null;
}

const accepted = `SELECT s.owner_org_id FROM report_submissions s JOIN report_attempts a ON a.submission_id = s.id
  WHERE s.duty_id = :dutyId AND s.period = :period AND a.state = 'ACCEPTED'
    AND COALESCE(a.decided_at, a.submitted_at) <= :at`;

/** A page of what each unit has reported of one figure, by code. */
export async function listedPage(
  { kit }: Pick<Foundation, 'kit'>,
  { dutyId, period, finalizedAt }: Consolidation,
  key: string,
  page: PageArguments,
): Promise<Connection<ListedFigure>> {
  const { read } = kit.db;
  const at = finalizedAt ?? kit.clock.now();
  const query = units(read).where(`unit.id IN (${accepted})`, { dutyId, period, at });
  const found = await connection(query, page, byCode);
  const ids = found.nodes.map(({ id }) => id);
  const given = await acceptedOf(read, dutyId, period, at, ids);
  return mapConnection(found, ({ id: orgId, code: orgCode }) => ({
    orgId,
    orgCode,
    value: given.get(orgId)?.[key] ?? null,
  }));
}
