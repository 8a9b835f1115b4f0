import {
  countOf,
  type Foundation,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  rateOf,
} from '@chengqi/office-kernel';
import { withGrace } from '../reporting/periods.ts';
import { ReportAttemptEntity, ReportSubmissionEntity } from '../reporting/reporting.entity.ts';
import type { ReportAttempt, ReportSubmission } from '../reporting/reporting.ts';
import { type SubmissionState, standingOf } from '../reporting/submission.workflow.ts';

interface OwedReport extends ReportSubmission {
  readonly turns: readonly ReportAttempt[];
  readonly duty: { readonly graceHours: number };
}

/** What supervision counts of periodic reports, from its own rows. */
export function createReportCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  /** How the reports stand whose limit lies in the period and whose grace is over; without the exempted. */
  async function standings({ from, to, asOf, orgId }: OwnCountAsked): Promise<SubmissionState[]> {
    const query = kit.db.read
      .getRepository<OwedReport>(ReportSubmissionEntity)
      .createQueryBuilder('report')
      .innerJoinAndMapOne('report.duty', 'ReportingDuty', 'duty', 'duty.id = report.dutyId')
      .leftJoinAndMapMany('report.turns', 'ReportAttempt', 'turn', 'turn.submissionId = report.id')
      .select(['report.id', 'report.dueAt', 'report.exemptedAt', 'duty.id', 'duty.graceHours'])
      .addSelect(['turn.id', 'turn.attempt', 'turn.submittedAt', 'turn.decidedAt', 'turn.state'])
      .where('report.dueAt >= :from AND report.dueAt < :to AND report.dueAt <= :asOf', { from, to, asOf });
    if (orgId != null) query.andWhere('report.ownerOrgId = :orgId', { orgId });
    return (await query.getMany())
      .filter(({ dueAt, duty }) => withGrace(dueAt, duty.graceHours) <= asOf)
      .map((report) => standingOf(report.turns, { ...report, ...report.duty }, asOf))
      .filter((standing) => standing !== 'EXEMPTED');
  }

  const given: OwnCounter = async ({ from, to, asOf, orgId }) => {
    const handIns = () => {
      const query = kit.db.read
        .getRepository<ReportAttempt>(ReportAttemptEntity)
        .createQueryBuilder('turn')
        .where('turn.submittedAt >= :from AND turn.submittedAt < :to AND turn.submittedAt <= :asOf', {
          from,
          to,
          asOf,
        });
      if (orgId == null) return query;
      const own = 'turn.submission_id IN (SELECT s.id FROM report_submissions s WHERE s.owner_org_id = :orgId)';
      return query.andWhere(own, { orgId });
    };
    const back = `turn.state = 'RETURNED' AND COALESCE(turn.decidedAt, turn.submittedAt) <= :asOf`;
    return rateOf(await handIns().andWhere(back).getCount(), await handIns().getCount());
  };

  return {
    'rep.onTime': async (asked) => {
      const all = await standings(asked);
      return rateOf(all.filter((standing) => standing === 'ON_TIME').length, all.length);
    },
    // At the very end of the grace nothing is expected any more.
    'rep.missing': async (asked) =>
      countOf((await standings(asked)).filter((standing) => standing === 'MISSING' || standing === 'EXPECTED').length),
    'rep.returned': given,
  };
}
