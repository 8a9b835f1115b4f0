import {
  hazardClosed,
  hazardConfirmed,
  hazardDeadlineChanged,
  hazardDismissed,
  hazardLinked,
  hazardReopened,
  hazardReported,
} from '@chengqi/schemas/events/security';
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

/** A hazard of the ledger, counted for the unit that has to put it right. */
export interface HazardFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly level: string | null;
  readonly recurrence: boolean | null;
  readonly reportedAt: Moment | null;
  readonly confirmedAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly originalDueAt: Moment | null;
  /** Null again after a relapse. */
  readonly closedAt: Moment | null;
  readonly dismissedAt: Moment | null;
}

const moments = {
  reportedAt: column.moment('reported_at'),
  confirmedAt: column.moment('confirmed_at'),
  dueAt: column.moment('due_at'),
  originalDueAt: column.moment('original_due_at'),
  closedAt: column.moment('closed_at'),
  dismissedAt: column.moment('dismissed_at'),
};

const ofHazard = revising<HazardFact>();

export const hazards: Projection<HazardFact> = {
  entity: new EntitySchema<HazardFact>({
    name: 'HazardFact',
    tableName: 'hazard_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 64, { nullable: true }),
      level: column.code('level', 16, { nullable: true }),
      recurrence: column.bool('recurrence', { nullable: true }),
      ...moments,
    },
  }),
  empty: (id) => ({
    id,
    orgId: null,
    category: null,
    level: null,
    recurrence: null,
    reportedAt: null,
    confirmedAt: null,
    dueAt: null,
    originalDueAt: null,
    closedAt: null,
    dismissedAt: null,
  }),
  clocks: ['reportedAt', 'dueAt', 'closedAt'],
  reactions: [
    ofHazard.when(
      hazardReported,
      ({ hazardId }) => hazardId,
      (event) => ({
        orgId: event.data.responsibleOrgId ?? event.data.ownerOrgId,
        category: event.data.category ?? null,
        level: event.data.level,
        recurrence: event.data.recurrence ?? false,
        reportedAt: happened(event.data.reportedAt, event),
      }),
    ),
    ofHazard.when(
      hazardConfirmed,
      ({ hazardId }) => hazardId,
      (event, fact) => ({
        orgId: event.data.responsibleOrgId,
        level: event.data.level,
        recurrence: event.data.recurrence ?? fact.recurrence,
        confirmedAt: happened(event.data.confirmedAt, event),
        dueAt: momentOf(event.data.dueAt),
        originalDueAt: optionalMoment(event.data.originalDueAt) ?? momentOf(event.data.dueAt),
      }),
    ),
    ofHazard.when(
      hazardDeadlineChanged,
      ({ hazardId }) => hazardId,
      ({ data }) => ({ dueAt: momentOf(data.dueAt) }),
    ),
    ofHazard.when(
      hazardDismissed,
      ({ hazardId }) => hazardId,
      (event) => ({ dismissedAt: happened(event.data.dismissedAt, event) }),
    ),
    ofHazard.when(
      hazardClosed,
      ({ hazardId }) => hazardId,
      ({ data }, fact) => ({
        orgId: data.responsibleOrgId,
        level: data.level ?? fact.level,
        closedAt: momentOf(data.closedAt),
      }),
    ),
    ofHazard.when(
      hazardReopened,
      ({ hazardId }) => hazardId,
      () => ({ closedAt: null }),
    ),
  ],
};

/** An item waits for a hazard, or followed from it. */
export interface HazardLinkFact extends Fact {
  readonly itemId: string | null;
  readonly hazardId: string | null;
}

const ofHazardLink = revising<HazardLinkFact>();

export const hazardLinks: Projection<HazardLinkFact> = {
  entity: new EntitySchema<HazardLinkFact>({
    name: 'HazardLinkFact',
    tableName: 'hazard_link_fact',
    columns: {
      id: column.key('id', 64),
      itemId: column.ref('item_id', { nullable: true }),
      hazardId: column.ref('hazard_id', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, itemId: null, hazardId: null }),
  clocks: [],
  reactions: [
    ofHazardLink.when(
      hazardLinked,
      ({ itemId, hazardId }) => `${itemId}:${hazardId}`,
      ({ data: { itemId, hazardId } }) => ({ itemId, hazardId }),
    ),
  ],
};
