import { gapFilled, gapOpened } from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** A unit, or a place of it, of which something was expected that did not come. */
export interface GapFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly openedAt: Moment | null;
  readonly filledAt: Moment | null;
}

const ofGap = revising<GapFact>();

export const gaps: Projection<GapFact> = {
  entity: new EntitySchema<GapFact>({
    name: 'GapFact',
    tableName: 'gap_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 16, { nullable: true }),
      openedAt: column.moment('opened_at'),
      filledAt: column.moment('filled_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, openedAt: null, filledAt: null }),
  clocks: ['openedAt'],
  reactions: [
    ofGap.when(
      gapOpened,
      ({ gapId }) => gapId,
      ({ data }) => ({ orgId: data.orgId, category: data.kind, openedAt: momentOf(data.at) }),
    ),
    ofGap.when(
      gapFilled,
      ({ gapId }) => gapId,
      ({ data }) => ({ filledAt: momentOf(data.at) }),
    ),
  ],
};
