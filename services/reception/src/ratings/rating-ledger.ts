import type { Request, Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { RatingEntity } from './rating.entity.ts';
import { closedEvent, fedBackEvent, submittedEvent } from './rating.events.ts';
import {
  answerDays,
  contactDays,
  isBad,
  type RatedService,
  type Rating,
  type RatingAction,
  type RatingSubject,
} from './rating.ts';
import { ratingWorkflow } from './rating.workflow.ts';
import { ratedAlready } from './rating-codes.ts';
import type { RatingReading } from './rating-reading.ts';

export type RatingLedger = ReturnType<typeof createRatingLedger>;

/** What the rater says. */
export type Said = Pick<Rating, 'score' | 'tags' | 'comment' | 'named' | 'channel' | 'ratedAt'>;
/** How far history got with it. */
type Course = Pick<Rating, 'status' | 'closedAt'> & Partial<Rating>;

interface ActInput {
  readonly ratingId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface ActName {
  readonly name: string;
  readonly action: RatingAction;
  readonly outcome?: string;
}

/** Stores ratings and walks them through their states; rating, dealing with bad ones and imports write through it. */
export function createRatingLedger({ kit, office }: Foundation, reading: RatingReading) {
  /** A good rating owes nothing; a bad one has its two limits from the day it came in. */
  async function limitsOf(said: Said) {
    if (!isBad(said)) return { contactDueAt: null, dueAt: null };
    const { addWorkingDays } = await office.calendar.days();
    return {
      contactDueAt: addWorkingDays(said.ratedAt, contactDays),
      dueAt: addWorkingDays(said.ratedAt, answerDays),
    };
  }

  /** @throws DomainError DUPLICATE when the service has been rated */
  async function open(tx: Transaction, service: RatedService, said: Said, course: Course): Promise<Rating> {
    const { subjectType, subjectId, ownerOrgId, secrecyLevel, restricted, contactOf, nameable, ratedIds } = service;
    if (await tx.manager.getRepository(RatingEntity).existsBy({ subjectId })) throw ratedAlready();
    const rating = await tx.insert<Rating>(RatingEntity, {
      ...untouched,
      ...said,
      ...(await limitsOf(said)),
      ...course,
      id: kit.ids.next('rat'),
      createdAt: tx.now,
      updatedAt: tx.now,
      subjectType,
      subjectId,
      ownerOrgId,
      secrecyLevel,
      restricted,
      contactOf,
      nameable,
      ratedIds: [...new Set(ratedIds)],
    });
    const rated = rating.ratedIds.map((partyId) => ({ partyId, relation: 'RATED' }));
    await office.parties.add(tx, rating.id, rated);
    await tx.append(
      [
        submittedEvent(rating),
        ...(rating.fedBackAt ? [fedBackEvent(rating, rating.fedBackAt)] : []),
        ...(rating.closedAt ? [closedEvent(rating, rating.closedAt)] : []),
      ],
      { within: subjectId },
    );
    return rating;
  }

  /** Whether a post of the viewer is in the rated unit or below it. */
  function subjectOf({ viewer }: Request, rating: Rating): RatingSubject {
    const insider = viewer.posts.some(
      ({ orgId }) => orgId !== null && office.orgs.tree.lineOf(orgId).includes(rating.ownerOrgId),
    );
    return { ...rating, insider };
  }

  /** One act on one rating: load as visible, ask the table, decide, store, announce. */
  function act(
    request: Request,
    { name, action, outcome }: ActName,
    input: ActInput,
    decide: (tx: Transaction) => Partial<Rating>,
    announce: (rating: Rating, tx: Transaction, role: string | null) => Promise<void> = async () => undefined,
  ): Promise<string> {
    return office.execute(request, name, input, async (tx) => {
      const rating = await reading.require(tx, request, input.ratingId);
      const { to, role } = ratingWorkflow.permit(request.actor, subjectOf(request, rating), action, {
        expectedVersion: input.expectedVersion ?? null,
        ...(outcome && { outcome }),
      });
      const after = await tx.update(RatingEntity, rating, { ...decide(tx), status: to });
      await announce(after, tx, role);
      return rating.id;
    });
  }

  return {
    open,
    act,
    allowedActions: (request: Request, rating: Rating): RatingAction[] =>
      ratingWorkflow.allowedActions(request.actor, subjectOf(request, rating)),
  };
}

/** A rating nobody has dealt with. */
const untouched = {
  version: 1,
  ratingNo: null,
  revisitedAt: null,
  revisitedById: null,
  facts: null,
  rectifiedAt: null,
  rectifiedById: null,
  rectification: null,
  fedBackAt: null,
  fedBackById: null,
  feedback: null,
  appealedAt: null,
  appealedById: null,
  appealReason: null,
  appealDecidedAt: null,
  appealDecidedById: null,
  appealDecision: null,
  appealDecisionReason: null,
  overdueToldAt: null,
  imported: false,
} as const;
