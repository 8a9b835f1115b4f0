import type { SecrecyLevel } from '@chengqi/schemas';

export type CoverageKind = 'REPORT' | 'INSPECTION' | 'ITEM' | 'FEEDBACK' | 'DUTY';
export type CoveragePeriod = 'WEEKLY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUAL';
export type ExpectationState = 'ACTIVE' | 'ENDED';
export type ExpectationAction = 'END';
export type GapState = 'OPEN' | 'EXPLAINED' | 'FILLED';
export type GapAction = 'EXPLAIN' | 'FILL';

/** What is expected of units in each period (DOMAIN 4.4, 空白点). */
export interface CoverageExpectation {
  readonly id: string;
  readonly status: ExpectationState;
  readonly version: number;
  /** Who expects it, of itself and the units below. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly name: string;
  readonly kind: CoverageKind;
  readonly period: CoveragePeriod;
  /** Whose reports; null unless REPORT. */
  readonly dutyId: string | null;
  /** Units are named one by one; else those directly below the owner. */
  readonly named: boolean;
  /** The period that is looked at next; null once it has ended. */
  readonly nextPeriod: string | null;
  /** When that period is over, what is handed in late not counted. */
  readonly closesAt: Date | null;
}

/** One period of an expectation, looked at some units at a time. */
export interface CoverageRound {
  readonly id: string;
  readonly expectationId: string;
  readonly period: string;
  readonly fromAt: Date;
  /** Not included. */
  readonly toAt: Date;
  readonly closedAt: Date;
  readonly expected: number;
  /** The last cell that was looked at. */
  readonly lookedAt: string;
  readonly complete: boolean;
}

/** A cell without evidence: a unit, or a place of it, in one period. */
export interface CoverageGap {
  readonly id: string;
  readonly status: GapState;
  readonly version: number;
  /** The unit. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expectationId: string;
  /** Who expects it. */
  readonly expectingOrgId: string;
  readonly kind: CoverageKind;
  readonly dutyId: string | null;
  /** The unit, or the place that was not inspected. */
  readonly cellId: string;
  readonly period: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly explanation: string | null;
  readonly explainedById: string | null;
  readonly explainedAt: Date | null;
  /** What filled it, late. */
  readonly filledById: string | null;
  readonly filledAt: Date | null;
}

/** Something done elsewhere that covers a cell. */
export interface CoverageEvidence {
  readonly kind: CoverageKind;
  readonly cellId: string;
  readonly sourceId: string;
  readonly at: Date;
}

export const mostUnits = 1000;
export const mostExpectations = 200;
