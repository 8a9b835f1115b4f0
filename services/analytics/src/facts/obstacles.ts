import {
  coordinationDecided,
  coordinationRequested,
  obstacleAnalysed,
  obstacleEscalated,
  obstacleRaised,
  obstacleResolved,
  obstacleRiskAccepted,
} from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** What stands in the way of an item; its unit is that of the item. */
export interface ObstacleFact extends Fact {
  readonly itemId: string | null;
  readonly category: string | null;
  readonly raisedAt: Moment | null;
  readonly resolvedAt: Moment | null;
  /** When the office took to living with it. */
  readonly acceptedAt: Moment | null;
}

type ObstacleData = ReturnType<typeof obstacleRaised.schema.parse>;

const ofObstacle = revising<ObstacleFact>();
const known = ({ itemId, kind }: ObstacleData): Partial<ObstacleFact> => ({ itemId, category: kind });
const idOf = ({ obstacleId }: ObstacleData): string => obstacleId;

export const obstacles: Projection<ObstacleFact> = {
  entity: new EntitySchema<ObstacleFact>({
    name: 'ObstacleFact',
    tableName: 'obstacle_fact',
    columns: {
      id: column.id(),
      itemId: column.ref('item_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      raisedAt: column.moment('raised_at'),
      resolvedAt: column.moment('resolved_at'),
      acceptedAt: column.moment('accepted_at'),
    },
  }),
  empty: (id) => ({ id, itemId: null, category: null, raisedAt: null, resolvedAt: null, acceptedAt: null }),
  clocks: [],
  reactions: [
    ofObstacle.when(obstacleRaised, idOf, ({ data }) => ({ ...known(data), raisedAt: momentOf(data.at) })),
    ofObstacle.when(obstacleAnalysed, idOf, ({ data }) => known(data)),
    ofObstacle.when(obstacleEscalated, idOf, ({ data }) => known(data)),
    ofObstacle.when(obstacleResolved, idOf, ({ data }) => ({ ...known(data), resolvedAt: momentOf(data.at) })),
    ofObstacle.when(obstacleRiskAccepted, idOf, ({ data }) => ({ ...known(data), acceptedAt: momentOf(data.at) })),
  ],
};

/** Units asked for their positions; counted for the organisation that leads it. */
export interface CoordinationFact extends Fact {
  readonly orgId: string | null;
  readonly requestedAt: Moment | null;
  /** Agreed or decided; what was not agreed is not settled. */
  readonly settledAt: Moment | null;
  readonly agreed: boolean | null;
}

const ofCoordination = revising<CoordinationFact>();

export const coordinations: Projection<CoordinationFact> = {
  entity: new EntitySchema<CoordinationFact>({
    name: 'CoordinationFact',
    tableName: 'coordination_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      requestedAt: column.moment('requested_at'),
      settledAt: column.moment('settled_at'),
      agreed: column.bool('agreed', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, orgId: null, requestedAt: null, settledAt: null, agreed: null }),
  clocks: ['settledAt'],
  reactions: [
    ofCoordination.when(
      coordinationRequested,
      ({ coordinationId }) => coordinationId,
      ({ orgid, time }) => ({ orgId: orgid, requestedAt: momentOf(time) }),
    ),
    ofCoordination.when(
      coordinationDecided,
      ({ coordinationId }) => coordinationId,
      ({ data: { result }, time }) =>
        result === 'NOT_AGREED' ? {} : { settledAt: momentOf(time), agreed: result === 'AGREED' },
    ),
  ],
};
