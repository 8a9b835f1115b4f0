import type { SecrecyLevel } from '@chengqi/schemas';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { DeadlineBasis, DeadlineClock, DeadlineUnit } from './deadline.ts';

/** A limit of something that this service owns, as far as it is to be warned of and announced; instants in JSON are text. */
export interface StoredDeadline {
  readonly id: string;
  readonly version: number;
  readonly subjectId: string;
  /** Which limit of the subject, such as `PETITION_FINISH`. */
  readonly rule: string;
  /** Which part of the subject stands under it, by its id; empty where the subject itself does. */
  readonly part: string;
  /** Owner and level of the subject: who may read that may read its limits. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly amount: number;
  readonly unit: DeadlineUnit;
  readonly basis: DeadlineBasis;
  readonly basisText: string;
  readonly pausedAt: Date | null;
  readonly extensions: number;
  readonly provisional: boolean;
  /** Other days were published since it was counted. */
  readonly recount: boolean;
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

/** Added when there were rows already, which were counted again then. */
const later = { nullable: true };

export const DeadlineEntity = new EntitySchema<StoredDeadline>({
  name: 'Deadline',
  tableName: 'deadlines',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    subjectId: column.ref('subject_id'),
    rule: column.code('rule', 32),
    part: column.code('part', 40, later),
    ownerOrgId: column.ref('owner_org_id', later),
    secrecyLevel: column.code('secrecy_level', 16, later),
    amount: column.integer('amount', later),
    unit: column.code('unit', 16, later),
    basis: column.code('basis', 16, later),
    basisText: column.text('basis_text', 200, later),
    pausedAt: column.instant('paused_at', later),
    extensions: column.integer('extensions', later),
    provisional: column.bool('provisional', later),
    recount: column.bool('recount', later),
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
    { name: 'deadlines_part', columns: ['subjectId', 'rule', 'part'], unique: true },
    { name: 'deadlines_next', columns: ['nextAt', 'id'] },
    { name: 'deadlines_recount', columns: ['recount', 'subjectId'] },
    { name: 'deadlines_due', columns: ['dueAt', 'id'] },
    { name: 'deadlines_clock', columns: ['clock', 'dueAt', 'id'] },
    { name: 'deadlines_owner', columns: ['ownerOrgId'] },
    { name: 'deadlines_level', columns: ['secrecyLevel', 'id'] },
  ],
});
