import { inspectionClosed, inspectionMissed } from '@chengqi/schemas/events/security';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, optionalMoment, type Projection, revising } from '../projection/projection.ts';

/** An inspection that was carried out or missed, of a place of the unit. */
export interface InspectionFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  /** The first moment of the day on which it was due. */
  readonly dueAt: Moment | null;
  readonly finishedAt: Moment | null;
}

const ofInspection = revising<InspectionFact>();

/** `startOf` gives the first moment of a business day. */
export const inspectionsBy = (startOf: (day: string) => Date): Projection<InspectionFact> => ({
  entity: inspectionEntity,
  empty: (id) => ({ id, orgId: null, category: null, dueAt: null, finishedAt: null }),
  clocks: [],
  reactions: [inspectionClosed, inspectionMissed].map((contract) =>
    ofInspection.when(
      contract,
      ({ inspectionId }) => inspectionId,
      ({ orgid, data }) => ({
        orgId: orgid,
        category: data.kind,
        dueAt: startOf(data.dueOn).getTime(),
        finishedAt: contract === inspectionClosed ? optionalMoment(data.finishedAt) : null,
      }),
    ),
  ),
});

export const inspectionEntity = new EntitySchema<InspectionFact>({
  name: 'InspectionFact',
  tableName: 'inspection_fact',
  columns: {
    id: column.id(),
    orgId: column.ref('org_id', { nullable: true }),
    category: column.code('category', 16, { nullable: true }),
    dueAt: column.moment('due_at'),
    finishedAt: column.moment('finished_at'),
  },
});
