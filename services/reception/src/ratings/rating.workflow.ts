import { words } from '@chengqi/schemas';
import {
  type Doer,
  type Duty,
  defineWorkflow,
  person,
  refusal,
  role,
  separate,
  separationOfDuties,
} from '@chengqi/service-kit';
import type { RatingAction, RatingStatus, RatingSubject } from './rating.ts';

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

const ofAnotherUnit: Duty<RatingSubject> = (_, { insider }) =>
  insider
    ? separationOfDuties({
        en: 'An officer of another unit decides the appeal.',
        zh: '评价申诉须由其他单位人员裁定。',
      })
    : null;

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
