import { ratingFedBack, ratingRemoved, ratingSubmitted, surveyClosed } from '@chengqi/schemas/events/reception';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** One rating of one service; never who gave it. */
export interface RatingFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly score: number | null;
  readonly ratedAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly fedBackAt: Moment | null;
  readonly removedAt: Moment | null;
}

const ofRating = revising<RatingFact>();

export const ratings: Projection<RatingFact> = {
  entity: new EntitySchema<RatingFact>({
    name: 'RatingFact',
    tableName: 'rating_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      score: column.integer('score', { nullable: true }),
      ratedAt: column.moment('rated_at'),
      dueAt: column.moment('due_at'),
      fedBackAt: column.moment('fed_back_at'),
      removedAt: column.moment('removed_at'),
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    category: null,
    score: null,
    ratedAt: null,
    dueAt: null,
    fedBackAt: null,
    removedAt: null,
  }),
  clocks: ['ratedAt'],
  reactions: [
    ofRating.when(
      ratingSubmitted,
      ({ ratingId }) => ratingId,
      ({ data }) => ({
        orgId: data.orgId,
        category: data.subject.type,
        score: data.score,
        ratedAt: momentOf(data.ratedAt),
        dueAt: optionalMoment(data.dueAt),
      }),
    ),
    ofRating.when(
      ratingFedBack,
      ({ ratingId }) => ratingId,
      ({ data }) => ({ fedBackAt: momentOf(data.fedBackAt) }),
    ),
    ofRating.when(
      ratingRemoved,
      ({ ratingId }) => ratingId,
      ({ data }) => ({ removedAt: momentOf(data.at) }),
    ),
  ],
};

/** A survey that is over; without a mark when under five answered. */
export interface SurveyFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly answers: number | null;
  readonly mark: number | null;
  readonly closedAt: Moment | null;
}

const ofSurvey = revising<SurveyFact>();

/** A survey counts from the beginning of the day on which it was closed; `startOf` gives it. */
export const surveysBy = (startOf: (day: string) => Date): Projection<SurveyFact> => ({
  entity: surveyEntity,
  empty: (id) => ({ id, orgId: null, category: null, answers: null, mark: null, closedAt: null }),
  clocks: [],
  reactions: [
    ofSurvey.when(
      surveyClosed,
      ({ surveyId }) => surveyId,
      ({ data }) => ({
        orgId: data.orgId,
        category: data.group,
        answers: data.n,
        mark: data.index,
        closedAt: startOf(data.closedOn).getTime(),
      }),
    ),
  ],
});

export const surveyEntity = new EntitySchema<SurveyFact>({
  name: 'SurveyFact',
  tableName: 'survey_fact',
  columns: {
    id: column.id(),
    orgId: column.ref('org_id', { nullable: true }),
    category: column.code('category', 16, { nullable: true }),
    answers: column.integer('answers', { nullable: true }),
    mark: column.real('mark'),
    closedAt: column.moment('closed_at'),
  },
});
