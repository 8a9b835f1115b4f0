import type { DomainEvent } from '@chengqi/schemas';
import {
  badRatingOverdue,
  ratingClosed,
  ratingFedBack,
  ratingRemoved,
  ratingSubmitted,
} from '@chengqi/schemas/events/reception';
import type { Rating } from './rating.ts';

const types = { CASE: 'ServiceCase', VISIT: 'Visit', CALL: 'Call' } as const;

/** events about an accusation name no unit, their envelopes neither. */
const announced = (rating: Rating) => ({ ...rating, ownerOrgId: rating.restricted ? null : rating.ownerOrgId });

export const submittedEvent = (rating: Rating): DomainEvent =>
  ratingSubmitted.create(announced(rating), {
    ratingId: rating.id,
    subject: { type: types[rating.subjectType], id: rating.subjectId },
    orgId: rating.restricted ? null : rating.ownerOrgId,
    matterId: rating.matterId,
    score: rating.score,
    ratedAt: rating.ratedAt.toISOString(),
    dueAt: rating.dueAt?.toISOString() ?? null,
  });

export const fedBackEvent = (rating: Rating, at: Date): DomainEvent =>
  ratingFedBack.create(announced(rating), { ratingId: rating.id, fedBackAt: at.toISOString() });

export const closedEvent = (rating: Rating, at: Date): DomainEvent =>
  ratingClosed.create(announced(rating), { ratingId: rating.id, closedAt: at.toISOString() });

export const removedEvent = (rating: Rating, at: Date): DomainEvent =>
  ratingRemoved.create(announced(rating), { ratingId: rating.id, at: at.toISOString() });

export const overdueEvent = (rating: Rating, dueAt: Date): DomainEvent =>
  badRatingOverdue.create(announced(rating), { ratingId: rating.id, dueAt: dueAt.toISOString() });
