import { type Asked, periodBefore, rounded, share } from './asking.ts';

const metric = (alias: string, name: string): string =>
  `${alias}: metric(name: "${name}", where: $where, asOf: $asOf) { total { value } }`;

const query = `query Import_Satisfaction($orgId: ID!, $period: DateTimeFilter!, $where: MetricFilter!, $asOf: DateTime) {
  org(id: $orgId) {
    satisfaction(period: $period, asOf: $asOf) { n meanScore bad badClosedInLimit { numerator denominator } }
  }
  ${metric('public', 'sat.public')} ${metric('leader', 'sat.leader')}
  ${metric('staff', 'sat.staff')} ${metric('index', 'sat.index')}
}`;

/** Ratings as their owner counts them, and the three satisfactions as analytics puts them together. */
export async function askSatisfaction({ ask, orgId, asOf }: Asked) {
  const period = periodBefore(asOf, 366);
  const where = { from: period.gte, to: period.lt, orgId, subtree: true };
  const { org, ...metrics } = await ask(query, { orgId, period, where, asOf });
  const { n, meanScore, bad, badClosedInLimit } = org.satisfaction;
  return {
    ratings: n,
    mean_score: rounded(meanScore),
    bad_ratings: bad,
    bad_closed_in_limit: share(badClosedInLimit),
    public: rounded(metrics.public.total.value),
    leader: rounded(metrics.leader.total.value),
    staff: rounded(metrics.staff.total.value),
    index: rounded(metrics.index.total.value),
  };
}
