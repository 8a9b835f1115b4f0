import type { SecrecyLevel } from '@chengqi/schemas';
import type { ArchiveSourceType, Retention } from '@chengqi/schemas/events/documents';

export type ArchiveRecordState = 'PRE_FILED' | 'CATALOGUED';
export type ArchiveRecordAction = 'CATALOG' | 'EXTEND_RETENTION';

/** A decision on how long a record is kept, made after its code was fixed. */
export interface RetentionChange {
  from: Retention;
  to: Retention;
  until: string | null;
  reason: string | null;
  byId: string | null;
  at: string;
}

/** One piece (件) kept for a source that has come to its end; code and segments are null until catalogued. */
export interface ArchiveRecord {
  id: string;
  status: ArchiveRecordState;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  sourceType: ArchiveSourceType;
  /** Null while the source of an imported record is known by its number only. */
  sourceId: string | null;
  /** Number of the source in the export it came from. */
  sourceCode: string | null;
  /** Who made the piece, as the catalogue names them. */
  responsible: string | null;
  box: string | null;
  /** When it came from an export; null when it was catalogued here. */
  importedAt: Date | null;
  title: string | null;
  year: number;
  recordDate: string;
  /** Until when it is to be catalogued; null for records of before that was kept. */
  dueAt: Date | null;
  pages: number | null;
  archivalCode: string | null;
  fondsCode: string | null;
  category: string | null;
  retention: Retention | null;
  orgSegment: string | null;
  itemNo: number | null;
  retentionStart: string | null;
  retentionUntil: string | null;
  retentionChanges: RetentionChange[];
  cataloguedAt: Date | null;
  cataloguedById: string | null;
}
