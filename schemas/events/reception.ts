import { z } from 'zod';
import { defineEvent, eventText, instant, localDate, orgId, typeId } from './envelope.ts';

const caseId = typeId('cas');
const callId = typeId('cal');
const callbackId = typeId('cbk');
const ratingId = typeId('rat');
const visitId = typeId('vst');
const shiftId = typeId('shf');

export const callOutcomes = [
  'ANSWERED',
  'OVERFLOW_ANSWERED',
  'VOICEMAIL',
  'BUSY',
  'ABANDONED',
  'MISSED',
  'SPAM',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** All that is known of an inbound call; the newest word on a call wins. Never the caller's number. */
const callFacts = z.object({
  callId,
  /** The exchange's own number of the call. */
  callRef: z.string(),
  lineNo: z.string(),
  ringAt: instant,
  /** When a person spoke; null when nobody did. */
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Seconds from the first ring to a person or to the end. */
  waitSeconds: z.int().nonnegative(),
  outcome: z.enum(callOutcomes),
  /** The shift of the first ring; null is an alarm where a duty room with rosters answers the line. */
  shiftId: shiftId.nullable(),
  /** It has rosters: somebody should be there around the clock. */
  watched: z.boolean().optional(),
});

/** Somebody spoke with the caller, on whatever hop. */
export const callAnswered = defineEvent('reception.CallAnswered.v1', callFacts);
/** Nobody spoke with the caller; a callback is owed. */
export const callMissed = defineEvent('reception.CallMissed.v1', callFacts);
/** An officer noted that the caller reports an incident; `text` is what was written down, without numbers. */
export const callReportedIncident = defineEvent(
  'reception.CallReportedIncident.v1',
  z.object({ callId, ringAt: instant, shiftId: shiftId.nullable(), urgent: z.boolean(), text: eventText }),
);
/** A late leg, a late roster or an approved SPAM changed what is known of a call. */
export const callRestated = defineEvent('reception.CallRestated.v1', callFacts);

/** WITHDRAWN: nothing is owed after all, its calls were answered or another task covers them; it counts nowhere, nor does SPAM. */
export const callbackEnds = ['OPEN', 'REACHED', 'UNREACHABLE', 'SPAM', 'WITHDRAWN'] as const;
export type CallbackEnd = (typeof callbackEnds)[number];

/** A callback owed to one caller for one or several calls; `dueAt` only moves earlier. */
const callbackFacts = z.object({
  callbackId,
  callIds: z.array(callId).min(1),
  lineNo: z.string(),
  shiftId: shiftId.nullable(),
  openedAt: instant,
  dueAt: instant,
  firstAttemptAt: instant.nullable(),
  closedAt: instant.nullable(),
  end: z.enum(callbackEnds),
});

/** An unanswered call that joined no open callback. */
export const callbackOpened = defineEvent('reception.CallbackOpened.v1', callbackFacts);
/** Another call joined, or history changed what is known. */
export const callbackRestated = defineEvent('reception.CallbackRestated.v1', callbackFacts);
/** The limit passed while it was open; at most once for each limit. */
export const callbackOverdue = defineEvent('reception.CallbackOverdue.v1', callbackFacts);
/** Still open 15 minutes after its limit, then 30: from now on the work of these people, until it is closed. */
export const callbackEscalated = defineEvent(
  'reception.CallbackEscalated.v1',
  z.object({
    callbackId,
    at: instant,
    dueAt: instant,
    role: z.enum(['DUTY_LEADER', 'ORG_HEAD']),
    /** Empty where the unit has nobody in this role. */
    personIds: z.array(typeId('psn')),
  }),
);
/** The caller was reached, could not be reached, or was spam. */
export const callbackClosed = defineEvent('reception.CallbackClosed.v1', callbackFacts);

export const caseKinds = [
  'SERVICE',
  'HOTLINE',
  'PETITION',
  'SUGGESTION',
  'ACCUSATION',
  'STAFF_APPEAL',
  'CONSULT',
] as const;
export type CaseKind = (typeof caseKinds)[number];
export const caseChannels = ['WINDOW', 'PHONE', 'WEB', 'APP', 'LETTER', 'VISIT', 'TRANSFER'] as const;
export type CaseChannel = (typeof caseChannels)[number];

/**
 * A matter of the public was registered. Of an ACCUSATION only kind, code and times travel: no unit, place, call,
 * safety flag or text. `text` is the title and what is asked, at INTERNAL and below, without the applicant.
 */
export const caseOpened = defineEvent(
  'reception.CaseOpened.v1',
  z.object({
    caseId,
    code: z.string(),
    kind: z.enum(caseKinds),
    channel: z.enum(caseChannels),
    responsibleOrgId: orgId.nullable(),
    siteId: typeId('sit').nullable(),
    /** Tagged as a danger at `siteId`: security opens a hazard. */
    safety: z.boolean(),
    title: z.string().max(200).nullable(),
    text: eventText,
    callId: callId.nullable(),
    openedAt: instant,
    /** End of the limit to answer; null until acceptance for petitions. */
    dueAt: instant.nullable(),
    /** End of the limit of the petition's written notice. */
    noticeDueAt: instant.nullable(),
  }),
);

/** The competent unit took the case; for a petition its 60 days run from here. */
export const caseAccepted = defineEvent(
  'reception.CaseAccepted.v1',
  z.object({ caseId, acceptedAt: instant, dueAt: instant.nullable() }),
);
/** Not accepted; the reason says where to go. `duplicateOfId` when the same matter is handled or was terminated. */
export const caseRefused = defineEvent(
  'reception.CaseRefused.v1',
  z.object({ caseId, refusedAt: instant, duplicateOfId: caseId.nullable() }),
);
/** The applicant was told what is missing; the second time is a fault on record. */
export const supplementDemanded = defineEvent(
  'reception.SupplementDemanded.v1',
  z.object({ caseId, at: instant, ordinal: z.int().positive(), dueAt: instant.nullable() }),
);
/** What was missing came; the clock runs again. */
export const caseSupplemented = defineEvent(
  'reception.CaseSupplemented.v1',
  z.object({ caseId, at: instant, dueAt: instant.nullable() }),
);
/** Another unit is responsible from now on; null units for an ACCUSATION. */
export const caseTransferred = defineEvent(
  'reception.CaseTransferred.v1',
  z.object({ caseId, at: instant, toOrgId: orgId.nullable(), dueAt: instant.nullable() }),
);
/** The limit was extended. */
export const caseExtended = defineEvent('reception.CaseExtended.v1', z.object({ caseId, at: instant, dueAt: instant }));
/** The limit passed without an answer; at most once for each limit. */
export const caseOverdue = defineEvent('reception.CaseOverdue.v1', z.object({ caseId, dueAt: instant }));
const caseLimit = z.object({
  caseId,
  /** RETURN is a hotline order's, OBJECTION a petition's, within which a unit may hand it on; both lapse without a breach. */
  rule: z.enum(['ANSWER', 'RETURN', 'NOTICE', 'OBJECTION', 'FINISH', 'REVIEW', 'RECHECK']),
  dueAt: instant,
});
/** A limit comes near: once for each threshold of each end. */
export const deadlineWarned = defineEvent('reception.DeadlineWarned.v1', caseLimit.extend({ thresholdAt: instant }));
/** A limit has passed: once for each end. */
export const deadlineBreached = defineEvent('reception.DeadlineBreached.v1', caseLimit);
/** The applicant has an answer. */
export const caseAnswered = defineEvent(
  'reception.CaseAnswered.v1',
  z.object({
    caseId,
    answeredAt: instant,
    result: z.enum(['SUPPORTED', 'EXPLAINED', 'NOT_SUPPORTED', 'HANDLED', 'REFERRED']),
  }),
);
/** Somebody else than the officer asked the applicant, or tried three times. */
export const caseCalledBack = defineEvent(
  'reception.CaseCalledBack.v1',
  z.object({ caseId, at: instant, reached: z.boolean() }),
);
/** Not done or not well done: handled again. */
export const caseRedone = defineEvent(
  'reception.CaseRedone.v1',
  z.object({ caseId, at: instant, count: z.int().positive() }),
);
/** Handled again `count` times and still not settled: supervision takes it up while the unit handles it again. */
export const caseRedoExhausted = defineEvent(
  'reception.CaseRedoExhausted.v1',
  z.object({ caseId, at: instant, count: z.int().positive(), reason: z.enum(['NOT_DONE', 'UNSATISFIED']) }),
);
/** Over for good, unless a petitioner asks for review; `visitsCount` counts the applicant's visits on site. */
export const caseClosed = defineEvent(
  'reception.CaseClosed.v1',
  z.object({ caseId, closedAt: instant, visitsCount: z.int().nonnegative() }),
);
/** The applicant took it back. */
export const caseWithdrawn = defineEvent('reception.CaseWithdrawn.v1', z.object({ caseId, at: instant }));
/** A petitioner asked the next organisation up for review or recheck. */
export const reviewRequested = defineEvent(
  'reception.ReviewRequested.v1',
  z.object({ caseId, at: instant, stage: z.enum(['REVIEW', 'RECHECK']), toOrgId: orgId, dueAt: instant }),
);
/** Five people or more ask together; never an ACCUSATION. */
export const groupPetitionOpened = defineEvent(
  'reception.GroupPetitionOpened.v1',
  z.object({ caseId, responsibleOrgId: orgId, count: z.int().min(5), openedAt: instant }),
);
/** The recheck is decided: the same facts are not accepted again. */
export const caseTerminated = defineEvent('reception.CaseTerminated.v1', z.object({ caseId, at: instant }));

/** One rating of one service by one served person; never who. `dueAt` ends the limit to answer a bad one (score 1 or 2). */
export const ratingSubmitted = defineEvent(
  'reception.RatingSubmitted.v1',
  z.object({
    ratingId,
    subject: z.object({ type: z.enum(['ServiceCase', 'Visit', 'Call']), id: z.string() }),
    /** The unit that served; null for an ACCUSATION. */
    orgId: orgId.nullable(),
    /** The matter that was served, where one was named; null for an ACCUSATION. */
    matterId: typeId('mat').nullish(),
    score: z.int().min(1).max(5),
    ratedAt: instant,
    dueAt: instant.nullable(),
  }),
);
/** The rater of a bad rating was told what was done. */
export const ratingFedBack = defineEvent('reception.RatingFedBack.v1', z.object({ ratingId, fedBackAt: instant }));
/** The limit passed before the rater was told; at most once. */
export const badRatingOverdue = defineEvent('reception.BadRatingOverdue.v1', z.object({ ratingId, dueAt: instant }));
/** Nothing more is owed for it. */
export const ratingClosed = defineEvent('reception.RatingClosed.v1', z.object({ ratingId, closedAt: instant }));
/** Another unit's officer found it wrong or malicious: it no longer counts. */
export const ratingRemoved = defineEvent('reception.RatingRemoved.v1', z.object({ ratingId, at: instant }));

/** A survey is over; `index` (0..100) is null under five answers. */
export const surveyClosed = defineEvent(
  'reception.SurveyClosed.v1',
  z.object({
    surveyId: typeId('svy'),
    group: z.enum(['PUBLIC', 'LEADER', 'STAFF']),
    orgId,
    period: z.string(),
    n: z.int().nonnegative(),
    index: z.number().min(0).max(100).nullable(),
    closedOn: localDate,
  }),
);

export const disputeKinds = [
  'PAY',
  'HOURS_LEAVE',
  'CONTRACT',
  'SOCIAL_INSURANCE',
  'WORK_INJURY',
  'WELFARE',
  'APPRAISAL',
  'DISCIPLINE',
  'BULLYING',
  'SAFETY',
  'OTHER',
] as const;
export type DisputeKind = (typeof disputeKinds)[number];
export const disputeRegimes = ['LABOUR', 'PERSONNEL', 'CIVIL_SERVANT'] as const;
export type DisputeRegime = (typeof disputeRegimes)[number];

/** All that travels of a dispute: neither people nor how many they are, nor number, nor claim. */
const disputeFacts = z.object({
  disputeId: typeId('dsp'),
  kind: z.enum(disputeKinds),
  regime: z.enum(disputeRegimes),
  /** The unit that staff are in dispute with. */
  respondentOrgId: orgId,
});

/** Staff are in dispute with their unit. `mediationDueAt` ends the limit of mediation; null where nothing is mediated. */
export const disputeOpened = defineEvent(
  'reception.DisputeOpened.v1',
  disputeFacts.extend({ openedAt: instant, mediationDueAt: instant.nullable() }),
);
/** The limit of mediation passed without an agreement: arbitration may be sought. */
export const disputeExpired = defineEvent('reception.DisputeExpired.v1', disputeFacts.extend({ expiredAt: instant }));
/** Mediated with an agreement. `end` is what became of it; of history `settledAt` is when that was known. */
export const disputeSettled = defineEvent(
  'reception.DisputeSettled.v1',
  disputeFacts.extend({ settledAt: instant, end: z.enum(['AGREED', 'PERFORMED', 'BREACHED']) }),
);

/** Somebody came in. */
export const visitorOnSite = defineEvent(
  'reception.VisitorOnSite.v1',
  z.object({
    visitId,
    kind: z.enum(['PUBLIC', 'OFFICIAL', 'CONTRACTOR', 'MEDIA', 'PETITION']),
    siteId: typeId('sit').nullable(),
    hostOrgId: orgId,
    arriveAt: instant,
  }),
);
/** The visit is over, or was refused. */
export const visitEnded = defineEvent(
  'reception.VisitEnded.v1',
  z.object({ visitId, state: z.enum(['LEFT', 'REFUSED', 'NO_SHOW']), at: instant }),
);
