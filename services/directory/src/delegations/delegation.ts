export type DelegationStatus = 'GRANTED' | 'REVOKED';
export type DelegationState = 'SCHEDULED' | 'ACTIVE' | 'ENDED' | 'REVOKED';
export type DelegationAction = 'REVOKE';

/** Roles of one post of a person that another one has as well for a while (AB角). */
export interface Delegation {
  readonly id: string;
  readonly status: DelegationStatus;
  readonly version: number;
  /** Unit of the post when it was given. */
  readonly ownerOrgId: string;
  /** The holder of the post, in whose name the other one acts. */
  readonly fromId: string;
  readonly toId: string;
  /** They count as long as this post is open and carries them. */
  readonly postId: string;
  readonly roles: string[];
  readonly validFrom: Date;
  /** From this instant on it counts for nothing. */
  readonly validTo: Date;
  readonly reason: string;
  readonly revokedAt: Date | null;
  readonly revokedById: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Nothing is written when the time comes: what a delegation is follows from the clock. */
export function stateOf({ status, validFrom, validTo }: Delegation, now: Date): DelegationState {
  if (status === 'REVOKED') return 'REVOKED';
  if (now < validFrom) return 'SCHEDULED';
  return now < validTo ? 'ACTIVE' : 'ENDED';
}

/**
 * Roles that serve the house instead of its work, give rights to others or read beside the work: two people gave them
 * to this one person, and they stay there.
 */
const personal: ReadonlySet<string> = new Set([
  'ADMIN',
  'IMPORTER',
  'AUDITOR',
  'ANALYST',
  'SECRECY_OFFICER',
  'PII_READ',
]);

export const mayBeDelegated = (role: string): boolean => !personal.has(role);
