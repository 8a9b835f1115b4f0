import type { SecrecyLevel } from '@chengqi/schemas';

export type PersonStatus = 'ACTIVE' | 'INACTIVE';
export type PersonAction = 'UPDATE' | 'ASSIGN_POST' | 'END_POST' | 'GRANT_CLEARANCE' | 'REVOKE_CLEARANCE';

export interface Person {
  readonly id: string;
  readonly status: PersonStatus;
  readonly staffNo: string;
  readonly name: string;
  /** In full; it leaves this service masked, or in full to PII_READ. */
  readonly phone: string | null;
  /** Unit of the first open post. */
  readonly primaryOrgId: string | null;
  readonly clearance: SecrecyLevel;
  readonly clearanceValidTo: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Post {
  readonly id: string;
  readonly personId: string;
  /** Null only for the founding administrator. */
  readonly orgId: string | null;
  readonly scopeOrgId: string | null;
  readonly title: string | null;
  readonly roles: string[];
  readonly principal: boolean;
  /** The unit, while the post is open and principal: the unique index on it is O-2. */
  readonly principalOf: string | null;
  readonly startedOn: string;
  readonly endedOn: string | null;
}

/** Created by the first migration, so that somebody can sign in and found the rest. */
export const foundingAdministrator = 'psn_01k5a0000000000000000000ad';
export const foundingPost = 'pst_01k5a0000000000000000000ad';

/** Without a clearance everybody reads INTERNAL. */
export const uncleared: SecrecyLevel = 'INTERNAL';

/** The closed list of roles (DOMAIN 3.2); SYSTEM and CITIZEN are never held by a post. */
export const roles = [
  'DRAFTER',
  'REVIEWER',
  'SIGNER',
  'PRINCIPAL',
  'REGISTRAR',
  'CLASSIFIER',
  'SECRECY_OFFICER',
  'ARCHIVIST',
  'OFFICE_DIRECTOR',
  'SUPERVISOR',
  'HANDLER',
  'ORG_HEAD',
  'MEETING_SECRETARY',
  'SAFETY_OFFICER',
  'INSPECTOR',
  'RECTIFIER',
  'DUTY_OFFICER',
  'DUTY_LEADER',
  'WINDOW',
  'CASE_OFFICER',
  'MEDIATOR',
  'COORDINATOR',
  'PUBLICIST',
  'ANALYST',
  'AUDITOR',
  'IMPORTER',
  'ADMIN',
  'PII_READ',
] as const;

/** `138****5678`; shorter numbers show their last two digits only. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  return phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
}
