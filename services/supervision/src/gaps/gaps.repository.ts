import { type Foundation, OrgReplicaEntity, SiteReplicaEntity } from '@chengqi/office-kernel';
import { groupBy, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import { goneStates } from '../assignments/assignment.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { ProgressReportEntity } from '../progress/progress.entity.ts';
import { DutyReporterEntity, ReportSubmissionEntity } from '../reporting/reporting.entity.ts';
import {
  CoverageEvidenceEntity,
  CoverageExpectationEntity,
  CoverageGapEntity,
  CoverageRoundEntity,
  CoverageUnitEntity,
} from './gap.entity.ts';
import type { CoverageExpectation, CoverageGap, CoverageKind, CoverageRound, GapState } from './gap.ts';
import { fillGap, gapAccess } from './gap.workflow.ts';

export interface GapFilter {
  readonly states?: readonly GapState[] | null | undefined;
  readonly kinds?: readonly CoverageKind[] | null | undefined;
  readonly expectationId?: string | null | undefined;
  readonly period?: string | null | undefined;
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function gapsWhere(manager: EntityManager, { states, kinds, expectationId, period }: GapFilter) {
  const query = manager.getRepository<CoverageGap>(CoverageGapEntity).createQueryBuilder('g');
  if (states) query.andWhere(states.length > 0 ? 'g.status IN (:...states)' : '1 = 0', { states });
  if (kinds) query.andWhere(kinds.length > 0 ? 'g.kind IN (:...kinds)' : '1 = 0', { kinds });
  if (expectationId) query.andWhere('g.expectationId = :expectationId', { expectationId });
  if (period) query.andWhere('g.period = :period', { period });
  return query;
}

export const expectationsWhere = (manager: EntityManager) =>
  manager.getRepository<CoverageExpectation>(CoverageExpectationEntity).createQueryBuilder('x');

/** A unit, or a place of it, of which something is expected in a period. */
export interface Cell {
  readonly cellId: string;
  readonly orgId: string;
}

type Span = Pick<CoverageRound, 'fromAt' | 'toAt' | 'period'>;

/** The next cells after one, by their ids; units that left the owner's line are none any more. */
export async function cellsAfter(
  { office }: Foundation,
  { manager }: Transaction,
  { id: expectationId, ownerOrgId, kind, dutyId, named }: CoverageExpectation,
  after: string,
  atOnce: number,
): Promise<Cell[]> {
  if (kind === 'INSPECTION') {
    const { sql, params } = office.orgs.within('s.org_id', ownerOrgId);
    const sites = await manager
      .getRepository(SiteReplicaEntity)
      .createQueryBuilder('s')
      .where('s.keyPart = :yes AND s.id > :after', { yes: true, after })
      .andWhere(sql, params)
      .orderBy('s.id', 'ASC')
      .limit(atOnce)
      .getMany();
    return sites.map(({ id: cellId, orgId }) => ({ cellId, orgId }));
  }
  const { sql, params } = office.orgs.within('u.id', ownerOrgId);
  const units = manager
    .getRepository(OrgReplicaEntity)
    .createQueryBuilder('u')
    .where('u.active = :yes AND u.id > :after', { yes: true, after })
    .andWhere(sql, params);
  if (kind === 'REPORT')
    units.innerJoin(DutyReporterEntity.options.name, 'r', 'r.orgId = u.id AND r.dutyId = :dutyId', { dutyId });
  else if (named)
    units.innerJoin(CoverageUnitEntity.options.name, 'n', 'n.orgId = u.id AND n.expectationId = :expectationId', {
      expectationId,
    });
  else units.andWhere('u.parentId = :ownerOrgId', { ownerOrgId });
  const found = await units.orderBy('u.id', 'ASC').limit(atOnce).getMany();
  return found.map(({ id }) => ({ cellId: id, orgId: id }));
}

/** Of whom feedback can be expected: units with a part that was taken on and not done in the period. */
export async function atWork({ manager }: Transaction, orgIds: readonly string[], { fromAt, toAt }: Span) {
  const rows = await manager
    .getRepository(AssignmentEntity)
    .createQueryBuilder('a')
    .select('DISTINCT a.org_id', 'id')
    .where('a.orgId IN (:...orgIds) AND a.acceptedAt < :toAt', { orgIds, toAt })
    .andWhere('(a.doneAt IS NULL OR a.doneAt >= :fromAt) AND a.state NOT IN (:...gone)', { fromAt, gone: goneStates })
    .getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}

/** Which of the cells are covered, by whatever shows it; one statement. */
export async function covered(
  { manager }: Transaction,
  { kind, dutyId }: Pick<CoverageExpectation, 'kind' | 'dutyId'>,
  cellIds: readonly string[],
  { fromAt, toAt, period }: Span,
): Promise<Set<string>> {
  const ids = In([...cellIds]);
  const query = () => {
    const span = { fromAt, toAt, ids: [...cellIds] };
    if (kind === 'REPORT')
      return manager
        .getRepository(ReportSubmissionEntity)
        .createQueryBuilder('e')
        .select('DISTINCT e.owner_org_id', 'id')
        .where({ dutyId: dutyId ?? '', period, ownerOrgId: ids })
        .andWhere(`e.status <> 'EXPECTED'`);
    if (kind === 'ITEM')
      return manager
        .getRepository(SupervisionItemEntity)
        .createQueryBuilder('e')
        .select('DISTINCT e.lead_org_id', 'id')
        .where('e.leadOrgId IN (:...ids) AND e.registeredAt >= :fromAt AND e.registeredAt < :toAt', span);
    if (kind === 'FEEDBACK')
      return manager
        .getRepository(ProgressReportEntity)
        .createQueryBuilder('e')
        .select('DISTINCT e.org_id', 'id')
        .where(`e.orgId IN (:...ids) AND e.kind = 'FEEDBACK' AND e.at >= :fromAt AND e.at < :toAt`, span);
    return manager
      .getRepository(CoverageEvidenceEntity)
      .createQueryBuilder('e')
      .select('DISTINCT e.cell_id', 'id')
      .where('e.cellId IN (:...ids) AND e.kind = :kind AND e.at >= :fromAt AND e.at < :toAt', { ...span, kind });
  };
  const rows = await query().getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}

/** A cell and what covers it. */
interface Filling {
  readonly kind: CoverageKind;
  readonly cellId: string;
  /** Of which period of which duty a report is. */
  readonly report?: { readonly dutyId: string; readonly period: string };
}

interface Source {
  readonly sourceId: string;
  readonly at: Date;
}

/** What comes late fills the gaps of its time: each is filled by the first source that lies in it. */
export async function fillGaps(
  { office }: Foundation,
  tx: Transaction,
  { kind, cellId, report }: Filling,
  sources: readonly Source[],
): Promise<void> {
  const rows = await tx.manager
    .getRepository<CoverageGap>(CoverageGapEntity)
    .findBy({ ...report, kind, cellId, status: In(['OPEN', 'EXPLAINED']) });
  for (const row of rows) {
    const source = report ? sources[0] : sources.find(({ at }) => at >= row.fromAt && at < row.toAt);
    if (source)
      await office.actAsSystem(
        tx,
        { row, entity: CoverageGapEntity, access: gapAccess, action: 'FILL' },
        (found, act) => fillGap(found, act, source.sourceId),
      );
  }
}

const roundsShown = 60;

/** A period that is over, and how its gaps stand. */
export interface RoundSeen extends CoverageRound {
  readonly open: number;
  readonly explained: number;
  readonly filled: number;
}

/** The periods of expectations that were looked at to the end, the newest first, at most 60 each; two statements. */
export async function roundsOf(
  manager: EntityManager,
  expectationIds: readonly string[],
): Promise<Map<string, RoundSeen[]>> {
  const rounds = await manager
    .getRepository<CoverageRound>(CoverageRoundEntity)
    .createQueryBuilder('r')
    .where('r.complete = :yes AND r.expectationId IN (:...expectationIds)', { yes: true, expectationIds })
    .andWhere(
      '(SELECT COUNT(*) FROM coverage_rounds n WHERE n.expectation_id = r.expectation_id AND n.to_at > r.to_at) < :most',
      { most: roundsShown },
    )
    .orderBy('r.toAt', 'DESC')
    .getMany();
  const figures = await figuresOf(manager, rounds);
  const seen = rounds.map((round): RoundSeen => {
    const of = (state: GapState) => figures.get(keyOf(round.expectationId, round.period, state)) ?? 0;
    return { ...round, open: of('OPEN'), explained: of('EXPLAINED'), filled: of('FILLED') };
  });
  return groupBy(seen, ({ expectationId }) => expectationId);
}

const keyOf = (expectationId: string, period: string, state: GapState): string =>
  [expectationId, period, state].join(' ');

async function figuresOf(manager: EntityManager, rounds: readonly CoverageRound[]): Promise<Map<string, number>> {
  if (rounds.length === 0) return new Map();
  const rows = await manager
    .getRepository<CoverageGap>(CoverageGapEntity)
    .createQueryBuilder('g')
    .select('g.expectation_id', 'expectation')
    .addSelect('g.period', 'period')
    .addSelect('g.status', 'state')
    .addSelect('COUNT(*)', 'n')
    .where('g.expectationId IN (:...ids) AND g.period IN (:...periods)', {
      ids: [...new Set(rounds.map(({ expectationId }) => expectationId))],
      periods: [...new Set(rounds.map(({ period }) => period))],
    })
    .groupBy('g.expectation_id')
    .addGroupBy('g.period')
    .addGroupBy('g.status')
    .getRawMany<{ expectation: string; period: string; state: GapState; n: number | string }>();
  return new Map(rows.map(({ expectation, period, state, n }) => [keyOf(expectation, period, state), Number(n)]));
}
