import { z } from 'zod';
import { defineEvent, eventText, instant, orgId, personId, typeId } from './envelope.ts';

const hazardId = typeId('haz');
const level = z.enum(['GENERAL', 'MAJOR']);
const state = z.enum(['REPORTED', 'CONFIRMED', 'RECTIFYING', 'RECHECK', 'CLOSED', 'DISMISSED']);
/** What made the hazard known; the id is null for a staff report, and while an imported source is not known by id. */
const source = z.object({
  type: z.enum(['SupervisionItem', 'StaffReport', 'ServiceCase', 'Call', 'Finding']),
  id: z.string().nullable(),
});
/** The first line of the description; null above INTERNAL. */
const title = z.string().max(200).nullable();

/** When it happened, where that is not when it was written: imported history. */
const happenedAt = instant.nullish();

/** What every consumer's hazard replica keeps. */
const identity = {
  hazardId,
  code: z.string(),
  siteId: typeId('sit'),
  ownerOrgId: orgId,
  state,
  source,
};

/** A hazard has its number in the ledger; until it is confirmed, level and responsible unit are only proposed. */
export const hazardReported = defineEvent(
  'security.HazardReported.v1',
  z.object({
    ...identity,
    responsibleOrgId: orgId.nullable(),
    level: level.nullable(),
    title,
    category: z.string().nullish(),
    /** An earlier hazard came back. */
    recurrence: z.boolean().nullish(),
    reportedAt: happenedAt,
  }),
);

/** A safety officer fixed level, responsible unit and limit; for MAJOR the limit is the outermost one until the plan is approved. */
export const hazardConfirmed = defineEvent(
  'security.HazardConfirmed.v1',
  z.object({
    ...identity,
    responsibleOrgId: orgId,
    level,
    dueAt: instant,
    listed: z.boolean(),
    originalDueAt: instant.nullish(),
    /** An earlier hazard came back; who confirms may find that out. */
    recurrence: z.boolean().nullish(),
    confirmedAt: happenedAt,
  }),
);

/** No hazard after all; the reporter is told why. The reason travels only at INTERNAL and below. */
export const hazardDismissed = defineEvent(
  'security.HazardDismissed.v1',
  z.object({ hazardId, code: z.string(), reason: eventText, dismissedAt: happenedAt }),
);

/** The upper organisation supervises the hazard publicly until it is closed. */
export const hazardListed = defineEvent('security.HazardListed.v1', z.object({ hazardId, code: z.string() }));

/** The five are in place and rectification runs. */
export const hazardPlanApproved = defineEvent('security.HazardPlanApproved.v1', z.object({ hazardId }));

/** The rectifier says it is done; an independent recheck is due. */
export const rectificationSubmitted = defineEvent('security.RectificationSubmitted.v1', z.object({ hazardId }));

/** The recheck found it not put right; `failCount` counts over the hazard's whole life. */
export const recheckFailed = defineEvent(
  'security.RecheckFailed.v1',
  z.object({ hazardId, failCount: z.int().positive() }),
);

/** A passed recheck by somebody independent; the only way to CLOSED. */
export const hazardClosed = defineEvent(
  'security.HazardClosed.v1',
  z.object({ ...identity, responsibleOrgId: orgId, level, title, closedAt: instant }),
);

/** A relapse within 90 days: the same hazard starts again from CONFIRMED. */
export const hazardReopened = defineEvent('security.HazardReopened.v1', z.object({ hazardId, code: z.string() }));

/** Answers RectificationRequired; `linkId` is the link that asked. The item may not be verified while `state` is open. */
export const hazardLinked = defineEvent(
  'security.HazardLinked.v1',
  z.object({
    itemId: typeId('sup'),
    linkId: typeId('hzl').nullable(),
    hazardId,
    role: z.enum(['CAUSE', 'EFFECT']),
    code: z.string(),
    level: level.nullable(),
    state,
  }),
);

/** Shifts that count as cover from now on; published again, or batch by batch on import, the newest word on a shift wins. */
export const rosterPublished = defineEvent(
  'security.RosterPublished.v1',
  z.object({
    rosterId: typeId('rst'),
    orgId,
    from: instant,
    to: instant,
    shifts: z.array(
      z.object({
        shiftId: typeId('shf'),
        start: instant,
        end: instant,
        leaderId: personId,
        officerIds: z.array(personId),
        backupId: personId.nullable(),
        line: z.string().nullable(),
      }),
    ),
  }),
);

/** The limit of a hazard changed; the original one never moves. */
export const hazardDeadlineChanged = defineEvent(
  'security.HazardDeadlineChanged.v1',
  z.object({ hazardId, dueAt: instant }),
);

const inspection = z.object({
  inspectionId: typeId('itk'),
  taskNo: z.string(),
  siteId: typeId('sit'),
  kind: z.enum(['ROUTINE', 'SPECIAL', 'PRE_HOLIDAY', 'PATROL', 'UNANNOUNCED']),
  dueOn: z.iso.date(),
  finishedAt: instant.nullable(),
  /** 0 to 100. */
  score: z.int().nullable(),
});

/** An inspection of a place was carried out. */
export const inspectionClosed = defineEvent('security.InspectionClosed.v1', inspection);
/** An inspection was due and did not take place. */
export const inspectionMissed = defineEvent('security.InspectionMissed.v1', inspection);

/** A limit of the hazard; of a relapse, with its number. */
const limit = z.object({
  hazardId,
  rule: z.enum(['CONFIRM', 'PLAN', 'RECTIFY', 'REPORT_REGULATOR']),
  partId: z.string().nullable(),
  dueAt: instant,
});
/** It comes near: once for each threshold of each end. */
export const deadlineWarned = defineEvent('security.DeadlineWarned.v1', limit.extend({ thresholdAt: instant }));
/** It has passed: once for each end. */
export const deadlineBreached = defineEvent('security.DeadlineBreached.v1', limit);
