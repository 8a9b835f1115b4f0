import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import { coverContacts, maskName, maskPhone } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { ofUnit, openAt, ratingById, ratingQuery, ratingsWhere } from './rating.repository.ts';
import { hidesRater, isOverdue, type Rating } from './rating.ts';
import { ratingWorkflow } from './rating.workflow.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  rating: await loadChanged(loaders.ratings, id),
});

export const ratingResolvers = {
  Query: {
    rating: (_, { id }, { loaders }) => loaders.ratings.load(id),
    ratings: (_, { where, ...page }, context) => {
      const { office, kit, viewer } = context;
      const query = ratingsWhere(office, kit.db.read, where ?? {}, viewer.personId);
      return context.ratingReading.page(context, query, { ...page, orderBy: { ratedAt: 'DESC' } });
    },
    badRatingsOpen: (_, { orgId, asOf, ...page }, context) => {
      const query = openAt(ratingQuery(context.kit.db.read), asOf ?? context.kit.clock.now());
      if (orgId != null) ofUnit(context.office, query, orgId);
      return context.ratingReading.page(context, query, { ...page, orderBy: { dueAt: 'ASC' } });
    },
    ratingFigures: async (_, { orgId, period, asOf }, context) =>
      (await figures(context, orgId, period ?? {}, asOf)) ?? none,
  },
  Mutation: {
    rateService: async (_, { input }, context) =>
      ratingById(context.kit.db.read, await context.ratings.rateService(context, input)),
    renewRatingCode: async (_, { input }, context) => ({
      ratingCode: await context.ratings.renewRatingCode(context, input),
    }),
    revisitRating: (_, { input }, context) => changed(context, context.ratings.revisitRating(context, input)),
    rectifyRating: (_, { input }, context) => changed(context, context.ratings.rectifyRating(context, input)),
    feedBackRating: (_, { input }, context) => changed(context, context.ratings.feedBackRating(context, input)),
    closeRating: (_, { input }, context) => changed(context, context.ratings.closeRating(context, input)),
    appealRating: (_, { input }, context) => changed(context, context.ratings.appealRating(context, input)),
    decideRatingAppeal: (_, { input }, context) => changed(context, context.ratings.decideRatingAppeal(context, input)),
  },
  Rating: {
    __resolveReference: ({ id }, { loaders }) => loaders.ratings.load(id),
    contactDueOn: ({ contactDueAt }, _, { office }) => office.calendar.lastDayOf(contactDueAt),
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    subject: (rating, _, { loaders, viewer }) =>
      hidesRater(rating, viewer.personId) ? null : subjectOf(loaders, rating),
    org: ({ restricted, ownerOrgId }) => (restricted ? null : reference('Org', ownerOrgId)),
    state: ({ status }) => status,
    comment: async (rating, _, context) => covered(context, rating, rating.comment),
    raterName: async (rating, _, context) => maskName((await raterOf(context, rating))?.name ?? null),
    raterPhone: async (rating, _, context) => maskPhone((await raterOf(context, rating))?.phone ?? null),
    overdue: (rating, { asOf }, { kit }) => isOverdue(rating, asOf ?? kit.clock.now()),
    revisitedBy: ({ revisitedById }) => reference('Person', revisitedById),
    facts: async (rating, _, context) => covered(context, rating, rating.facts),
    rectifiedBy: ({ rectifiedById }) => reference('Person', rectifiedById),
    rectification: async (rating, _, context) => covered(context, rating, rating.rectification),
    fedBackBy: ({ fedBackById }) => reference('Person', fedBackById),
    appeal: (rating) => (rating.appealedAt === null ? null : rating),
    ...actionFields(ratingWorkflow, (rating: Rating, context: Context) =>
      context.ratingLedger.subjectOf(context, rating),
    ),
    ownerOrg: ({ restricted, ownerOrgId }) => (restricted ? null : reference('Org', ownerOrgId)),
  },
  RatingAppeal: {
    by: ({ appealedById }) => reference('Person', appealedById),
    at: ({ appealedAt, ratedAt }) => appealedAt ?? ratedAt,
    reason: async (rating, _, context) => (await covered(context, rating, rating.appealReason)) ?? '',
    decidedBy: ({ appealDecidedById }) => reference('Person', appealDecidedById),
    decidedAt: ({ appealDecidedAt }) => appealDecidedAt,
    decision: ({ appealDecision }) => appealDecision,
    decisionReason: async (rating, _, context) => covered(context, rating, rating.appealDecisionReason),
  },
  RatingSubject: { __resolveType: ({ __typename }) => __typename },
  ServiceCase: { rating: ({ id }, _, context) => ratingOf(context, id) },
  Visit: { rating: ({ id }, _, context) => ratingOf(context, id) },
  Call: { rating: ({ id }, _, context) => ratingOf(context, id) },
  Org: {
    satisfaction: async ({ id }, { period, asOf }, context) => {
      const found = await figures(context, id, period, asOf);
      return found?.n === 0 ? null : found;
    },
  },
} satisfies Resolvers;

const none = { n: 0, meanScore: null, score: null, bad: 0, badClosedInLimit: null, suppressed: false };

type Range = Parameters<Context['loaders']['ratingFigures']>[0]['period'];

const figures = ({ loaders, kit }: Context, orgId: string, period: Range, asOf: Date | null | undefined) =>
  loaders.ratingFigures({ period, asOf: asOf ?? kit.clock.now() }).load(orgId);

/** The union needs to be told which type it is. */
async function subjectOf(loaders: Context['loaders'], { subjectType, subjectId }: Rating) {
  switch (subjectType) {
    case 'CASE':
      return named('ServiceCase', await loaders.cases.load(subjectId));
    case 'VISIT':
      return named('Visit', await loaders.visits.load(subjectId));
    case 'CALL':
      return named('Call', await loaders.calls.load(subjectId));
  }
}

const named = <Name extends string, Row extends object>(__typename: Name, row: Row | null) =>
  row && { ...row, __typename };

/** only who wants to be known is, and only as far as masks show. */
const raterOf = async ({ loaders }: Context, { named, nameable, contactOf }: Rating) =>
  named && nameable && contactOf !== null ? ((await loaders.contacts.load(contactOf))[0] ?? null) : null;

/** What people write about the rater must not name them. */
const covered = async ({ loaders }: Context, { contactOf, nameable }: Rating, text: string | null) =>
  text === null
    ? null
    : coverContacts(text, contactOf === null ? [] : await loaders.contacts.load(contactOf), { named: nameable });

async function ratingOf({ loaders, viewer }: Context, subjectId: string): Promise<Rating | null> {
  const rating = await loaders.ratingsOf.load(subjectId);
  return rating === null || hidesRater(rating, viewer.personId) ? null : rating;
}
