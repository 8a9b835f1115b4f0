import type { SecrecyLevel } from '@chengqi/schemas';

export type PersonStatus = 'ACTIVE' | 'INACTIVE';
export type PersonAction =
  | 'UPDATE'
  | 'ASSIGN_POST'
  | 'CONFIRM_POST'
  | 'END_POST'
  | 'GRANT_CLEARANCE'
  | 'CONFIRM_CLEARANCE'
  | 'REVOKE_CLEARANCE';
export type PostState = 'PROPOSED' | 'CONFIRMED' | 'ENDED';

export interface Person {
  readonly id: string;
  readonly status: PersonStatus;
  readonly staffNo: string;
  readonly name: string;
  /** In full; it leaves this service masked, or in full to PII_READ. */
  readonly phone: string | null;
  /** Unit of the first confirmed post. */
  readonly primaryOrgId: string | null;
  readonly clearance: SecrecyLevel;
  readonly clearanceValidTo: string | null;
  /** Waits for a second person; null when nothing waits. */
  readonly proposedClearance: SecrecyLevel | null;
  readonly proposedClearanceValidTo: string | null;
  readonly clearanceProposedById: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** People of one part, counted; one of the others says of which. */
export interface PersonCount {
  readonly active: boolean | null;
  readonly orgId: string | null;
  readonly count: number;
}

/** By what a person is found. */
export const personTexts = ({ name, staffNo }: Person) => ({ name, staffNo });

export interface Post {
  readonly id: string;
  readonly personId: string;
  /** Null only for the founding accounts. */
  readonly orgId: string | null;
  readonly scopeOrgId: string | null;
  readonly title: string | null;
  readonly roles: string[];
  readonly principal: boolean;
  /** The unit, while the post is confirmed, open and principal: the unique index on it is O-2. */
  readonly principalOf: string | null;
  readonly startedOn: string;
  readonly endedOn: string | null;
  /** Null for what migrations and offices without a second person gave. */
  readonly proposedById: string | null;
  readonly confirmedById: string | null;
  /** Null while the post waits for a second person: it counts for nothing then. */
  readonly confirmedAt: Date | null;
  /** The post that ends when this one is confirmed: a transfer, or more roles in the same unit. */
  readonly replacesId: string | null;
}

export const stateOf = ({ endedOn, confirmedAt }: Post): PostState => {
  if (endedOn !== null) return 'ENDED';
  return confirmedAt === null ? 'PROPOSED' : 'CONFIRMED';
};
export const isProposed = (post: Post): boolean => stateOf(post) === 'PROPOSED';
export const isConfirmed = (post: Post): boolean => stateOf(post) === 'CONFIRMED';

/** Nothing is proposed beside the clearance in force. */
export const nothingProposed = {
  proposedClearance: null,
  proposedClearanceValidTo: null,
  clearanceProposedById: null,
} as const;

/** Created by migrations, so that somebody can sign in and found the rest, and somebody else confirm it. */
export const foundingAdministrator = 'psn_01k5a0000000000000000000ad';
export const foundingPost = 'pst_01k5a0000000000000000000ad';
export const foundingConfirmer = 'psn_01k5a0000000000000000000cf';
export const foundingConfirmerPost = 'pst_01k5a0000000000000000000cf';
export const founders: ReadonlySet<string> = new Set([foundingAdministrator, foundingConfirmer]);
export const foundingPosts: ReadonlySet<string> = new Set([foundingPost, foundingConfirmerPost]);

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
