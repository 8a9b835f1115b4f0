import type { Evidence, EvidenceFile, StoredDeadline } from '@chengqi/office-kernel';
import type { DutyRoster, DutyShift } from './duty/duty.ts';
import type { DutyLogEntry } from './duty/duty-log.entity.ts';
import type { Hazard, HazardPartCount, Recheck, Rectification, RectificationPlan } from './hazards/hazard.ts';
import type { HazardBoard } from './hazards/hazard-board.repository.ts';
import type { Finding, InspectionTask } from './inspections/inspection.ts';

export type HazardParent = Hazard;
export type HazardPartCountParent = HazardPartCount;
export type RectificationPlanParent = RectificationPlan;
export type RectificationParent = Rectification;
export type RecheckParent = Recheck;
export type SiteRestrictionParent = Hazard;
/** The look-alikes are looked for only when they are asked for. */
export type ReportHazardPayloadParent = { readonly hazard: Hazard };
export type SiteSafetyParent = {
  siteId: string;
  openHazards: number;
  openMajorHazards: number;
  overdueHazards: number;
  restricted: boolean;
};
export type HazardBoardParent = HazardBoard;
export type InspectionTaskParent = InspectionTask;
export type InspectionFindingParent = Finding;
export type DutyRosterParent = DutyRoster;
export type DutyShiftParent = DutyShift;
export type DutyLogEntryParent = DutyLogEntry;
export type DutyCheckInParent = DutyShift['checkIns'][number];
export type DeadlineParent = StoredDeadline;
export type EvidenceParent = Evidence;
export type FileParent = EvidenceFile;
export type UploadTicketParent = { readonly fileId: string; readonly expiresAt: Date };
