import type { Assignment } from './assignments/assignment.ts';
import type { ResolutionReplica } from './decisions/resolution.ts';
import type { SupervisionItem, Verification } from './items/item.ts';
import type { UrgeNotice } from './notices/notice.ts';
import type { Obstacle, ProgressReport } from './progress/progress.ts';
import type { HazardLink } from './rectification/hazard.ts';

export type SupervisionItemParent = SupervisionItem;
export type VerificationParent = Verification;
export type AssignmentParent = Assignment;
export type ProgressReportParent = ProgressReport;
export type ObstacleParent = Obstacle;
export type UrgeNoticeParent = UrgeNotice;
export type HazardLinkParent = HazardLink;
export type OrphanDecisionParent = ResolutionReplica;
