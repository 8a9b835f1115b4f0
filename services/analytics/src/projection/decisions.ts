import { resolutionAdopted, supervisionWaived } from '@chengqi/schemas/events/meetings';
import { EntitySchema } from 'typeorm';
import { column } from './fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from './projection.ts';

/** A decision of a meeting, counted for the unit that leads its work. */
export interface DecisionFact extends Fact {
  readonly orgId: string | null;
  readonly requiresAction: boolean | null;
  readonly adoptedAt: Moment | null;
  readonly waivedAt: Moment | null;
}

const ofDecision = revising<DecisionFact>();

export const decisions: Projection<DecisionFact> = {
  entity: new EntitySchema<DecisionFact>({
    name: 'DecisionFact',
    tableName: 'decision_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      requiresAction: column.bool('requires_action', { nullable: true }),
      adoptedAt: column.moment('adopted_at'),
      waivedAt: column.moment('waived_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, requiresAction: null, adoptedAt: null, waivedAt: null }),
  clocks: [],
  reactions: [
    ofDecision.when(
      resolutionAdopted,
      ({ resolutionId }) => resolutionId,
      ({ data }, fact) => ({
        orgId: data.leadOrgId,
        requiresAction: data.requiresAction,
        adoptedAt: momentOf(data.adoptedAt),
        waivedAt: fact.waivedAt ?? (data.waived ? momentOf(data.adoptedAt) : null),
      }),
    ),
    ofDecision.when(
      supervisionWaived,
      ({ resolutionId }) => resolutionId,
      (event, fact) => ({ waivedAt: fact.waivedAt ?? momentOf(event.time) }),
    ),
  ],
};
