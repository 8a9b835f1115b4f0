import type { SecrecyLevel } from '@chengqi/schemas';
import type { CaseChannel, CaseKind } from '@chengqi/schemas/events/reception';

export const caseStatuses = [
  'REGISTERED',
  'SUPPLEMENT',
  'NOT_ACCEPTED',
  'ACCEPTED',
  'HANDLING',
  'ANSWERED',
  'CALLED_BACK',
  'CLOSED',
  'REVIEWING',
  'RECHECKING',
  'TERMINATED',
  'WITHDRAWN',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** The applicant still waits for an answer. */
export const unansweredStatuses: readonly CaseStatus[] = ['REGISTERED', 'SUPPLEMENT', 'ACCEPTED', 'HANDLING'];
/** Somebody still has to do something. */
export const openStatuses: readonly CaseStatus[] = [
  ...unansweredStatuses,
  'ANSWERED',
  'CALLED_BACK',
  'REVIEWING',
  'RECHECKING',
];

export const caseResults = ['SUPPORTED', 'EXPLAINED', 'NOT_SUPPORTED', 'HANDLED', 'REFERRED'] as const;
export type CaseResult = (typeof caseResults)[number];
/** Why a case is handled again. */
export type RedoReason = 'NOT_DONE' | 'UNSATISFIED';
export type PetitionStage = 'FIRST' | 'REVIEW' | 'RECHECK';

/** Instants in JSON columns are kept as text. */
export interface SupplementDemand {
  readonly items: readonly string[];
  readonly at: string;
  readonly byId: string | null;
  readonly fault: string | null;
  readonly suppliedAt: string | null;
}

export interface CaseAnswer {
  readonly text: string | null;
  readonly result: CaseResult | null;
  readonly documentId: string | null;
  readonly draftedById: string | null;
  readonly signedById: string | null;
}

export interface PetitionOpinion {
  readonly stage: PetitionStage;
  readonly byId: string | null;
  readonly at: string;
  readonly upheld: boolean;
  readonly text: string;
}

/** A matter of the public; `ownerOrgId` is the unit that has to answer at this moment. */
export interface ServiceCase {
  readonly id: string;
  readonly code: string;
  readonly status: CaseStatus;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** County or city whose register counts it. */
  readonly ledgerOrgId: string;
  /** Where it was registered; null in imported history. */
  readonly windowOrgId: string | null;
  readonly kind: CaseKind;
  readonly channel: CaseChannel;
  readonly title: string;
  readonly text: string | null;
  readonly topicKey: string | null;
  /** Title without spaces and punctuation: equal ones are the same facts. */
  readonly factsKey: string;
  /** The edition of the matter that was asked for. */
  readonly matterId: string | null;
  /** Working days of its limit where the matter promises them; its kind says so otherwise. */
  readonly answerDays: number | null;
  /** The rule that gave it to its first unit. */
  readonly routingRuleId: string | null;
  readonly siteId: string | null;
  readonly safety: boolean;
  /** An ACCUSATION: a second rule decides who reads it. */
  readonly restricted: boolean;
  readonly accusedOrgId: string | null;
  readonly accusedPersonId: string | null;
  readonly anonymous: boolean;
  readonly confidential: boolean;
  readonly jointCount: number;
  readonly callId: string | null;
  /** The exchange's number of the call, kept until the call is known. */
  readonly callRef: string | null;
  readonly firstResponderId: string | null;
  /** To whom the first responder offered it. */
  readonly handedToId: string | null;
  readonly officerId: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly originalDueAt: Date | null;
  /** Since when the limit pauses. */
  readonly pausedAt: Date | null;
  readonly extendedAt: Date | null;
  /** By how many days; null where it was not extended, or an export does not say. */
  readonly extensionDays: number | null;
  readonly demands: readonly SupplementDemand[];
  readonly acceptedAt: Date | null;
  readonly refusedAt: Date | null;
  readonly refusal: string | null;
  readonly transferredAt: Date | null;
  readonly arbitratedAt: Date | null;
  readonly answer: CaseAnswer | null;
  readonly firstAnsweredAt: Date | null;
  readonly answeredAt: Date | null;
  readonly callbackAttempts: number;
  readonly calledBackAt: Date | null;
  readonly closedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly visitsCount: number;
  readonly redoCount: number;
  readonly redoneAt: Date | null;
  /** When supervision was told that handling it again did not settle it. */
  readonly supervisedAt: Date | null;
  /** When the applicant was asked a second time: a fault on record. */
  readonly secondSupplementAt: Date | null;
  readonly duplicateOfId: string | null;
  readonly imported: boolean;
  readonly stage: PetitionStage;
  readonly noticeDueAt: Date | null;
  readonly objectionDueAt: Date | null;
  /** End of a petition's 60 days; `dueAt` holds the extended end. */
  readonly finishDueAt: Date | null;
  readonly reviewOrgId: string | null;
  readonly reviewDueAt: Date | null;
  /** When the review or recheck of this stage was asked for. */
  readonly reviewAskedAt: Date | null;
  /** Days of hearings in this stage; null as 0. */
  readonly hearingDays: number | null;
  readonly opinions: readonly PetitionOpinion[];
  readonly terminatedAt: Date | null;
}

/** What a window gets for a registration, also where the case itself is closed to it. */
export interface CaseReceipt {
  readonly serviceCase: ServiceCase | null;
  readonly code: string;
  readonly state: CaseStatus;
  readonly routingRuleId: string | null;
}

/** The case as the workflow asks it: at this moment, with the ends of the limits that its guards need. */
export interface CaseSubject extends ServiceCase {
  readonly at: Date;
  /** Until when this unit may hand it on; null where no limit says so. */
  readonly transferDueAt: Date | null;
  /** Until when the petitioner may ask for review or recheck. */
  readonly reviewAskDueAt: Date | null;
}

/** */
export const maxRepresentatives = 5;
export const maxRedos = 2;
export const maxCallbackAttempts = 3;

export const isPetition = ({ kind }: Pick<ServiceCase, 'kind'>): boolean => kind === 'PETITION';

/** Somebody answers for it at any moment: the officer once accepted, the first responder until then. */
export const responsiblePersonId = ({
  officerId,
  firstResponderId,
  acceptedAt,
}: Pick<ServiceCase, 'officerId' | 'firstResponderId' | 'acceptedAt'>): string | null =>
  acceptedAt === null || officerId === null ? (firstResponderId ?? officerId) : officerId;

export const oneTrip = ({ visitsCount, status }: Pick<ServiceCase, 'visitsCount' | 'status'>): boolean =>
  status === 'CLOSED' && visitsCount <= 1;

/** Past its limit and still unanswered; 24:00 of the last day is in time, and a paused limit does not run out. */
export const isOverdue = (
  { dueAt, answeredAt, pausedAt, status }: Pick<ServiceCase, 'dueAt' | 'answeredAt' | 'pausedAt' | 'status'>,
  at: Date,
): boolean =>
  dueAt !== null &&
  dueAt.getTime() < at.getTime() &&
  pausedAt === null &&
  (unansweredStatuses.includes(status) || (answeredAt !== null && answeredAt > at));

/** What is left of a title when people write it differently. */
export const factsKeyOf = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .toLowerCase()
    .slice(0, 200);
