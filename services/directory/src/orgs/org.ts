import type { SecrecyLevel } from '@chengqi/schemas';
import type { orgKinds, orgLevels } from '@chengqi/schemas/events/directory';

export type OrgLevel = (typeof orgLevels)[number];
export type OrgKind = (typeof orgKinds)[number];
export type OrgStatus = 'ACTIVE' | 'INACTIVE';
export type OrgAction = 'MOVE' | 'DEACTIVATE';

/** What an administrator or an export says of a unit; its place in the tree is separate. */
export interface OrgFacts {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly level: OrgLevel;
  readonly kind: OrgKind;
  readonly docCodes: string[];
  readonly fondsCode: string | null;
  readonly dutyPhone: string | null;
  readonly reportingUnit: boolean;
  /** Null leaves it to the unit above. */
  readonly classifyingRight: SecrecyLevel | null;
}

export interface Org extends OrgFacts {
  readonly id: string;
  readonly status: OrgStatus;
  readonly parentId: string | null;
  /** `/org_a/org_b/`: ids from the root down to the unit itself. */
  readonly path: string;
  readonly depth: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly mergedIntoId: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What keeps a unit open. */
export interface OrgObligations {
  readonly activeChildren: number;
  readonly openPosts: number;
}
