import type { Creation, Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { Request, Transaction } from '@chengqi/service-kit';
import { differs } from '../calls/call-state.ts';
import { RatingEntity } from './rating.entity.ts';
import { closedEvent, fedBackEvent, submittedEvent } from './rating.events.ts';
import { findUnanswered } from './rating.repository.ts';
import {
  answerDays,
  contactDays,
  isBad,
  type RatedService,
  type Rating,
  type RatingAction,
  type RatingSubject,
} from './rating.ts';
import { ratingAccess } from './rating.workflow.ts';
import { ratedAlready } from './rating-codes.commands.ts';
import type { RatingReading } from './rating-reading.repository.ts';

export type RatingLedger = ReturnType<typeof createRatingLedger>;

/** What the rater says. */
export type Said = Pick<Rating, 'score' | 'tags' | 'comment' | 'named' | 'channel' | 'ratedAt'>;
/** How far history got with it. */
type Course = Pick<Rating, 'status' | 'closedAt'> & Partial<Rating>;

/** What comes into being with a rating, and how acts find one; commands and imports write by it. */
export function createRatingLedger({ kit, office }: Foundation, reading: RatingReading) {
  /**
   * A good rating owes nothing; a bad one has its two limits from the day it came in. Who rates does not wait for a
   * calendar: the limits are counted again when it comes.
   */
  function limitsOf(said: Pick<Rating, 'score' | 'ratedAt'>, { addWorkingDays }: WorkingCalendar) {
    if (!isBad(said)) return { contactDueAt: null, dueAt: null };
    return {
      contactDueAt: addWorkingDays(said.ratedAt, contactDays),
      dueAt: addWorkingDays(said.ratedAt, answerDays),
    };
  }

  /** @throws DomainError DUPLICATE when the service has been rated */
  async function rated(tx: Transaction, service: RatedService, said: Said, course: Course) {
    const { subjectType, subjectId, ownerOrgId, secrecyLevel, restricted, contactOf, matterId, nameable, ratedIds } =
      service;
    if (await tx.manager.getRepository(RatingEntity).existsBy({ subjectId })) throw ratedAlready();
    const rating: Rating = {
      ...untouched,
      ...said,
      bad: isBad(said),
      ...limitsOf(said, await office.calendar.days()),
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
      matterId,
      nameable,
      ratedIds: [...new Set(ratedIds)],
    };
    return {
      row: rating,
      role: null,
      within: subjectId,
      parties: rating.ratedIds.map((partyId) => ({ partyId, relation: 'RATED' })),
      events: [
        submittedEvent(rating),
        ...(rating.fedBackAt ? [fedBackEvent(rating, rating.fedBackAt)] : []),
        ...(rating.closedAt ? [closedEvent(rating, rating.closedAt)] : []),
      ],
    } satisfies Creation<Rating>;
  }

  function subjectOf({ viewer: { personId, posts } }: Request, rating: Rating): RatingSubject {
    const insiders = posts.flatMap(({ orgId, onBehalfOf }) => {
      const who = onBehalfOf ?? { personId, orgIds: orgId === null ? [] : [orgId] };
      const inside = who.orgIds.some((id) => office.orgs.tree.lineOf(id).includes(rating.ownerOrgId));
      return inside && who.personId !== null ? [who.personId] : [];
    });
    return { ...rating, insiderIds: [...new Set(insiders)] };
  }

  return {
    rated,
    /** What an act on one rating asks and stores. */
    on: <I extends { readonly ratingId: string }>(request: Request, name: string, input: I, action: RatingAction) => ({
      ...{ request, name, input, action, entity: RatingEntity, access: ratingAccess },
      id: (tx: Transaction) => reading.require(tx, request, input.ratingId),
      subject: (rating: Rating) => subjectOf(request, rating),
    }),
    subjectOf,
    /** Limits that still run, after a calendar was published. */
    async recount(tx: Transaction): Promise<void> {
      const calendar = await office.calendar.daysIn(tx.manager);
      for (const rating of await findUnanswered(tx.manager)) {
        const limits = limitsOf(rating, calendar);
        if (differs(rating, limits)) await tx.update(RatingEntity, rating, limits);
      }
    },
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
