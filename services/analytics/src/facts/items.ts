import {
  extensionDecided,
  itemDeadlineChanged,
  itemRegistered,
  itemReopened,
  itemStruckOff,
  leaderFeedbackGiven,
  leadTransferred,
} from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  happened,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** A registered item of supervision; what is only proposed is owed by nobody. */
export interface ItemFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly level: string | null;
  readonly sourceId: string | null;
  readonly registeredAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly originalDueAt: Moment | null;
  /** Null again after a relapse. */
  readonly struckOffAt: Moment | null;
  readonly firstStruckOffAt: Moment | null;
  readonly reopenedAt: Moment | null;
  /** The office found by itself, or by a rule, that something has to be done. */
  readonly proactive: boolean | null;
}

/** Extensions have a stream of their own and may come first; a limit only ever moves later. */
const later = (known: Moment | null, named: Moment): Moment => Math.max(known ?? named, named);

const ofItem = revising<ItemFact>();

export const items: Projection<ItemFact> = {
  entity: new EntitySchema<ItemFact>({
    name: 'ItemFact',
    tableName: 'item_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 40, { nullable: true }),
      level: column.code('level', 16, { nullable: true }),
      sourceId: column.ref('source_id', { nullable: true }),
      registeredAt: column.moment('registered_at'),
      dueAt: column.moment('due_at'),
      originalDueAt: column.moment('original_due_at'),
      struckOffAt: column.moment('struck_off_at'),
      firstStruckOffAt: column.moment('first_struck_off_at'),
      reopenedAt: column.moment('reopened_at'),
      proactive: column.bool('proactive', { nullable: true }),
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    category: null,
    level: null,
    sourceId: null,
    registeredAt: null,
    dueAt: null,
    originalDueAt: null,
    struckOffAt: null,
    firstStruckOffAt: null,
    reopenedAt: null,
    proactive: null,
  }),
  clocks: ['registeredAt', 'dueAt', 'originalDueAt', 'firstStruckOffAt'],
  reactions: [
    ofItem.when(
      itemRegistered,
      ({ itemId }) => itemId,
      ({ data, ...event }, fact) => ({
        orgId: data.leadOrgId,
        category: data.category ?? data.source?.type ?? null,
        level: data.weight,
        sourceId: data.source?.id ?? null,
        registeredAt: happened(data.registeredAt, { data, ...event }),
        dueAt: later(fact.dueAt, momentOf(data.dueAt)),
        originalDueAt: optionalMoment(data.originalDueAt) ?? momentOf(data.dueAt),
        proactive: data.origin === 'DETECTED' || data.category === 'SELF_INITIATED',
      }),
    ),
    ofItem.when(
      leadTransferred,
      ({ itemId }) => itemId,
      ({ data }) => ({ orgId: data.toOrgId }),
    ),
    ofItem.when(
      extensionDecided,
      ({ itemId }) => itemId,
      ({ data }, fact) => (data.decision === 'APPROVED' ? { dueAt: later(fact.dueAt, momentOf(data.dueAt)) } : {}),
    ),
    ofItem.when(
      itemDeadlineChanged,
      ({ itemId }) => itemId,
      ({ data }, fact) => ({ dueAt: later(fact.dueAt, momentOf(data.dueAt)) }),
    ),
    ofItem.when(
      itemStruckOff,
      ({ itemId }) => itemId,
      (event, fact) => {
        const at = happened(event.data.struckOffAt, event);
        return {
          struckOffAt: at,
          firstStruckOffAt: fact.firstStruckOffAt ?? at,
          sourceId: event.data.source?.id ?? fact.sourceId,
        };
      },
    ),
    ofItem.when(
      itemReopened,
      ({ itemId }) => itemId,
      (event) => ({ struckOffAt: null, reopenedAt: momentOf(event.time) }),
    ),
  ],
};

/** A leader's own opinion of how an item was handled. */
export interface FeedbackFact extends Fact {
  readonly orgId: string | null;
  readonly score: number | null;
  readonly givenAt: Moment | null;
}

const ofFeedback = revising<FeedbackFact>();

export const feedback: Projection<FeedbackFact> = {
  entity: new EntitySchema<FeedbackFact>({
    name: 'FeedbackFact',
    tableName: 'feedback_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      score: column.integer('score', { nullable: true }),
      givenAt: column.moment('given_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, score: null, givenAt: null }),
  clocks: [],
  reactions: [
    ofFeedback.when(
      leaderFeedbackGiven,
      ({ itemId }) => itemId,
      (event) => ({ orgId: event.orgid, score: event.data.score, givenAt: happened(event.data.at, event) }),
    ),
  ],
};
