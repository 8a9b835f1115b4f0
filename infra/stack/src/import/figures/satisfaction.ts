import { DateTime } from 'luxon';
import { type Asked, periodBefore, rounded, share } from './asking.ts';

const metric = (alias: string, name: string): string =>
  `${alias}: metric(name: "${name}", where: $where) { total { value } }`;

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
  const where = { ...monthsOf(period), orgId, subtree: true };
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

const zone = process.env.BUSINESS_ZONE ?? 'Asia/Shanghai';

/**
 * The months that hold a period. Figures of people are told by whole months and as known at the end of each, so what
 * happened after `asOf` in the last of them would count as well, and nothing is told of it before it is over.
 */
function monthsOf({ gte, lt }: { readonly gte: string; readonly lt: string }) {
  const startOf = (instant: DateTime) => instant.startOf('month').toISO();
  const last = DateTime.fromISO(lt, { zone }).minus({ milliseconds: 1 });
  return { from: startOf(DateTime.fromISO(gte, { zone })), to: startOf(last.plus({ months: 1 })) };
}
