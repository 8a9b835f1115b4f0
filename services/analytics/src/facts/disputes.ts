import { disputeExpired, disputeOpened, disputeSettled } from '@chengqi/schemas/events/reception';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** Staff are in dispute with their unit, of which nothing is kept here. */
export interface DisputeFact extends Fact {
  readonly category: string | null;
  readonly openedAt: Moment | null;
  readonly expiredAt: Moment | null;
  readonly settledAt: Moment | null;
  readonly performed: boolean | null;
}

const ofDispute = revising<DisputeFact>();

export const disputes: Projection<DisputeFact> = {
  entity: new EntitySchema<DisputeFact>({
    name: 'DisputeFact',
    tableName: 'dispute_fact',
    columns: {
      id: column.id(),
      category: column.code('category', 24, { nullable: true }),
      openedAt: column.moment('opened_at'),
      expiredAt: column.moment('expired_at'),
      settledAt: column.moment('settled_at'),
      performed: column.bool('performed', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, category: null, openedAt: null, expiredAt: null, settledAt: null, performed: null }),
  clocks: ['openedAt', 'expiredAt', 'settledAt'],
  reactions: [
    ofDispute.when(
      disputeOpened,
      ({ disputeId }) => disputeId,
      ({ data }) => ({ category: data.kind, openedAt: momentOf(data.openedAt) }),
    ),
    ofDispute.when(
      disputeExpired,
      ({ disputeId }) => disputeId,
      ({ data }) => ({ category: data.kind, expiredAt: momentOf(data.expiredAt) }),
    ),
    ofDispute.when(
      disputeSettled,
      ({ disputeId }) => disputeId,
      ({ data }) => ({
        category: data.kind,
        settledAt: momentOf(data.settledAt),
        performed: data.end === 'PERFORMED',
      }),
    ),
  ],
};
