import type { SecrecyLevel } from '@chengqi/schemas';

export type MinutesStatus = 'DRAFT' | 'REVIEW' | 'REVIEWED' | 'SIGNED' | 'ISSUED';
export type MinutesAction = 'DRAFT' | 'SUBMIT' | 'REVIEW' | 'SIGN' | 'REFUSE' | 'ISSUE';

export interface Minutes {
  id: string;
  status: MinutesStatus;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  meetingId: string;
  title: string;
  text: string;
  digest: string;
  docCode: string;
  recipientOrgIds: string[];
  drafterId: string;
  reviewerId: string | null;
  signerId: string | null;
  signedAt: Date | null;
  returnReason: string | null;
  documentId: string | null;
}

/** Minutes with the people their meeting names. */
export interface MinutesSubject extends Minutes {
  chairId: string | null;
  minutesSignerId: string | null;
  secretaryId: string;
}
