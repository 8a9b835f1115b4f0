import { visitorOnSite } from '@chengqi/schemas/events/reception';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** Somebody came in, to the unit visited; never who. */
export interface VisitFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly arrivedAt: Moment | null;
}

const ofVisit = revising<VisitFact>();

export const visits: Projection<VisitFact> = {
  entity: new EntitySchema<VisitFact>({
    name: 'VisitFact',
    tableName: 'visit_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      arrivedAt: column.moment('arrived_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, arrivedAt: null }),
  clocks: ['arrivedAt'],
  reactions: [
    ofVisit.when(
      visitorOnSite,
      ({ visitId }) => visitId,
      ({ data }) => ({ orgId: data.hostOrgId, category: data.kind, arrivedAt: momentOf(data.arriveAt) }),
    ),
  ],
};
