import type { SecrecyLevel } from '@chengqi/schemas';
import type { ArchiveSourceType } from '@chengqi/schemas/events/documents';
import type { Clock } from '@chengqi/service-kit';
import type { Document } from '../outgoing/document.ts';
import { keptText } from '../secrecy.ts';
import type { ArchiveRecord } from './archive-record.ts';

/** What came to its end and must be kept. */
export interface Closed {
  readonly sourceType: ArchiveSourceType;
  readonly sourceId: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly title: string | null;
  /** Business day the piece carries; its year is the year of the piece. */
  readonly recordDate: string;
}

const titleLimit = 500;

/** A record waits PRE_FILED until an archivist gives it its code. */
export function preFiled({ title, ...closed }: Closed, id: string, at: Date): ArchiveRecord {
  return {
    ...closed,
    id,
    title: keptText(closed.secrecyLevel, title === null ? null : title.slice(0, titleLimit)),
    status: 'PRE_FILED',
    version: 1,
    createdAt: at,
    updatedAt: at,
    year: Number(closed.recordDate.slice(0, 4)),
    pages: null,
    sourceCode: null,
    responsible: null,
    box: null,
    importedAt: null,
    archivalCode: null,
    fondsCode: null,
    category: null,
    retention: null,
    orgSegment: null,
    itemNo: null,
    retentionStart: null,
    retentionUntil: null,
    retentionChanges: [],
    cataloguedAt: null,
    cataloguedById: null,
  };
}

/** A document belongs to the year of its signature, as its number does. */
export const recordOfDocument = (document: Document, id: string, clock: Clock, at: Date): ArchiveRecord =>
  preFiled(
    {
      sourceType: 'Document',
      sourceId: document.id,
      ownerOrgId: document.ownerOrgId,
      secrecyLevel: document.secrecyLevel,
      title: document.title,
      recordDate: clock.today(document.signedAt ?? document.createdAt),
    },
    id,
    at,
  );
