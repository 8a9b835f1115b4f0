import type { SecrecyLevel } from '@chengqi/schemas';

export type DeliveryState = 'SENT' | 'SIGNED' | 'REJECTED';
export type DeliveryAction = 'SIGN' | 'REJECT';
export type DeliveryRole = 'MAIN' | 'CC';

/** One issued document on its way to one recipient; `ownerOrgId` is the recipient. */
export interface Delivery {
  id: string;
  status: DeliveryState;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  documentId: string;
  role: DeliveryRole;
  /** Who issued the document: a receipt by the same hand would prove nothing. */
  /** It came in unanswered at the end of a balance day, which this is. */
  openedAt: Date | null;
  issuedById: string | null;
  answeredAt: Date | null;
  answeredById: string | null;
  rejectReason: string | null;
  /** Null is never. */
  urgedCount: number | null;
}
