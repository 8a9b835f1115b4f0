import { resolutionAdopted, supervisionWaived } from '@chengqi/schemas/events/meetings';
import { sourceFollowed } from '@chengqi/schemas/events/supervision';
import { DateTime } from 'luxon';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** A decision of a meeting, counted for the unit that leads its work. */
export interface DecisionFact extends Fact {
  readonly orgId: string | null;
  readonly requiresAction: boolean | null;
  readonly adoptedAt: Moment | null;
  readonly waivedAt: Moment | null;
  /** First moment after the last day on which it should be carried out. */
  readonly dueAt: Moment | null;
  /** The item that follows it since its own was merged into that one, and since when. */
  readonly itemId: string | null;
  readonly followedAt: Moment | null;
}

const ofDecision = revising<DecisionFact>();

/** A limit ends with its last day; `startOf` gives the first moment of a day. */
export const decisionsBy = (startOf: (day: string) => Date): Projection<DecisionFact> => ({
  entity: decisionEntity,
  empty: (id) => ({
    id,
    orgId: null,
    requiresAction: null,
    adoptedAt: null,
    waivedAt: null,
    dueAt: null,
    itemId: null,
    followedAt: null,
  }),
  clocks: [],
  reactions: [
    ofDecision.when(
      resolutionAdopted,
      ({ resolutionId }) => resolutionId,
      ({ data }, fact) => ({
        orgId: data.leadOrgId,
        requiresAction: data.requiresAction,
        adoptedAt: momentOf(data.adoptedAt),
        dueAt: data.dueOn === null ? null : startOf(dayAfter(data.dueOn)).getTime(),
        waivedAt: fact.waivedAt ?? (data.waived ? momentOf(data.adoptedAt) : null),
      }),
    ),
    ofDecision.when(
      supervisionWaived,
      ({ resolutionId }) => resolutionId,
      (event, fact) => ({ waivedAt: fact.waivedAt ?? momentOf(event.time) }),
    ),
    ofDecision.whenEach(sourceFollowed, ({ data: { source, itemId }, time }) => {
      if (source.type !== 'Resolution') return [];
      const revise = (fact: DecisionFact) => ({ itemId, followedAt: fact.followedAt ?? momentOf(time) });
      return [{ id: source.id, revise }];
    }),
  ],
});

const dayAfter = (day: string): string => DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toISODate() ?? day;

export const decisionEntity = new EntitySchema<DecisionFact>({
  name: 'DecisionFact',
  tableName: 'decision_fact',
  columns: {
    id: column.id(),
    orgId: column.ref('org_id', { nullable: true }),
    requiresAction: column.bool('requires_action', { nullable: true }),
    adoptedAt: column.moment('adopted_at'),
    waivedAt: column.moment('waived_at'),
    dueAt: column.moment('due_at'),
    itemId: column.ref('item_id', { nullable: true }),
    followedAt: column.moment('followed_at'),
  },
});
