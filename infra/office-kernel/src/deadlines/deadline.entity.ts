import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { DeadlineClock } from './deadline.ts';

/** A limit of something that this service owns, as far as it is to be warned of and announced; instants in JSON are text. */
export interface StoredDeadline {
  readonly id: string;
  readonly version: number;
  readonly subjectId: string;
  /** Which limit of the subject, such as `PETITION_FINISH`. */
  readonly rule: string;
  readonly startAt: Date;
  readonly dueAt: Date;
  /** Never changes, whatever is extended, paused or published. */
  readonly originalDueAt: Date;
  readonly clock: DeadlineClock;
  readonly warnAt: readonly string[];
  readonly warned: readonly string[];
  /** The end whose passing was announced; each is announced once. */
  readonly breachToldFor: Date | null;
  /** When something is to be told next; null while there is nothing. */
  readonly nextAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const DeadlineEntity = new EntitySchema<StoredDeadline>({
  name: 'Deadline',
  tableName: 'deadlines',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    subjectId: column.ref('subject_id'),
    rule: column.code('rule', 32),
    startAt: column.instant('start_at'),
    dueAt: column.instant('due_at'),
    originalDueAt: column.instant('original_due_at'),
    clock: column.code('clock', 16),
    warnAt: column.json('warn_at'),
    warned: column.json('warned'),
    breachToldFor: column.instant('breach_told_for', { nullable: true }),
    nextAt: column.instant('next_at', { nullable: true }),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [
    { name: 'deadlines_subject', columns: ['subjectId', 'rule'], unique: true },
    { name: 'deadlines_next', columns: ['nextAt', 'id'] },
  ],
});
