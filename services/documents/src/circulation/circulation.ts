import type { SecrecyLevel } from '@chengqi/schemas';

export type CirculationMode = 'SERIAL' | 'PARALLEL';
export type CirculationState = 'WAITING' | 'SENT' | 'READ' | 'SKIPPED_WITH_REASON';

/** A document on its way to one reader; owner and level are the document's. */
export interface CirculationReader {
  id: string;
  status: CirculationState;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  /** When it was sent to the reader; while it was not, when the document was received. */
  createdAt: Date;
  updatedAt: Date;
  documentId: string;
  circulationNo: string;
  mode: CirculationMode;
  readerOrder: number;
  readerId: string;
  sentAt: Date | null;
  readAt: Date | null;
  opinion: string | null;
}

/** All passages of one document. */
export interface Circulation {
  readonly mode: CirculationMode;
  readonly readers: readonly CirculationReader[];
  readonly holderId: string | null;
  readonly complete: boolean;
}

/** Null without readers. Where one reads after the other, who has it and has not read it holds it (DOC-9). */
export function circulationOf(readers: readonly CirculationReader[]): Circulation | null {
  const [first] = readers;
  if (!first) return null;
  const holder = first.mode === 'SERIAL' ? readers.find(({ status }) => status === 'SENT') : undefined;
  return {
    mode: first.mode,
    readers,
    holderId: holder?.readerId ?? null,
    complete: readers.every(({ status }) => status === 'READ' || status === 'SKIPPED_WITH_REASON'),
  };
}
