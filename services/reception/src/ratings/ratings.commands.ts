import type { Creation, Foundation } from '@chengqi/office-kernel';
import {
  anonymousViewer,
  eachOf,
  fieldsOf,
  lineOf,
  numberOf,
  optionalText,
  type Request,
  separationOfDuties,
  textOf,
} from '@chengqi/service-kit';
import type {
  AppealRatingInput,
  CloseRatingInput,
  DecideRatingAppealInput,
  FeedBackRatingInput,
  RateServiceInput,
  RectifyRatingInput,
  RevisitRatingInput,
} from '../generated/graphql.ts';
import type { Guessing } from './guessing.commands.ts';
import { RatingEntity } from './rating.entity.ts';
import { isBad, type Rating } from './rating.ts';
import { appeal, close, decideAppeal, feedBack, rectify, revisit } from './rating.workflow.ts';
import type { RatingCodes } from './rating-codes.commands.ts';
import type { RatingLedger, Said } from './rating-ledger.commands.ts';

const longest = 2000;

/** Rating with a code, and what the office owes for a bad rating. */
export function createRatingCommands(
  { office }: Foundation,
  codes: RatingCodes,
  guessing: Guessing,
  { rated, on }: RatingLedger,
) {
  return {
    /** Nobody has to sign in; who is signed in and served is refused, and the code stays good. */
    async rateService(request: Request, input: RateServiceInput) {
      await guessing.slow(request, input.code);
      return office.create(
        { request: unknown(request), name: 'rateService', input, entity: RatingEntity },
        async (tx): Promise<Creation<Rating>> => {
          const service = await codes.redeem(tx, input.code);
          if (request.viewer.personId !== null && service.ratedIds.includes(request.viewer.personId))
            throw ownService();
          const said = { ...saidOf(input), ratedAt: tx.now };
          const bad = isBad(said);
          return rated(tx, service, said, { status: bad ? 'SUBMITTED' : 'CLOSED', closedAt: bad ? null : tx.now });
        },
      );
    },

    revisitRating: (request: Request, input: RevisitRatingInput) =>
      office.act(on(request, 'revisitRating', input, 'REVISIT'), (rating, act) =>
        revisit(rating, act, textOf('facts', input.facts, longest)),
      ),

    rectifyRating: (request: Request, input: RectifyRatingInput) =>
      office.act(on(request, 'rectifyRating', input, 'RECTIFY'), (rating, act) =>
        rectify(rating, act, textOf('text', input.text, longest)),
      ),

    feedBackRating: (request: Request, input: FeedBackRatingInput) =>
      office.act(on(request, 'feedBackRating', input, 'FEED_BACK'), (rating, act) =>
        feedBack(rating, act, textOf('text', input.text, longest)),
      ),

    closeRating: (request: Request, input: CloseRatingInput) =>
      office.act(on(request, 'closeRating', input, 'CLOSE'), close),

    appealRating: (request: Request, input: AppealRatingInput) =>
      office.act(on(request, 'appealRating', input, 'APPEAL'), (rating, act) =>
        appeal(rating, act, textOf('reason', input.reason, longest)),
      ),

    decideRatingAppeal: (request: Request, input: DecideRatingAppealInput) =>
      office.act(
        { ...on(request, 'decideRatingAppeal', input, 'DECIDE_APPEAL'), outcome: input.decision },
        (rating, act) => decideAppeal(rating, act, input.decision, textOf('reason', input.reason, longest)),
      ),
  };
}

function saidOf({ score, tags, comment, named, channel }: RateServiceInput): Omit<Said, 'ratedAt'> {
  return {
    ...fieldsOf({
      score: () => numberOf('score', score, 1, 5),
      tags: () => [...new Set(eachOf('tags', tags, { max: 10 }, (tag, path) => lineOf(path, tag, 20)))],
      comment: () => optionalText('comment', comment, 1000),
    }),
    named: named ?? false,
    channel: channel ?? 'WEB',
  };
}

/** neither audit nor events say who rated, should somebody signed in hold the code. */
const unknown = (request: Request): Request => ({ ...request, viewer: anonymousViewer });

const ownService = () =>
  separationOfDuties({ en: 'Nobody rates what they did themselves.', zh: '服务人员不得评价本人提供的服务。' });
