import { z } from 'zod';
import { defineEvent, eventText, instant, orgId, personId, typeId } from './envelope.ts';

const itemId = typeId('sup');
const documentId = typeId('doc');
/** What the item was opened for; null when the office opened it by itself. */
const source = z
  .object({ type: z.enum(['Resolution', 'Hazard', 'Instruction', 'ServiceCase', 'FocusTopic']), id: z.string() })
  .nullable();
/** Business number of a source that this service does not know by id yet; only on imported items. */
const sourceCode = z.string().nullish();
/** When it happened, where that is not when it was written: imported history. */
const happenedAt = instant.nullish();

/** Somebody or an event asks for supervision; nothing is owed yet. Said again when the item it was merged into was turned down. */
export const itemProposed = defineEvent('supervision.ItemProposed.v1', z.object({ itemId, source, sourceCode }));

/** The item has its number and its limit; the owner of the source counts it as under supervision. */
export const itemRegistered = defineEvent(
  'supervision.ItemRegistered.v1',
  z.object({
    itemId,
    code: z.string(),
    source,
    leadOrgId: orgId,
    dueAt: instant,
    weight: z.enum(['NORMAL', 'IMPORTANT', 'MAJOR']),
    sourceCode,
    originalDueAt: instant.nullish(),
    category: z.string().nullish(),
    /** DETECTED: the office found by itself that something has to be done. */
    origin: z.enum(['ASSIGNED', 'DETECTED']).nullish(),
    registeredAt: happenedAt,
  }),
);

/** The proposal was turned down; the source is again without supervision. The reason travels only at INTERNAL and below. */
export const itemRejected = defineEvent('supervision.ItemRejected.v1', z.object({ itemId, source, reason: eventText }));

/** The proposal became part of another item, which carries its source from now on; said again when that one is merged itself. */
export const itemMerged = defineEvent('supervision.ItemMerged.v1', z.object({ itemId, intoItemId: itemId, source }));

/** The registered item follows this source too: that of an item merged into it. What becomes of the item becomes of the source. */
export const sourceFollowed = defineEvent(
  'supervision.SourceFollowed.v1',
  z.object({ itemId, source: source.unwrap() }),
);

/**
 * A registered item follows the decision since `followedAt`; before `followBy` it was to (MTG-6), by the working days as they
 * then stood. Told for each item that follows it: the earliest counts.
 */
export const decisionFollowed = defineEvent(
  'supervision.DecisionFollowed.v1',
  z.object({
    itemId,
    decision: z.object({ type: z.enum(['Resolution', 'Instruction']), id: z.string() }),
    followedAt: instant,
    followBy: instant,
  }),
);

/** Sent to one lead unit and its co-units, which now owe their acceptance. */
export const itemAssigned = defineEvent(
  'supervision.ItemAssigned.v1',
  z.object({ itemId, orgIds: z.array(orgId).min(1) }),
);

/** One unit has taken the work; the item is in progress once the lead unit has. */
export const itemAccepted = defineEvent(
  'supervision.ItemAccepted.v1',
  z.object({ itemId, orgId, acceptedAt: happenedAt }),
);

/** A unit says that its part is another one's; until it is decided nobody has to accept it. */
export const assignmentDisputed = defineEvent(
  'supervision.AssignmentDisputed.v1',
  z.object({ itemId, orgId, at: instant }),
);

/** The unit keeps its part, or is let go: for another unit, or (a co-unit) without one. */
export const disputeDecided = defineEvent(
  'supervision.DisputeDecided.v1',
  z.object({ itemId, orgId, decision: z.enum(['UPHELD', 'DISMISSED']), toOrgId: orgId.nullable(), at: instant }),
);

/** Another unit leads and has to accept; the item waits for it. */
export const leadTransferred = defineEvent(
  'supervision.LeadTransferred.v1',
  z.object({ itemId, fromOrgId: orgId, toOrgId: orgId, at: instant }),
);

/** One unit's feedback; `percent` is that unit's own. */
export const progressReported = defineEvent(
  'supervision.ProgressReported.v1',
  z.object({ itemId, percent: z.int().min(0).max(100), orgId, at: happenedAt }),
);

/** Part of the work was done, by the day planned for it or later. */
export const milestoneReached = defineEvent(
  'supervision.MilestoneReached.v1',
  z.object({
    itemId,
    milestoneId: typeId('mst'),
    weightPercent: z.int().min(1).max(100),
    plannedAt: instant,
    at: instant,
  }),
);

const obstacle = z.object({
  itemId,
  obstacleId: typeId('obs'),
  kind: z.string(),
  /** By which rule it was found; null when a person raised it. */
  rule: z.string().nullable(),
  at: instant,
});
/** Something stands in the way of the work; its text is read from supervision. */
export const obstacleRaised = defineEvent('supervision.ObstacleRaised.v1', obstacle);
/** Its cause is known, and `kind` what it is now taken for. */
export const obstacleAnalysed = defineEvent('supervision.ObstacleAnalysed.v1', obstacle);
/** The leader of the item, `toId`, has it; it is in the way still. */
export const obstacleEscalated = defineEvent('supervision.ObstacleEscalated.v1', obstacle.extend({ toId: personId }));
/** It no longer does. */
export const obstacleResolved = defineEvent('supervision.ObstacleResolved.v1', obstacle);
/** It does, and the office lives with it: it blocks the item no longer. */
export const obstacleRiskAccepted = defineEvent('supervision.ObstacleRiskAccepted.v1', obstacle);

/** A written urge to one unit; the colour is an act of a person and not the item's light. */
export const noticeIssued = defineEvent(
  'supervision.NoticeIssued.v1',
  z.object({ itemId, color: z.enum(['BLUE', 'YELLOW', 'ORANGE', 'RED']), toOrgId: orgId, issuedAt: happenedAt }),
);

/**
 * Security links the hazard or opens one from the draft, and answers HazardLinked; exactly one of the two is given.
 * The description is null above INTERNAL: read `draft { description }` of the `HazardLink` named by `linkId` from supervision.
 */
export const rectificationRequired = defineEvent(
  'supervision.RectificationRequired.v1',
  z.object({
    itemId,
    linkId: typeId('hzl'),
    supervisorOrgId: orgId,
    hazardId: typeId('haz').nullable(),
    hazardDraft: z
      .object({
        siteId: typeId('sit'),
        description: eventText,
        level: z.enum(['GENERAL', 'MAJOR']),
        category: z.string(),
        responsibleOrgId: orgId,
        dueAt: instant.nullable(),
      })
      .nullable(),
  }),
);

/** Verified by somebody independent; still on the open ledger until struck off. */
export const itemCompleted = defineEvent(
  'supervision.ItemCompleted.v1',
  z.object({ itemId, source, completedAt: happenedAt }),
);

/** Off the open ledger; the source counts as implemented and the archive prepares a record. Title and result are null above INTERNAL. */
export const itemStruckOff = defineEvent(
  'supervision.ItemStruckOff.v1',
  z.object({
    itemId,
    code: z.string(),
    title: z.string().nullable(),
    supervisorOrgId: orgId,
    source,
    result: eventText,
    struckOffAt: happenedAt,
  }),
);

/** A relapse put a finished item back to work; its source is under supervision again. */
export const itemReopened = defineEvent('supervision.ItemReopened.v1', z.object({ itemId, source }));

/** The lead unit says the target is met; an independent verification is owed. */
export const completionSubmitted = defineEvent('supervision.CompletionSubmitted.v1', z.object({ itemId }));

/** The verification did not pass; `failCount` counts over the item's life. */
export const verificationFailed = defineEvent(
  'supervision.VerificationFailed.v1',
  z.object({ itemId, failCount: z.int().positive(), at: happenedAt }),
);

/** The urged unit answered. */
export const noticeAnswered = defineEvent('supervision.NoticeAnswered.v1', z.object({ itemId, orgId }));

/** A unit asked for more time before its limit passed. */
export const extensionRequested = defineEvent(
  'supervision.ExtensionRequested.v1',
  z.object({ itemId, extensionId: typeId('ext'), orgId, toDueAt: instant, at: happenedAt }),
);

/** `dueAt` is the item's limit after the decision; the original one never moves (SUP-4). */
export const extensionDecided = defineEvent(
  'supervision.ExtensionDecided.v1',
  z.object({
    itemId,
    extensionId: typeId('ext'),
    decision: z.enum(['APPROVED', 'REFUSED']),
    dueAt: instant,
    at: happenedAt,
  }),
);

/** The limit moved without an extension: the time of a suspension is added; the original one never moves. */
export const itemDeadlineChanged = defineEvent(
  'supervision.ItemDeadlineChanged.v1',
  z.object({ itemId, dueAt: instant }),
);

/** Units are asked for their positions on an obstacle or a document. */
export const coordinationRequested = defineEvent(
  'supervision.CoordinationRequested.v1',
  z.object({
    coordinationId: typeId('crd'),
    itemId: itemId.nullable(),
    documentId: documentId.nullish(),
    partyOrgIds: z.array(orgId).min(1),
    dueAt: instant,
  }),
);

/** One party has been heard. */
export const positionStated = defineEvent(
  'supervision.PositionStated.v1',
  z.object({ coordinationId: typeId('crd'), orgId, agreed: z.boolean() }),
);

/** The coordination is over, in agreement or by decision. */
export const coordinationDecided = defineEvent(
  'supervision.CoordinationDecided.v1',
  z.object({
    coordinationId: typeId('crd'),
    itemId: itemId.nullable(),
    documentId: documentId.nullish(),
    result: z.enum(['AGREED', 'NOT_AGREED', 'DECIDED']),
  }),
);

/** The leader's own opinion of how a struck-off item was handled, 1 to 5. */
export const leaderFeedbackGiven = defineEvent(
  'supervision.LeaderFeedbackGiven.v1',
  z.object({ itemId, score: z.int().min(1).max(5), at: happenedAt }),
);

/** Until when a report is in time. */
const graceUntil = instant.nullish();
const owedReport = z.object({
  submissionId: typeId('rps'),
  dutyId: typeId('rpd'),
  orgId,
  period: z.string(),
  dueAt: instant,
  graceUntil,
});

/** A period has begun: the unit owes its report until `dueAt`, grace not included. Said again when the limit moves. */
export const reportDue = defineEvent('supervision.ReportDue.v1', owedReport);

/** The grace is over and the unit has not handed in; said once. */
export const reportOverdue = defineEvent('supervision.ReportOverdue.v1', owedReport);

/** The unit need not report this time. The reason stays with the report. */
export const reportExempted = defineEvent('supervision.ReportExempted.v1', owedReport);

/** One hand-in of a periodic report; numbers by the key of their field. */
export const reportSubmitted = defineEvent(
  'supervision.ReportSubmitted.v1',
  z.object({
    submissionId: typeId('rps'),
    orgId,
    period: z.string(),
    attempt: z.int().positive(),
    state: z.enum(['SUBMITTED', 'ACCEPTED', 'RETURNED']),
    submittedAt: instant,
    /** When it was taken or given back; of history the moment of the hand-in. */
    decidedAt: instant.nullish(),
    /** The limit of the report: a unit may hand in before it is told that it owes it. */
    dueAt: instant.nullish(),
    graceUntil,
    values: z.record(z.string(), z.number()),
  }),
);

/**
 * A limit of the item, or of a part of it that is named by its id; of a coordination on it or on a document (where there is
 * no item), of the party named by its unit.
 */
const limit = z.object({
  itemId: itemId.nullable(),
  documentId: documentId.nullish(),
  coordinationId: typeId('crd').nullish(),
  rule: z.enum(['REGISTER', 'ACCEPT', 'FEEDBACK', 'FINISH', 'EXTENSION', 'NOTICE', 'MILESTONE', 'POSITION']),
  partId: z.string().nullable(),
  dueAt: instant,
});
/** It comes near: once for each threshold of each end. */
export const deadlineWarned = defineEvent('supervision.DeadlineWarned.v1', limit.extend({ thresholdAt: instant }));
/** It has passed: once for each end. */
export const deadlineBreached = defineEvent('supervision.DeadlineBreached.v1', limit);

/** The reports of a period became one; which units are missing is read from supervision by the id. */
export const consolidationFinalized = defineEvent(
  'supervision.ConsolidationFinalized.v1',
  z.object({
    consolidationId: typeId('cns'),
    dutyId: typeId('rpd'),
    orgId,
    period: z.string(),
    units: z.int().nonnegative(),
    accepted: z.int().nonnegative(),
    exempted: z.int().nonnegative(),
    missing: z.int().nonnegative(),
  }),
);

/** A topic became hot, is answered by an item, or has cooled. `heat` is that of the moment, to one decimal. */
export const focusChanged = defineEvent(
  'supervision.FocusChanged.v1',
  z.object({
    topicId: typeId('fct'),
    state: z.enum(['WATCHING', 'FOCUS', 'SUPERVISED', 'COOLED']),
    heat: z.number(),
    at: instant,
  }),
);

/** A unit, or a place of it, of which something was expected in a period that is over. */
const blankCell = z.object({
  gapId: typeId('gap'),
  expectationId: typeId('cve'),
  kind: z.enum(['REPORT', 'INSPECTION', 'ITEM', 'FEEDBACK', 'DUTY']),
  orgId,
  siteId: typeId('sit').nullable(),
  period: z.string(),
});
/** Nothing came. */
export const gapOpened = defineEvent('supervision.GapOpened.v1', blankCell.extend({ at: instant }));
/** It came late. */
export const gapFilled = defineEvent(
  'supervision.GapFilled.v1',
  blankCell.extend({ filledBy: z.string(), at: instant }),
);
