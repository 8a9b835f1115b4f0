import type { SecrecyLevel } from '@chengqi/schemas';

export type RosterStatus = 'DRAFT' | 'PUBLISHED';
export type RosterAction = 'EDIT' | 'PUBLISH';
export type ShiftStatus = 'PLANNED' | 'PUBLISHED' | 'ON_DUTY';
export type ShiftAction = 'CHECK_IN';
export type ShiftKind = 'DAY' | 'NIGHT' | 'ALL_DAY';
export type Duty = 'LEADER' | 'OFFICER' | 'BACKUP';

export interface DutyRules {
  readonly officerMin: number;
  readonly maxConsecutiveHours: number;
  readonly minRestHours: number;
}

export const defaultRules: DutyRules = { officerMin: 2, maxConsecutiveHours: 24, minRestHours: 12 };

export interface DutyRoster {
  readonly id: string;
  readonly name: string;
  readonly status: RosterStatus;
  readonly version: number;
  /** Whose duty room. */
  readonly ownerOrgId: string;
  /** The organisation for which that duty room answers: the office's works for the whole county. */
  readonly servesOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly rules: DutyRules;
  /** Name of the export it came from; null for rosters made here. */
  readonly importedFrom: string | null;
  readonly publishedAt: Date | null;
}

export interface DutyShift {
  readonly id: string;
  readonly rosterId: string;
  readonly shiftNo: string;
  readonly status: ShiftStatus;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly servesOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly kind: ShiftKind;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly leaderId: string;
  readonly officerIds: readonly string[];
  readonly backupId: string | null;
  readonly phone: string | null;
  /** Officers that make the shift complete. */
  readonly officerMin: number;
  readonly checkIns: readonly { readonly personId: string; readonly at: string }[];
  readonly phoneTested: boolean | null;
  readonly handoverOpenItems: number | null;
  readonly publishedAt: Date | null;
}

/** One person in one shift; kept beside the shift, so that overlaps and `myShifts` are found by index. */
export interface DutyAssignment {
  readonly id: string;
  readonly shiftId: string;
  readonly personId: string;
  readonly duty: Duty;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly published: boolean;
}

/** A shift at one moment, which check-in asks for. */
export interface ShiftCase extends DutyShift {
  readonly at: Date;
}

/** Who works in the shift; the backup only stands by. */
export const peopleOf = ({ leaderId, officerIds }: Pick<DutyShift, 'leaderId' | 'officerIds'>): string[] => [
  leaderId,
  ...officerIds,
];
