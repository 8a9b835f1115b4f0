import { EntitySchema } from 'typeorm';
import { column } from './fact-columns.ts';
import type { Moment } from './projection.ts';

/** What a figure's facts of one business day come to; an empty text stands for a dimension the fact does not name. */
export interface RollupDay {
  readonly metric: string;
  readonly day: string;
  readonly orgId: string;
  readonly category: string;
  readonly level: string;
  readonly channel: string;
  readonly numerator: number;
  readonly denominator: number;
  /** The newest moment in these facts: as of any later one the row holds. */
  readonly lastAt: Moment;
}

export const RollupDayEntity = new EntitySchema<RollupDay>({
  name: 'RollupDay',
  tableName: 'rollup_day',
  columns: {
    metric: column.key('metric'),
    day: column.key('day', 10),
    orgId: column.key('org_id'),
    category: column.key('category', 64),
    level: column.key('level', 16),
    channel: column.key('channel'),
    numerator: column.real('numerator', { nullable: false }),
    denominator: column.real('denominator', { nullable: false }),
    lastAt: column.moment('last_at', { nullable: false }),
  },
});

/** A day whose figures changed after they had been counted. */
export interface Restatement {
  readonly metric: string;
  readonly day: string;
  readonly restatedAt: Moment;
}

export const RestatementEntity = new EntitySchema<Restatement>({
  name: 'Restatement',
  tableName: 'restatement',
  columns: {
    metric: column.key('metric'),
    day: column.key('day', 10),
    restatedAt: column.moment('restated_at', { nullable: false }),
  },
});
