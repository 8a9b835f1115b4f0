import type { OrgTree } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { Contact } from '../contacts/contact.ts';

export type BlockStatus = 'ACTIVE' | 'LIFTED';
export type BlockAction = 'LIFT';

/** Somebody who is not let in by a unit and those below it until a day comes; known by digests, never by name. */
export interface BlockedVisitor {
  readonly id: string;
  readonly status: BlockStatus;
  readonly version: number;
  /** The unit that closed its doors. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The visit that gave reason for it; its contact says who is meant. */
  readonly visitId: string;
  readonly phoneHash: string | null;
  readonly idHash: string | null;
  readonly reason: string;
  readonly until: Date;
  readonly blockedById: string | null;
  readonly liftedAt: Date | null;
  readonly liftedById: string | null;
  readonly liftReason: string | null;
}

/** What a block tells of itself to who sees the visit. */
export type VisitBlock = Pick<BlockedVisitor, 'reason' | 'until'>;

/** Whether it holds at the moment. */
export const isRunning = ({ status, until }: BlockedVisitor, at: Date): boolean => status === 'ACTIVE' && until > at;

type Identity = Pick<Contact, 'phoneHash' | 'idHash'>;

interface Doors {
  readonly ownerOrgId: string;
  readonly siteOrgId: string;
}

/** The document decides where both are known by one; a number may be shared by a family. */
const isSame = (one: Identity, other: Identity): boolean =>
  one.idHash !== null && other.idHash !== null
    ? one.idHash === other.idHash
    : one.phoneHash !== null && one.phoneHash === other.phoneHash;

/** The block that keeps the visitor out of the unit visited or of the place, the one that ends last. */
export function blockOn(
  { ownerOrgId, siteOrgId }: Doors,
  visitor: Identity | undefined,
  blocks: readonly BlockedVisitor[],
  tree: OrgTree,
): BlockedVisitor | null {
  const covers = (block: BlockedVisitor) =>
    [ownerOrgId, siteOrgId].some((orgId) => tree.covers(block.ownerOrgId, orgId));
  const found = visitor === undefined ? [] : blocks.filter((block) => isSame(block, visitor) && covers(block));
  return found.toSorted((one, other) => other.until.getTime() - one.until.getTime())[0] ?? null;
}
