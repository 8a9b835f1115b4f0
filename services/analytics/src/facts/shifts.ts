import { rosterPublished } from '@chengqi/schemas/events/security';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** A span of a duty room: of a whole roster, or of one of its published shifts. */
export interface SpanFact extends Fact {
  readonly orgId: string | null;
  readonly startAt: Moment | null;
  readonly endAt: Moment | null;
}

const spanEntity = (name: string, tableName: string) =>
  new EntitySchema<SpanFact>({
    name,
    tableName,
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      startAt: column.moment('start_at'),
      endAt: column.moment('end_at'),
    },
  });

const empty = (id: string): SpanFact => ({ id, orgId: null, startAt: null, endAt: null });

const ofSpan = revising<SpanFact>();

export const rosters: Projection<SpanFact> = {
  entity: spanEntity('RosterFact', 'roster_fact'),
  empty,
  clocks: [],
  reactions: [
    ofSpan.when(
      rosterPublished,
      ({ rosterId }) => rosterId,
      ({ data }) => ({ orgId: data.orgId, startAt: momentOf(data.from), endAt: momentOf(data.to) }),
    ),
  ],
};

export const shifts: Projection<SpanFact> = {
  entity: spanEntity('ShiftFact', 'shift_fact'),
  empty,
  clocks: [],
  reactions: [
    ofSpan.whenEach(rosterPublished, ({ data }) =>
      data.shifts.map(({ shiftId, start, end }) => ({
        id: shiftId,
        revise: () => ({ orgId: data.orgId, startAt: momentOf(start), endAt: momentOf(end) }),
      })),
    ),
  ],
};
