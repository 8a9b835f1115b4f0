import type { DutyRoster, DutyShift } from './duty/duty.ts';
import type { Hazard, Recheck, RectificationPlan } from './hazards/hazard.ts';

export type HazardParent = Hazard;
export type RectificationPlanParent = RectificationPlan;
export type RecheckParent = Recheck;
export type SiteRestrictionParent = Hazard;
export type SiteSafetyParent = {
  siteId: string;
  openHazards: number;
  openMajorHazards: number;
  overdueHazards: number;
  restricted: boolean;
};
export type DutyRosterParent = DutyRoster;
export type DutyShiftParent = DutyShift;
export type DutyCheckInParent = DutyShift['checkIns'][number];
