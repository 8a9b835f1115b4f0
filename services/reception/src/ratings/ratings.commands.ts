import {
  anonymousViewer,
  badInput,
  lineOf,
  numberOf,
  optionalText,
  type Request,
  separationOfDuties,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  AppealRatingInput,
  CloseRatingInput,
  DecideRatingAppealInput,
  FeedBackRatingInput,
  RateServiceInput,
  RectifyRatingInput,
  RevisitRatingInput,
} from '../generated/graphql.ts';
import { RatingEntity } from './rating.entity.ts';
import { closedEvent, fedBackEvent, removedEvent } from './rating.events.ts';
import { isBad, type Rating } from './rating.ts';
import type { RatingCodes } from './rating-codes.ts';
import type { RatingLedger, Said } from './rating-ledger.ts';

export type RatingCommands = ReturnType<typeof createRatingCommands>;

const longest = 2000;

/** Rating with a code, and what the office owes for a bad rating. */
export function createRatingCommands({ kit, office }: Foundation, codes: RatingCodes, ledger: RatingLedger) {
  return {
    /** Nobody has to sign in; who is signed in and served is refused, and the code stays good. */
    rateService: (request: Request, input: RateServiceInput): Promise<string> => {
      const said = saidOf(input);
      return office.execute(unknown(request), 'rateService', input, async (tx) => {
        const service = await codes.redeem(tx, input.code);
        if (request.viewer.personId !== null && service.ratedIds.includes(request.viewer.personId)) throw ownService();
        const rating = { ...said, ratedAt: tx.now };
        const { id } = await ledger.open(tx, service, rating, {
          status: isBad(rating) ? 'SUBMITTED' : 'CLOSED',
          closedAt: isBad(rating) ? null : tx.now,
        });
        return id;
      });
    },

    /** What the rater gets to see of it. */
    receipt: (id: string): Promise<Pick<Rating, 'score' | 'ratedAt'>> =>
      kit.db.read.getRepository(RatingEntity).findOneByOrFail({ id }),

    revisitRating: (request: Request, input: RevisitRatingInput): Promise<string> =>
      ledger.act(request, { name: 'revisitRating', action: 'REVISIT' }, input, ({ now }) => ({
        revisitedAt: now,
        revisitedById: request.viewer.personId,
        facts: textOf('facts', input.facts, longest),
      })),

    rectifyRating: (request: Request, input: RectifyRatingInput): Promise<string> =>
      ledger.act(request, { name: 'rectifyRating', action: 'RECTIFY' }, input, ({ now }) => ({
        rectifiedAt: now,
        rectifiedById: request.viewer.personId,
        rectification: textOf('text', input.text, longest),
      })),

    feedBackRating: (request: Request, input: FeedBackRatingInput): Promise<string> =>
      ledger.act(
        request,
        { name: 'feedBackRating', action: 'FEED_BACK' },
        input,
        ({ now }) => ({
          fedBackAt: now,
          fedBackById: request.viewer.personId,
          feedback: textOf('text', input.text, longest),
        }),
        (rating, tx, role) => tx.append(fedBackEvent(rating, tx.now), { role }),
      ),

    closeRating: (request: Request, input: CloseRatingInput): Promise<string> =>
      ledger.act(
        request,
        { name: 'closeRating', action: 'CLOSE' },
        input,
        ({ now }) => ({ closedAt: now }),
        (rating, tx, role) => tx.append(closedEvent(rating, tx.now), { role }),
      ),

    appealRating: (request: Request, input: AppealRatingInput): Promise<string> =>
      ledger.act(request, { name: 'appealRating', action: 'APPEAL' }, input, ({ now }) => ({
        appealedAt: now,
        appealedById: request.viewer.personId,
        appealReason: textOf('reason', input.reason, longest),
      })),

    decideRatingAppeal: (request: Request, input: DecideRatingAppealInput): Promise<string> =>
      ledger.act(
        request,
        { name: 'decideRatingAppeal', action: 'DECIDE_APPEAL', outcome: input.decision },
        input,
        ({ now }) => ({
          appealDecidedAt: now,
          appealDecidedById: request.viewer.personId,
          appealDecision: input.decision,
          appealDecisionReason: textOf('reason', input.reason, longest),
        }),
        async (rating, tx, role) => {
          if (rating.status === 'REMOVED') await tx.append(removedEvent(rating, tx.now), { role });
        },
      ),
  };
}

function saidOf({ score, tags, comment, named, channel }: RateServiceInput): Omit<Said, 'ratedAt'> {
  if ((tags ?? []).length > 10) throw badInput('tags', { en: 'At most 10 tags.', zh: '标签不超过10个。' });
  return {
    score: numberOf('score', score, 1, 5),
    tags: [...new Set((tags ?? []).map((tag) => lineOf('tags', tag, 20)))],
    comment: optionalText('comment', comment, 1000),
    named: named ?? false,
    channel: channel ?? 'WEB',
  };
}

/** neither audit nor events say who rated, should somebody signed in hold the code. */
const unknown = (request: Request): Request => ({ ...request, viewer: anonymousViewer });

const ownService = () =>
  separationOfDuties({ en: 'Nobody rates what they did themselves.', zh: '服务人员不得评价本人提供的服务。' });
