import type { SecrecyLevel } from '@chengqi/schemas';
import type { MeetingStatus } from '../meetings/meeting.ts';

export type ResolutionStatus = 'DRAFT' | 'ADOPTED' | 'UNDER_SUPERVISION' | 'IMPLEMENTED' | 'NO_ACTION' | 'SUPERSEDED';
export type ResolutionAction = 'ADOPT' | 'WAIVE' | 'SUPERVISE' | 'IMPLEMENT' | 'RELEASE' | 'REOPEN';

export interface Resolution {
  id: string;
  status: ResolutionStatus;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  code: string;
  meetingId: string;
  agendaItemId: string | null;
  text: string;
  requiresAction: boolean;
  leadOrgId: string | null;
  coOrgIds: string[];
  leaderId: string | null;
  dueOn: string | null;
  adoptedAt: Date | null;
  /** MTG-6: end of the second working day after the adoption. */
  superviseBy: Date | null;
  supervisingOrgId: string | null;
  /** The registered item, its own or the one that its own was merged into; null again when it was rejected or merged. */
  itemId: string | null;
  /** Since when an item follows it; null again when that was rejected or merged. */
  supervisedAt: Date | null;
  waiverReason: string | null;
  waivedById: string | null;
  waivedAt: Date | null;
}

/** What adoption adds. */
export interface Binding {
  readonly adoptedAt: Date;
  readonly superviseBy: Date;
  readonly supervisingOrgId: string;
}
export type AdoptedResolution = Resolution & Binding;

/** A resolution with what its meeting says about who may act and when. */
export interface ResolutionSubject extends Resolution {
  chairId: string | null;
  meetingStatus: MeetingStatus;
  /** Of an imported meeting. */
  history: boolean;
}
