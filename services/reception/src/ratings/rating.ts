import type { SecrecyLevel } from '@chengqi/schemas';

export const ratingSubjectTypes = ['CASE', 'VISIT', 'CALL'] as const;
export type RatingSubjectType = (typeof ratingSubjectTypes)[number];
export const ratingChannels = ['WINDOW', 'PHONE', 'SMS', 'WEB'] as const;
export type RatingChannel = (typeof ratingChannels)[number];
export const ratingStatuses = [
  'SUBMITTED',
  'REVISIT',
  'RECTIFYING',
  'FED_BACK',
  'CLOSED',
  'APPEALED',
  'UPHELD',
  'REMOVED',
] as const;
export type RatingStatus = (typeof ratingStatuses)[number];
export type RatingAction = 'REVISIT' | 'RECTIFY' | 'FEED_BACK' | 'CLOSE' | 'APPEAL' | 'DECIDE_APPEAL';
export type AppealDecision = 'UPHELD' | 'REMOVED';

/** A service that was given, as its slice describes it to ratings. */
export interface RatedService {
  readonly subjectType: RatingSubjectType;
  readonly subjectId: string;
  /** The unit that served. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  /** An ACCUSATION: who may not read the case does not see its rating. */
  readonly restricted: boolean;
  /** Whose contacts the rater's are; null when nobody's are known. */
  readonly contactOf: string | null;
  /** False where the applicant gave no name or asked not to be named: then nobody sees a rater. */
  readonly nameable: boolean;
  /** The edition of the matter that was served; null where none was named, or of an ACCUSATION. */
  readonly matterId: string | null;
  /** Everybody who served: they neither rate nor see who did. */
  readonly ratedIds: readonly string[];
}

/** What opens one rating of one service; the code itself is kept nowhere. */
export interface RatingCode extends RatedService {
  readonly id: string;
  readonly version: number;
  readonly codeHash: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Wrong codes that somebody tried since then; a minute later nothing is held against them. */
export interface WrongCodes {
  /** Digest of whoever tries. */
  readonly guesser: string;
  readonly since: Date;
  readonly tries: number;
}

export const guessingMilliseconds = 60_000;

export interface Rating extends RatedService {
  readonly id: string;
  readonly status: RatingStatus;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Number in an export. */
  readonly ratingNo: string | null;
  readonly score: number;
  /** Whether the score is a bad one. */
  readonly bad: boolean;
  readonly tags: readonly string[];
  readonly comment: string | null;
  readonly named: boolean;
  readonly channel: RatingChannel;
  readonly ratedAt: Date;
  /** Both null unless bad. */
  readonly contactDueAt: Date | null;
  readonly dueAt: Date | null;
  readonly revisitedAt: Date | null;
  readonly revisitedById: string | null;
  readonly facts: string | null;
  readonly rectifiedAt: Date | null;
  readonly rectifiedById: string | null;
  readonly rectification: string | null;
  readonly fedBackAt: Date | null;
  readonly fedBackById: string | null;
  readonly feedback: string | null;
  readonly closedAt: Date | null;
  readonly appealedAt: Date | null;
  readonly appealedById: string | null;
  readonly appealReason: string | null;
  readonly appealDecidedAt: Date | null;
  readonly appealDecidedById: string | null;
  readonly appealDecision: AppealDecision | null;
  readonly appealDecisionReason: string | null;
  /** When its lateness was announced; at most once. */
  readonly overdueToldAt: Date | null;
  readonly imported: boolean;
}

/** A rating before one person, and before those whom that person stands in for. */
export interface RatingSubject extends Rating {
  /** Those of them who have a post in the rated unit or below it. */
  readonly insiderIds: readonly string[];
}

/** 不满意 and 非常不满意. */
export const isBad = ({ score }: Pick<Rating, 'score'>): boolean => score <= 2;

/** Working days to ask the rater of a bad rating, and to put it right and tell the rater. */
export const contactDays = 1;
export const answerDays = 5;
/** How long a code may be used. */
export const codeDays = 90;

/** Bad, and at that moment its rater had not been told within the limit; 24:00 of the last day is in time. */
export const isOverdue = ({ dueAt, fedBackAt, status }: Rating, at: Date): boolean =>
  dueAt !== null &&
  status !== 'REMOVED' &&
  dueAt.getTime() < Math.min(at.getTime(), fedBackAt?.getTime() ?? at.getTime());

/** The rated do not get to know who rated, unless the rater wants it. */
export const hidesRater = ({ named, ratedIds }: Pick<Rating, 'named' | 'ratedIds'>, personId: string | null): boolean =>
  !named && personId !== null && ratedIds.includes(personId);
