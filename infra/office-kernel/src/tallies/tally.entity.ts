import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** How many rows of a table have these values: owner, level, and what else is tallied, parted by `|`. */
export interface Tally {
  readonly subject: string;
  readonly cell: string;
  readonly n: number;
}

/** What a stored row added to a cell or took from it, until it is added up. */
export interface TallyChange extends Tally {
  readonly id: number;
}

/** When the tallies of a table were last compared with its rows; null before the first time. */
export interface TallyCheck {
  readonly subject: string;
  readonly checkedAt: Date | null;
}

export const TallyEntity = new EntitySchema<Tally>({
  name: 'Tally',
  tableName: 'tallies',
  withoutRowid: true,
  columns: { subject: column.key('subject', 64), cell: column.key('cell', 190), n: column.integer('n') },
});

export const TallyChangeEntity = new EntitySchema<TallyChange>({
  name: 'TallyChange',
  tableName: 'tally_changes',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    subject: column.code('subject', 64),
    cell: column.code('cell', 190),
    n: column.integer('n'),
  },
});

export const TallyCheckEntity = new EntitySchema<TallyCheck>({
  name: 'TallyCheck',
  tableName: 'tally_checks',
  columns: { subject: column.key('subject', 64), checkedAt: column.instant('checked_at', { nullable: true }) },
});
