import { type Foundation, type OwnCountAsked, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import { ratedWithin, ratingQuery } from '../ratings/rating.repository.ts';
import { sumByUnit, total } from '../ratings/rating-figures.repository.ts';
import { surveyQuery } from '../surveys/survey.repository.ts';

/**
 * What analytics must come to: `sat.public` is the sum of scores times 20 over the ratings, `sat.bad100` bad ratings
 * answered in limit over those answered or past it, `sat.staff` the sum of the indices over the surveys that have one.
 */
export function createSatisfactionCounts({ kit, office }: Foundation): OwnCounters {
  /** An accusation's rating belongs to no unit. */
  async function ratingSums({ from, to, asOf, orgId }: OwnCountAsked) {
    const query = ratedWithin(ratingQuery(kit.db.read).where('1 = 1'), { gte: from, lt: to });
    if (orgId != null)
      query.andWhere('r.ownerOrgId = :orgId AND r.restricted = :unrestricted', { orgId, unrestricted: false });
    return total((await sumByUnit(query, asOf)).values());
  }

  /** A survey counts from the beginning of the day on which it was closed. */
  async function staffIndices({ from, to, asOf, orgId }: OwnCountAsked): Promise<number[]> {
    const { dayAfter, endOf } = await office.calendar.days();
    const query = surveyQuery(kit.db.read).where('s.group = :group AND s.index IS NOT NULL', { group: 'STAFF' });
    if (orgId != null) query.andWhere('s.ownerOrgId = :orgId', { orgId });
    return (await query.getMany()).flatMap(({ closedOn, index }) => {
      const at = endOf(dayAfter(closedOn, -1));
      return index !== null && at >= from && at < to && at <= asOf ? [index] : [];
    });
  }

  return {
    'sat.public': async (asked) => {
      const { score, n } = await ratingSums(asked);
      return rateOf(score * 20, n);
    },
    'sat.bad100': async (asked) => {
      const { badAnswered, badDue } = await ratingSums(asked);
      return rateOf(badAnswered, badDue);
    },
    'sat.staff': async (asked) => {
      const indices = await staffIndices(asked);
      return rateOf(
        indices.reduce((sum, index) => sum + index, 0),
        indices.length,
      );
    },
  };
}
