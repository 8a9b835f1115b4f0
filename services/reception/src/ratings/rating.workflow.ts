import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { type Doer, defineWorkflow, person, refusal, role, separate } from '@chengqi/service-kit';
import { closedEvent, fedBackEvent, removedEvent } from './rating.events.ts';
import type { AppealDecision, Rating, RatingAction, RatingStatus, RatingSubject } from './rating.ts';

type Who = Doer<RatingSubject>;

const window: Who = role('WINDOW');
const officer: Who = role('CASE_OFFICER');
const orgHead: Who = role('ORG_HEAD');
const supervisor: Who = role('SUPERVISOR');
const rated: Who = person((rating) => rating.ratedIds, 'rated person');

/** who was rated does not get to know who rated. */
const notRated = separate<RatingSubject>((rating) => rating.ratedIds, {
  en: 'Who was rated does not deal with the rater.',
  zh: '被评价人不得回访、反馈或办结本人的评价。',
});

const ofAnotherUnit = separate<RatingSubject>(({ insiderIds }) => insiderIds, {
  en: 'An officer of another unit decides the appeal.',
  zh: '评价申诉须由其他单位人员裁定。',
});

const deciding = {
  from: 'APPEALED',
  action: 'DECIDE_APPEAL',
  roles: [supervisor, officer],
  duties: [notRated, ofAnotherUnit],
} as const;

const wording = { states: words.values.RatingState, actions: words.values.RatingAction };

/** A good rating is closed as it comes in; this is the way of a bad one. */
export const ratingWorkflow = defineWorkflow<RatingSubject, RatingStatus, RatingAction>(wording, [
  {
    from: ['SUBMITTED', 'UPHELD'],
    action: 'REVISIT',
    to: 'REVISIT',
    roles: [window, officer, supervisor],
    duties: [notRated],
  },
  { from: ['REVISIT', 'RECTIFYING'], action: 'RECTIFY', to: 'RECTIFYING', roles: [officer, orgHead, window] },
  { from: 'RECTIFYING', action: 'FEED_BACK', to: 'FED_BACK', roles: [window, officer, supervisor], duties: [notRated] },
  { from: 'FED_BACK', action: 'CLOSE', to: 'CLOSED', roles: [window, supervisor], duties: [notRated] },
  {
    from: ['SUBMITTED', 'REVISIT', 'RECTIFYING'],
    action: 'APPEAL',
    to: 'APPEALED',
    roles: [rated, orgHead],
    guard: onceOnly,
  },
  { ...deciding, outcome: 'UPHELD', to: 'UPHELD' },
  { ...deciding, outcome: 'REMOVED', to: 'REMOVED' },
]);

function onceOnly({ appealedAt }: RatingSubject): void {
  if (appealedAt === null) return;
  throw refusal('LIMIT_EXCEEDED', { en: 'A rating is appealed once.', zh: '同一评价只能申诉一次。' });
}

/** The office's rule; of a rated accusation `rating-reading.repository.ts` asks more. */
export const ratingAccess: Access<RatingSubject, RatingStatus, RatingAction> = {
  type: 'Rating',
  roles: ratingWorkflow.roles,
  workflow: ratingWorkflow,
};

type RatingAct = Act<RatingStatus>;

export const revisit = (_: Rating, { to, by, at }: RatingAct, facts: string): Decision<Rating> => ({
  changes: { status: to, revisitedAt: at, revisitedById: by, facts },
  events: [],
});

export const rectify = (_: Rating, { to, by, at }: RatingAct, rectification: string): Decision<Rating> => ({
  changes: { status: to, rectifiedAt: at, rectifiedById: by, rectification },
  events: [],
});

export const feedBack = (rating: Rating, { to, by, at }: RatingAct, feedback: string): Decision<Rating> => ({
  changes: { status: to, fedBackAt: at, fedBackById: by, feedback },
  events: [fedBackEvent(rating, at)],
});

export const close = (rating: Rating, { to, at }: RatingAct): Decision<Rating> => ({
  changes: { status: to, closedAt: at },
  events: [closedEvent(rating, at)],
});

export const appeal = (_: Rating, { to, by, at }: RatingAct, appealReason: string): Decision<Rating> => ({
  changes: { status: to, appealedAt: at, appealedById: by, appealReason },
  events: [],
});

export const decideAppeal = (
  rating: Rating,
  { to, by, at }: RatingAct,
  appealDecision: AppealDecision,
  appealDecisionReason: string,
): Decision<Rating> => ({
  changes: { status: to, appealDecidedAt: at, appealDecidedById: by, appealDecision, appealDecisionReason },
  events: to === 'REMOVED' ? [removedEvent(rating, at)] : [],
});
