import type { Foundation } from '@chengqi/office-kernel';
import { type Request, reference } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { sumOf } from '../consolidation/consolidation.workflow.ts';
import { firstDayOf } from './periods.ts';
import { unitIdsOf } from './reporters.repository.ts';
import { ReportAttemptEntity, ReportSubmissionEntity } from './reporting.entity.ts';
import { dutyOf } from './reporting.repository.ts';
import type { ReportAttempt, ReportSubmission } from './reporting.ts';

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
