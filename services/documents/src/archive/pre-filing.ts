import type { Foundation } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { ArchiveSourceType } from '@chengqi/schemas/events/documents';
import { filingEnd } from '../deadlines/document-deadlines.ts';
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
  /** Until when it is to be catalogued. */
  readonly dueAt: Date;
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

/** A document belongs to the year of its signature, as its number does; it is to be filed after the year of its end. */
export function recordOfDocument(document: Document, id: string, { calendar }: Foundation['office'], at: Date) {
  const signedAt = document.signedAt ?? document.createdAt;
  const endedAt = document.closedAt ?? document.voidedAt ?? signedAt;
  return preFiled(
    {
      sourceType: 'Document',
      sourceId: document.id,
      ownerOrgId: document.ownerOrgId,
      secrecyLevel: document.secrecyLevel,
      title: document.title,
      recordDate: calendar.dayOf(signedAt),
      dueAt: filingEnd(calendar, Number(calendar.dayOf(endedAt).slice(0, 4))),
    },
    id,
    at,
  );
}
