import type { SecrecyLevel } from '@chengqi/schemas';
import type { CaseChannel } from '@chengqi/schemas/events/reception';

export type MatterState = 'PUBLISHED' | 'RETIRED';
export type MatterAction = 'REVISE' | 'RETIRE';

/** One thing that an applicant brings. */
export interface Material {
  readonly name: string;
  readonly form: string | null;
  readonly required: boolean;
  readonly sharedData: boolean;
}

/** What an edition says; the days are working days. */
export interface MatterContent {
  readonly name: string;
  readonly materials: readonly Material[];
  readonly legalDays: number;
  readonly promisedDays: number;
  readonly fee: string | null;
  readonly onSiteTimes: number;
  readonly guide: string | null;
  readonly channels: readonly CaseChannel[];
}

/** One edition of what a unit serves. Editions never change, so that a case is judged by what its applicant was told. */
export interface Matter extends MatterContent {
  readonly id: string;
  readonly status: MatterState;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly code: string;
  readonly edition: number;
  readonly publishedById: string | null;
  readonly retiredAt: Date | null;
}
