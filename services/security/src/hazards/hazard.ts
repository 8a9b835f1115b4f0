import type { Evidence } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';

export type HazardLevel = 'GENERAL' | 'MAJOR';
export const hazardCategories = [
  'FIRE',
  'ELECTRIC',
  'GAS',
  'CHEMICAL',
  'STRUCTURE',
  'TRAFFIC',
  'CROWD',
  'DATA',
  'CONFIDENTIAL',
  'FOOD',
  'SPECIAL_EQUIP',
  'OTHER',
] as const;
export type HazardCategory = (typeof hazardCategories)[number];
export type HazardStatus = 'REPORTED' | 'CONFIRMED' | 'RECTIFYING' | 'RECHECK' | 'CLOSED' | 'DISMISSED';
export type HazardAction =
  | 'CONFIRM'
  | 'DISMISS'
  | 'FIX_ON_SPOT'
  | 'SUBMIT_PLAN'
  | 'APPROVE_PLAN'
  | 'LIST'
  | 'EXTEND_DEADLINE'
  | 'RECORD_NOTICES'
  | 'SUBMIT_RECTIFICATION'
  | 'RECHECK'
  | 'REOPEN';
export type HazardSourceType = 'SupervisionItem' | 'StaffReport' | 'ServiceCase' | 'Call' | 'Finding';

/** The five in place, as handed in; instants are RFC 3339 because the plan is stored as one value. */
export interface RectificationPlan {
  readonly responsibleId: string;
  readonly measures: readonly string[];
  readonly funds: { readonly amount: number; readonly source: string | null } | null;
  readonly deadline: string;
  readonly contingency: string | null;
  readonly interimControls: string | null;
  readonly stopUse: boolean | null;
  readonly submittedById: string;
  readonly submittedAt: string;
  readonly approvedById: string | null;
  readonly approvedAt: string | null;
}

export interface Hazard {
  readonly id: string;
  readonly code: string;
  readonly status: HazardStatus;
  readonly version: number;
  /** The county or city that keeps the ledger. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly siteId: string;
  readonly siteOrgId: string;
  /** Null until fetched from the item or case that made it known: above INTERNAL no text travels in events. */
  readonly description: string | null;
  readonly category: HazardCategory;
  readonly level: HazardLevel | null;
  /** As it was proposed with the report: how soon it is to be confirmed. */
  readonly reportedLevel: HazardLevel | null;
  readonly sourceType: HazardSourceType;
  /** Null for a staff report, and while an imported source is known by its number only. */
  readonly sourceId: string | null;
  /** Number of the source in the export it came from. */
  readonly sourceCode: string | null;
  /** The supervision's link that asked for it. */
  readonly sourceLinkId: string | null;
  readonly reporterId: string | null;
  readonly anonymous: boolean;
  readonly reportedAt: Date;
  readonly confirmedById: string | null;
  readonly confirmedAt: Date | null;
  readonly responsibleOrgId: string | null;
  readonly dueAt: Date | null;
  readonly originalDueAt: Date | null;
  /** Until when the plan of a MAJOR hazard is to be approved; null for GENERAL, and where nobody laid it down. */
  readonly planDueAt: Date | null;
  /** Extensions of the present rectification. */
  readonly extensions: number;
  readonly extensionReason: string | null;
  readonly listed: boolean;
  readonly listedById: string | null;
  readonly plan: RectificationPlan | null;
  /** Plans that a relapse has overtaken. */
  readonly earlierPlans: readonly RectificationPlan[];
  /** Everybody who ever said that it is done. */
  readonly rectifierIds: readonly string[];
  readonly recheckerId: string | null;
  readonly failCount: number;
  readonly rootCause: string | null;
  readonly preventive: string | null;
  readonly recurrenceOfId: string | null;
  /** Number of an earlier hazard that is not in this ledger; only on imported hazards. */
  readonly recurrenceOfCode: string | null;
  readonly notifiedStaffAt: Date | null;
  readonly reportedToRegulatorAt: Date | null;
  /** The decision of the plan approved last; a relapse keeps it until the next one. */
  readonly stopUse: boolean;
  readonly stoppedAt: Date | null;
  readonly closedAt: Date | null;
  readonly dismissedAt: Date | null;
  readonly dismissReason: string | null;
  readonly reopenReason: string | null;
  /** Of the latest relapse. */
  readonly reopenedAt: Date | null;
  /** How often it came back as the same hazard; null for never. */
  readonly relapses: number | null;
  /** When it came from an export; null when it was reported here. */
  readonly importedAt: Date | null;
  /** Since when an imported one runs like an own one: the end of the balance day at which it was open, or its relapse. */
  readonly openedAt: Date | null;
}

/** Hazards of one part, counted; one of the others says of which. */
export interface HazardPartCount {
  readonly state: HazardStatus | null;
  readonly level: HazardLevel | null;
  readonly category: HazardCategory | null;
  readonly orgId: string | null;
  readonly count: number;
}

/** By what a hazard is found. */
export const hazardTexts = ({ code, description, rootCause, preventive }: Hazard) => ({
  code,
  description,
  rootCause,
  preventive,
});

/** A hazard at one moment, which limits ask for. */
export interface HazardCase extends Hazard {
  readonly at: Date;
}

/** One time the rectifier said that it is done. */
export interface Rectification {
  readonly id: string;
  readonly hazardId: string;
  readonly round: number;
  readonly byId: string;
  readonly at: Date;
  readonly onSpot: boolean;
  readonly results: readonly { readonly measure: number | null; readonly evidence: Evidence }[];
}

export interface Recheck {
  readonly id: string;
  readonly hazardId: string;
  readonly round: number;
  readonly byId: string;
  readonly at: Date;
  readonly result: 'PASS' | 'FAIL';
  readonly findings: string | null;
  readonly evidence: readonly Evidence[];
}

/** A supervised item waits for the hazard. */
export interface HazardLink {
  readonly id: string;
  readonly itemId: string;
  readonly hazardId: string;
  readonly supervisorOrgId: string;
  readonly createdAt: Date;
}

export const openStatuses = ['REPORTED', 'CONFIRMED', 'RECTIFYING', 'RECHECK'] as const satisfies HazardStatus[];
/** While a stop of use binds. */
export const restrictingStatuses = ['CONFIRMED', 'RECTIFYING', 'RECHECK'] as const satisfies HazardStatus[];

const hour = 3_600_000;
const day = 24 * hour;
export const generalDays = 7;
export const majorDays = 90;
export const relapseDays = 90;
/** A MAJOR hazard is with the regulator this long after its confirmation at the latest. */
export const regulatorHours = 24;

export const isOpen = ({ status }: Pick<Hazard, 'status'>): boolean =>
  (openStatuses as readonly string[]).includes(status);

export const isOverdue = (hazard: Hazard, at: Date): boolean =>
  isOpen(hazard) && hazard.dueAt !== null && at.getTime() > hazard.dueAt.getTime();

export const restrictsSite = ({ stopUse, status }: Hazard): boolean =>
  stopUse && (restrictingStatuses as readonly string[]).includes(status);

/** HAZ-3: told too late, or not told when the limit has passed. */
export const isRegulatorReportLate = ({ level, confirmedAt, reportedToRegulatorAt }: Hazard, at: Date): boolean =>
  level === 'MAJOR' &&
  confirmedAt !== null &&
  (reportedToRegulatorAt ?? at).getTime() > confirmedAt.getTime() + regulatorHours * hour;

/** The last moment at which a relapse is still the same hazard. */
export const relapseEnd = (closedAt: Date): Date => new Date(closedAt.getTime() + relapseDays * day);

/** Whether an earlier hazard came back as this one. */
export const isRecurrence = ({ recurrenceOfId, recurrenceOfCode }: Hazard): boolean =>
  recurrenceOfId !== null || recurrenceOfCode !== null;

/** The first line of the description, for lists and events. */
export const titleOf = ({ description }: Hazard): string | null =>
  description === null ? null : [...(description.split('\n')[0] ?? '')].slice(0, 100).join('');
