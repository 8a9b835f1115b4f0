import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { smallestGroup, suppressedCells } from '../surveys/suppression.ts';
import { knownAt, type RatingQuery, ratedWithin, ratingQuery } from './rating.repository.ts';
import { ratingAccess } from './rating.workflow.ts';

/** Ratings of some unit, added up. */
export interface Sums {
  readonly n: number;
  readonly score: number;
  readonly bad: number;
  readonly badAnswered: number;
  readonly badDue: number;
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}

export interface RatingFigures {
  readonly n: number | null;
  readonly meanScore: number | null;
  readonly score: number | null;
  readonly bad: number | null;
  readonly badClosedInLimit: Share | null;
  readonly suppressed: boolean;
}

export interface FiguresAsked {
  readonly period: { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined };
  readonly asOf: Date;
}

const nothing: Sums = { n: 0, score: 0, bad: 0, badAnswered: 0, badDue: 0 };
const withheld: RatingFigures = {
  n: null,
  meanScore: null,
  score: null,
  bad: null,
  badClosedInLimit: null,
  suppressed: true,
};

const plus = (a: Sums, b: Sums): Sums => ({
  n: a.n + b.n,
  score: a.score + b.score,
  bad: a.bad + b.bad,
  badAnswered: a.badAnswered + b.badAnswered,
  badDue: a.badDue + b.badDue,
});

/** One statement: sums of each unit's own ratings as known at the moment. A limit is kept until 24:00 of its last day. */
export async function sumByUnit(query: RatingQuery, asOf: Date): Promise<Map<string, Sums>> {
  const bad = 'r.bad = :bad';
  const told = 'r.fed_back_at IS NOT NULL AND r.fed_back_at <= :asOf';
  const rows = await knownAt(query, asOf)
    .select('r.owner_org_id', 'org')
    .addSelect('COUNT(*)', 'n')
    .addSelect('SUM(r.score)', 'score')
    .addSelect(`SUM(CASE WHEN ${bad} THEN 1 ELSE 0 END)`, 'bad')
    .addSelect(`SUM(CASE WHEN ${bad} AND ${told} AND r.fed_back_at <= r.due_at THEN 1 ELSE 0 END)`, 'badAnswered')
    .addSelect(`SUM(CASE WHEN ${bad} AND ((${told}) OR r.due_at <= :asOf) THEN 1 ELSE 0 END)`, 'badDue')
    .setParameters({ bad: true, asOf })
    .groupBy('r.owner_org_id')
    .getRawMany<{ org: string } & Record<keyof Sums, unknown>>();
  return new Map(
    rows.map(({ org, n, score, bad: low, badAnswered, badDue }) => [
      org,
      {
        n: Number(n),
        score: Number(score),
        bad: Number(low),
        badAnswered: Number(badAnswered),
        badDue: Number(badDue),
      },
    ]),
  );
}

export const total = (sums: Iterable<Sums>): Sums => [...sums].reduce(plus, nothing);

/** Counts over what the viewer may see, and for importers over what their scope covers; accusations left out. */
export function createRatingFigures({ kit, office }: Foundation) {
  async function countable(request: Request): Promise<RatingQuery> {
    const query = await office.counted(request, ratingQuery(kit.db.read), ratingAccess);
    return query.andWhere('r.restricted = :unrestricted', { unrestricted: false });
  }

  /** Units with those below them; where one would give away fewer than five ratings, it is withheld. */
  return async (
    request: Request,
    orgIds: readonly string[],
    { period, asOf }: FiguresAsked,
  ): Promise<Map<string, RatingFigures>> => {
    const tree = await office.orgs.freshTree();
    const own = await sumByUnit(ratedWithin(await countable(request), period), asOf);
    const whole = new Map<string, Sums>();
    for (const [org, sums] of own) {
      for (const above of tree.lineOf(org)) whole.set(above, plus(whole.get(above) ?? nothing, sums));
    }
    const cells = [...whole].map(([id, { n }]) => ({ id, line: tree.lineOf(id), n }));
    const hidden = suppressedCells(cells);
    return new Map(orgIds.map((id) => [id, hidden.has(id) ? withheld : figuresOf(whole.get(id) ?? nothing)]));
  };
}

function figuresOf({ n, score, bad, badAnswered, badDue }: Sums): RatingFigures {
  if (n > 0 && n < smallestGroup) return withheld;
  return {
    n,
    meanScore: n === 0 ? null : score / n,
    score: n === 0 ? null : (score / n) * 20,
    bad,
    badClosedInLimit: {
      numerator: badAnswered,
      denominator: badDue,
      value: badDue === 0 ? null : badAnswered / badDue,
    },
    suppressed: false,
  };
}
