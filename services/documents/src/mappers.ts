import type { ArchiveRecord, RetentionChange } from './archive/archive-record.ts';
import type { DocumentBoard } from './board/board.ts';
import type { Delivery } from './deliveries/delivery.ts';
import type { NumberAllocation, NumberSequence } from './numbering/number-sequence.ts';
import type { Document } from './outgoing/document.ts';

export type DocumentParent = Document;
export type DocumentBoardParent = DocumentBoard;
export type DeliveryParent = Delivery;
export type ArchiveRecordParent = ArchiveRecord;
export type RetentionChangeParent = RetentionChange;
export type NumberSequenceParent = NumberSequence;
export type NumberAllocationParent = NumberAllocation;
