import type { SecrecyLevel } from '@chengqi/schemas';
import {
  deadlineBreached,
  deliverySigned,
  documentIssued,
  documentReceived,
  instructionGiven,
  recordCatalogued,
  recordPreFiled,
} from '@chengqi/schemas/events/documents';
import {
  attendanceRecorded,
  meetingCancelled,
  meetingMinuted,
  meetingScheduled,
  deadlineBreached as minutesLate,
  resolutionAdopted,
  roomBookingEnded,
} from '@chengqi/schemas/events/meetings';
import {
  type CallbackEnd,
  type CallOutcome,
  type CaseKind,
  callAnswered,
  callbackOpened,
  callMissed,
  caseAccepted,
  caseAnswered,
  caseClosed,
  caseOpened,
  caseRedone,
  caseWithdrawn,
  type DisputeKind,
  disputeExpired,
  disputeOpened,
  disputeSettled,
  ratingFedBack,
  ratingRemoved,
  ratingSubmitted,
  reviewRequested,
  supplementDemanded,
  surveyClosed,
  visitorOnSite,
} from '@chengqi/schemas/events/reception';
import {
  hazardClosed,
  hazardConfirmed,
  hazardDismissed,
  hazardLinked,
  hazardReported,
  inspectionClosed,
  inspectionMissed,
  rosterPublished,
} from '@chengqi/schemas/events/security';
import {
  coordinationDecided,
  coordinationRequested,
  decisionFollowed,
  extensionDecided,
  extensionRequested,
  focusChanged,
  gapFilled,
  gapOpened,
  itemCompleted,
  itemRegistered,
  itemReopened,
  itemStruckOff,
  leaderFeedbackGiven,
  noticeIssued,
  obstacleAnalysed,
  obstacleRaised,
  obstacleResolved,
  obstacleRiskAccepted,
  reportDue,
  reportExempted,
  reportSubmitted,
  sourceFollowed,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { type Figures, idOf } from './figures.ts';

/** `9-14 08:30` in the zone of the office. */
export const on = (day: string, time = '08:00'): string => {
  const [month, date] = day.split('-');
  return new Date(`2026-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}T${time}:00+08:00`).toISOString();
};

interface DisputeTold {
  readonly kind?: DisputeKind;
  readonly expiredAt?: string;
  readonly settledAt?: string;
  readonly end?: 'AGREED' | 'PERFORMED';
}

/** Facts as their owners tell them, each in one call. */
export function tellers({ told, orgs, sites }: Pick<Figures, 'told' | 'orgs' | 'sites'>) {
  const bureau = orgs.emergencyBureau.id;

  async function document(
    issuedAt: string,
    { orgId = bureau, level = 'INTERNAL' as const, receipts = [] as string[], draftedAt = null as string | null } = {},
  ) {
    const documentId = idOf('doc');
    await told(
      documentIssued,
      documentId,
      {
        documentId,
        kind: 'NOTICE',
        docNumber: documentId,
        mainOrgIds: [],
        ccOrgIds: [],
        level,
        urgency: 'NONE',
        origin: null,
        issuedAt,
        draftedAt,
      },
      { orgId },
    );
    for (const signedAt of receipts) {
      const deliveryId = idOf('dlv');
      await told(deliverySigned, deliveryId, { deliveryId, documentId, orgId: orgs.town.id, signedAt });
    }
  }

  interface ReceivedTold {
    readonly dueAt?: string;
    readonly finishedAt?: string;
    readonly returned?: boolean;
    /** Who leads the handling, where it is not who keeps the register. */
    readonly handlingOrgId?: string;
  }
  const received = (receivedAt: string, { dueAt, finishedAt, returned = false, handlingOrgId }: ReceivedTold = {}) => {
    const documentId = idOf('inc');
    const sort = {
      documentId,
      kind: 'LETTER' as const,
      urgency: 'NONE' as const,
      level: 'INTERNAL' as const,
      returned,
    };
    const limits = { receivedAt, dueAt: dueAt ?? null, finishedAt: finishedAt ?? null };
    const entry = { ...sort, ...limits, handlingOrgId: handlingOrgId ?? null };
    return told(documentReceived, documentId, entry, { orgId: bureau });
  };

  /** A hazard waits for its record, and has it since, if so. */
  async function preFiled(dueAt: string, cataloguedAt?: string) {
    const [recordId, source] = [idOf('arc'), { type: 'Hazard' as const, id: idOf('haz') }];
    await told(recordPreFiled, recordId, { recordId, source, dueAt }, { orgId: bureau });
    if (!cataloguedAt) return;
    const record = { recordId, archivalCode: recordId, retention: 'Y' as const, source, cataloguedAt, dueAt };
    await told(recordCatalogued, recordId, record, { orgId: bureau });
  }

  /** A document was not filed in time, and was later, if so. */
  async function filedLate(dueAt: string, cataloguedAt?: string) {
    const [recordId, source] = [idOf('arc'), { type: 'Document' as const, id: idOf('doc') }];
    const limit = { subject: source, rule: 'FILE' as const, partId: null, dueAt };
    await told(deadlineBreached, source.id, limit, { orgId: bureau });
    if (!cataloguedAt) return;
    const record = { recordId, archivalCode: recordId, retention: 'Y' as const, source, cataloguedAt, dueAt };
    await told(recordCatalogued, recordId, record, { orgId: bureau });
  }

  async function decision(
    adoptedAt: string,
    { requiresAction = true, waived = false, dueOn = null as string | null } = {},
  ) {
    const resolutionId = idOf('res');
    await told(resolutionAdopted, resolutionId, {
      resolutionId,
      code: resolutionId,
      meetingId: idOf('mtg'),
      text: null,
      requiresAction,
      leadOrgId: bureau,
      coOrgIds: [],
      leaderId: null,
      supervisingOrgId: orgs.governmentOffice.id,
      dueOn,
      adoptedAt,
      level: 'INTERNAL',
      waived,
    });
    return resolutionId;
  }

  interface MeetingTold {
    readonly cancelled?: boolean;
    readonly movedTo?: string;
    /** Until when its minutes are to be issued. */
    readonly dueAt?: string;
    readonly minutedAt?: string;
    /** Told that they are not issued in time. */
    readonly late?: boolean;
    /** How it went, as often as it was told. */
    readonly held?: readonly HeldTold[];
  }
  interface HeldTold {
    readonly openedAt?: string;
    readonly endedAt: string;
    /** Required, those of them who came, and all who came. */
    readonly people: readonly [required: number, requiredPresent: number, present: number];
  }
  async function meeting(startAt: string, given: MeetingTold = {}) {
    const { cancelled = false, movedTo, dueAt, minutedAt, late = false, held = [] } = given;
    const meetingId = idOf('mtg');
    const plan = { meetingId, meetingNo: meetingId, organizerOrgId: bureau, endAt: startAt, mode: 'ONSITE' as const };
    await told(meetingScheduled, meetingId, { ...plan, startAt });
    if (movedTo) await told(meetingScheduled, meetingId, { ...plan, startAt: movedTo });
    if (cancelled) await told(meetingCancelled, meetingId, { meetingId, reason: null });
    for (const { openedAt = null, endedAt, people } of held) {
      const [required, requiredPresent, present] = people;
      const times = { startAt: movedTo ?? startAt, openedAt, endedAt };
      const attendance = { meetingId, ...times, required, requiredPresent, present };
      await told(attendanceRecorded, meetingId, attendance, { orgId: bureau });
    }
    const limit = { subject: { type: 'Meeting' as const, id: meetingId }, rule: 'MINUTES' as const, partId: null };
    if (late && dueAt) await told(minutesLate, meetingId, { ...limit, dueAt }, { orgId: bureau });
    const minuted = { meetingId, minutedAt: minutedAt ?? startAt, dueAt: dueAt ?? null };
    if (minutedAt) await told(meetingMinuted, meetingId, minuted, { orgId: bureau });
  }

  const booking = (startAt: string, endAt: string, outcome: 'FINISHED' | 'NO_SHOW' = 'FINISHED') => {
    const bookingId = idOf('bkg');
    return told(roomBookingEnded, bookingId, { bookingId, startAt, endAt, outcome }, { orgId: bureau });
  };

  /** The decision's own item was merged into another, registered one. */
  const follow = (itemId: string, id: string, at: string, type: 'Resolution' | 'Instruction' = 'Resolution') =>
    told(sourceFollowed, itemId, { itemId, source: { type, id } }, { at });

  /** A leader's instruction; `followed` names the item, since when, and until when it was to be. */
  async function instruction(givenAt: string, given: InstructionTold = {}) {
    const { requiresAction = true, orgId = bureau, followed = [] } = given;
    const instructionId = idOf('ins');
    await told(instructionGiven, instructionId, {
      ...{ instructionId, code: null, documentId: idOf('inc'), text: null, requiresAction },
      ...{ leadOrgId: orgId, coOrgIds: [], leaderId: null, supervisingOrgId: orgs.governmentOffice.id },
      ...{ dueOn: null, givenAt, level: 'INTERNAL' as const },
    });
    for (const one of followed) await followedBy({ type: 'Instruction', id: instructionId }, ...one);
    return instructionId;
  }
  type Followed = readonly [itemId: string, since: string, followBy: string];
  interface InstructionTold {
    readonly requiresAction?: boolean;
    readonly orgId?: string;
    readonly followed?: readonly Followed[];
  }
  /** Which item follows it since when, and until when it was to be. */
  const followedBy = (
    decision: { readonly type: 'Resolution' | 'Instruction'; readonly id: string },
    ...[itemId, followedAt, followBy]: Followed
  ) => told(decisionFollowed, itemId, { itemId, decision, followedAt, followBy });

  interface ItemTold {
    readonly dueAt: string;
    readonly originalDueAt?: string;
    readonly registeredAt?: string;
    readonly struckOffAt?: string;
    readonly reopenedAt?: string;
    readonly resolutionId?: string;
    readonly detected?: boolean;
    readonly failedAt?: readonly string[];
    readonly completedAt?: string;
    readonly secrecyLevel?: SecrecyLevel;
  }
  const strikeOff = (itemId: string, struckOffAt: string, source: { type: 'Resolution'; id: string } | null = null) => {
    const supervisorOrgId = orgs.governmentOffice.id;
    const facts = { itemId, code: itemId, source, title: null, supervisorOrgId, result: null, struckOffAt };
    return told(itemStruckOff, itemId, facts);
  };

  async function item({
    dueAt,
    originalDueAt,
    registeredAt = on('9-1'),
    struckOffAt,
    reopenedAt,
    resolutionId,
    detected = false,
    failedAt = [],
    completedAt,
    secrecyLevel = 'INTERNAL',
  }: ItemTold) {
    const itemId = idOf('sup');
    const source = resolutionId ? { type: 'Resolution' as const, id: resolutionId } : null;
    const facts = { itemId, code: itemId, source };
    const registered = {
      ...facts,
      leadOrgId: bureau,
      dueAt,
      weight: 'IMPORTANT' as const,
      originalDueAt: originalDueAt ?? dueAt,
      category: 'MEETING' as const,
      origin: detected ? ('DETECTED' as const) : ('ASSIGNED' as const),
      registeredAt,
    };
    await told(itemRegistered, itemId, registered, { secrecyLevel });
    for (const [index, at] of failedAt.entries()) {
      await told(verificationFailed, itemId, { itemId, failCount: index + 1, at });
    }
    if (completedAt) await told(itemCompleted, itemId, { itemId, source, completedAt });
    if (struckOffAt) await strikeOff(itemId, struckOffAt, source);
    if (reopenedAt) await told(itemReopened, itemId, { itemId, source }, { at: reopenedAt });
    return itemId;
  }

  const feedback = (itemId: string, score: number, at: string) =>
    told(leaderFeedbackGiven, itemId, { itemId, score, at } as never, { orgId: bureau });

  interface ObstacleTold {
    readonly analysedAt?: string;
    readonly resolvedAt?: string;
    readonly acceptedAt?: string;
  }
  /** Raised as one of funds; taken for one of land once it is analysed. */
  async function obstacle(itemId: string, raisedAt: string, { analysedAt, resolvedAt, acceptedAt }: ObstacleTold = {}) {
    const raised = { itemId, obstacleId: idOf('obs'), kind: 'FUNDS', rule: null, at: raisedAt };
    const known = analysedAt ? { ...raised, kind: 'LAND' } : raised;
    await told(obstacleRaised, itemId, raised);
    if (analysedAt) await told(obstacleAnalysed, itemId, { ...known, at: analysedAt });
    if (resolvedAt) await told(obstacleResolved, itemId, { ...known, at: resolvedAt });
    if (acceptedAt) await told(obstacleRiskAccepted, itemId, { ...known, at: acceptedAt });
  }

  async function coordination(
    at: string,
    results: readonly (readonly ['AGREED' | 'NOT_AGREED' | 'DECIDED', string])[] = [],
    orgId = bureau,
  ) {
    const about = { coordinationId: idOf('crd'), itemId: null, documentId: idOf('doc') };
    const asked = { ...about, partyOrgIds: [orgs.town.id], dueAt: at };
    await told(coordinationRequested, about.coordinationId, asked, { at, orgId });
    for (const [result, decidedAt] of results) {
      await told(coordinationDecided, about.coordinationId, { ...about, result }, { at: decidedAt, orgId });
    }
  }

  async function gap(at: string, kind: 'REPORT' | 'DUTY', filledAt?: string) {
    const gapId = idOf('gap');
    const cell = { gapId, expectationId: idOf('cve'), kind, orgId: bureau, siteId: null, period: '2026-08' };
    await told(gapOpened, gapId, { ...cell, at });
    if (filledAt) await told(gapFilled, gapId, { ...cell, filledBy: idOf('rps'), at: filledAt });
  }

  async function extension(itemId: string, at: string, decided?: readonly ['APPROVED' | 'REFUSED', string]) {
    const extensionId = idOf('ext');
    const limit = on('9-25');
    await told(extensionRequested, itemId, { itemId, extensionId, orgId: bureau, toDueAt: limit, at });
    if (!decided) return;
    const [decision, decidedAt] = decided;
    await told(extensionDecided, itemId, { itemId, extensionId, decision, dueAt: limit, at: decidedAt });
  }

  const notice = (itemId: string, color: 'BLUE' | 'YELLOW', issuedAt: string) =>
    told(noticeIssued, itemId, { itemId, color, toOrgId: bureau, issuedAt });

  interface ReportTold {
    readonly orgId?: string;
    /** Left out where the unit hands in before it is told. */
    readonly due?: boolean;
    /** When it is handed in, each time; with a second moment it is given back then. */
    readonly turns?: readonly (readonly [string, string?])[];
    readonly exemptedAt?: string;
  }
  /** A report until 17:00 of the day, with four hours of grace. */
  async function report(
    day: string,
    period: string,
    { orgId = bureau, due = true, turns = [], exemptedAt }: ReportTold = {},
  ) {
    const submissionId = idOf('rps');
    const limit = { dueAt: on(day, '17:00'), graceUntil: on(day, '21:00') };
    const owed = { submissionId, dutyId: idOf('rpd'), orgId, period, ...limit };
    if (due) await told(reportDue, submissionId, owed);
    for (const [index, [submittedAt, returnedAt]] of turns.entries()) {
      const handIn = { submissionId, orgId, period, attempt: index + 1, submittedAt, values: {}, ...limit };
      await told(reportSubmitted, submissionId, { ...handIn, state: 'SUBMITTED' });
      if (!returnedAt) continue;
      await told(reportSubmitted, submissionId, { ...handIn, state: 'RETURNED', decidedAt: returnedAt });
    }
    if (exemptedAt) await told(reportExempted, submissionId, owed, { at: exemptedAt });
  }

  interface HazardTold {
    readonly level?: 'GENERAL' | 'MAJOR';
    readonly dueAt?: string;
    readonly closedAt?: string;
    readonly dismissedAt?: string;
    readonly recurrence?: boolean;
  }
  const hazardNamed = (hazardId: string) =>
    ({
      hazardId,
      code: hazardId,
      siteId: sites.warehouse.id,
      ownerOrgId: bureau,
      state: 'REPORTED' as const,
      source: { type: 'Finding' as const, id: idOf('fnd') },
    }) as never as Parameters<typeof hazardReported.schema.parse>[0] & object;
  const closeHazard = (hazardId: string, closedAt: string, level = 'GENERAL') =>
    told(hazardClosed, hazardId, {
      ...hazardNamed(hazardId),
      responsibleOrgId: bureau,
      level,
      title: null,
      closedAt,
    } as never);

  async function hazard(
    reportedAt: string,
    { level = 'GENERAL', dueAt, closedAt, dismissedAt, recurrence }: HazardTold = {},
  ) {
    const hazardId = idOf('haz');
    const identity = hazardNamed(hazardId);
    await told(hazardReported, hazardId, {
      ...identity,
      responsibleOrgId: null,
      level: null,
      title: null,
      category: 'FIRE',
      recurrence: recurrence ?? false,
      reportedAt,
    } as never);
    if (dueAt) {
      const confirmed = { ...identity, responsibleOrgId: bureau, level, dueAt, listed: false, confirmedAt: reportedAt };
      await told(hazardConfirmed, hazardId, confirmed as never);
    }
    if (closedAt) await closeHazard(hazardId, closedAt, level);
    if (dismissedAt) await told(hazardDismissed, hazardId, { hazardId, code: hazardId, reason: null, dismissedAt });
    return hazardId;
  }

  const link = (itemId: string, hazardId: string) =>
    told(hazardLinked, hazardId, {
      itemId,
      linkId: null,
      hazardId,
      role: 'EFFECT',
      code: hazardId,
      level: 'GENERAL',
      state: 'CLOSED',
    });

  const filed = (type: 'SupervisionItem' | 'Hazard', id: string, cataloguedAt: string) => {
    const recordId = idOf('arc');
    return told(recordCatalogued, recordId, {
      recordId,
      archivalCode: recordId,
      retention: 'Y',
      source: { type, id },
      cataloguedAt,
    });
  };

  const roster = (from: string, to: string, shifts: readonly (readonly [string, string])[], orgId = bureau) => {
    const rosterId = idOf('rst');
    return told(rosterPublished, rosterId, {
      rosterId,
      orgId,
      from,
      to,
      shifts: shifts.map(([start, end]) => ({
        shiftId: idOf('shf'),
        start,
        end,
        leaderId: idOf('psn'),
        officerIds: [],
        backupId: null,
        line: null,
      })),
    });
  };

  const call = (
    ringAt: string,
    outcome: CallOutcome,
    { wait = 10, shifted = true, orgId = bureau, line = 'A' } = {},
  ) => {
    const callId = idOf('cal');
    const answered = outcome === 'ANSWERED' || outcome === 'OVERFLOW_ANSWERED';
    return told(
      answered ? callAnswered : callMissed,
      callId,
      {
        callId,
        callRef: callId,
        lineNo: line,
        ringAt,
        answeredAt: answered ? new Date(Date.parse(ringAt) + wait * 1000).toISOString() : null,
        endedAt: null,
        waitSeconds: wait,
        outcome,
        shiftId: shifted ? idOf('shf') : null,
      },
      { orgId },
    );
  };

  const callback = (openedAt: string, dueAt: string, closedAt: string | null, end: CallbackEnd, calls = 1) => {
    const callbackId = idOf('cbk');
    return told(
      callbackOpened,
      callbackId,
      {
        callbackId,
        callIds: Array.from({ length: calls }, () => idOf('cal')),
        lineNo: 'A',
        shiftId: null,
        openedAt,
        dueAt,
        firstAttemptAt: null,
        closedAt,
        end,
      },
      { orgId: bureau },
    );
  };

  interface CaseTold {
    readonly kind?: CaseKind;
    readonly orgId?: string | null;
    readonly dueAt?: string | null;
    readonly noticeDueAt?: string | null;
    readonly acceptedAt?: string;
    readonly answers?: readonly string[];
    readonly demands?: readonly string[];
    readonly redoneAt?: string;
    readonly withdrawnAt?: string;
    readonly reviewAskedAt?: string;
    readonly closedAt?: string;
    readonly visits?: number;
  }
  async function serviceCase(openedAt: string, given: CaseTold = {}) {
    const { kind = 'SERVICE', orgId = bureau, dueAt = null, noticeDueAt = null, visits = 1 } = given;
    const caseId = idOf('cas');
    await told(
      caseOpened,
      caseId,
      {
        caseId,
        code: caseId,
        kind,
        channel: 'WINDOW',
        responsibleOrgId: orgId,
        siteId: null,
        safety: false,
        title: null,
        text: null,
        callId: null,
        openedAt,
        dueAt,
        noticeDueAt,
      },
      { orgId },
    );
    const { acceptedAt, redoneAt, withdrawnAt, closedAt } = given;
    if (acceptedAt) await told(caseAccepted, caseId, { caseId, acceptedAt, dueAt });
    for (const [index, at] of (given.demands ?? []).entries()) {
      await told(supplementDemanded, caseId, { caseId, at, ordinal: index + 1, dueAt });
    }
    for (const [index, answeredAt] of (given.answers ?? []).entries()) {
      if (index > 0 && redoneAt) await told(caseRedone, caseId, { caseId, at: redoneAt, count: index });
      await told(caseAnswered, caseId, { caseId, answeredAt, result: 'HANDLED' });
    }
    if (given.reviewAskedAt) {
      const { reviewAskedAt: at } = given;
      await told(reviewRequested, caseId, { caseId, at, stage: 'REVIEW', toOrgId: orgs.county.id, dueAt: at });
    }
    if (withdrawnAt) await told(caseWithdrawn, caseId, { caseId, at: withdrawnAt });
    if (closedAt) await told(caseClosed, caseId, { caseId, closedAt, visitsCount: visits });
    return caseId;
  }

  interface RatingTold {
    readonly orgId?: string | null;
    readonly dueAt?: string;
    readonly fedBackAt?: string;
    readonly removedAt?: string;
  }
  async function rating(
    ratedAt: string,
    score: number,
    { orgId = bureau, dueAt, fedBackAt, removedAt }: RatingTold = {},
  ) {
    const ratingId = idOf('rat');
    const subject = { type: 'ServiceCase' as const, id: idOf('cas') };
    await told(ratingSubmitted, ratingId, { ratingId, subject, orgId, score, ratedAt, dueAt: dueAt ?? null });
    if (fedBackAt) await told(ratingFedBack, ratingId, { ratingId, fedBackAt });
    if (removedAt) await told(ratingRemoved, ratingId, { ratingId, at: removedAt });
  }

  /** Nobody learns here with which unit. */
  async function dispute(
    openedAt: string,
    { kind = 'PAY' as DisputeKind, expiredAt, settledAt, end = 'AGREED' }: DisputeTold = {},
  ) {
    const facts = { disputeId: idOf('dsp'), kind, regime: 'LABOUR' as const, respondentOrgId: bureau };
    await told(disputeOpened, facts.disputeId, { ...facts, openedAt, mediationDueAt: null }, { orgId: bureau });
    if (expiredAt) await told(disputeExpired, facts.disputeId, { ...facts, expiredAt }, { orgId: bureau });
    if (settledAt) await told(disputeSettled, facts.disputeId, { ...facts, settledAt, end }, { orgId: bureau });
  }

  const visit = (arriveAt: string, kind: 'PUBLIC' | 'MEDIA' = 'PUBLIC') => {
    const visitId = idOf('vst');
    return told(visitorOnSite, visitId, { visitId, kind, siteId: null, hostOrgId: bureau, arriveAt });
  };

  const inspection = (dueOn: string, finishedAt: string | null) => {
    const inspectionId = idOf('itk');
    return told(
      finishedAt ? inspectionClosed : inspectionMissed,
      inspectionId,
      {
        inspectionId,
        taskNo: inspectionId,
        siteId: sites.warehouse.id,
        kind: 'ROUTINE',
        dueOn,
        finishedAt,
        score: null,
      },
      { orgId: bureau },
    );
  };

  const survey = (
    group: 'LEADER' | 'STAFF' | 'PUBLIC',
    index: number | null,
    n: number,
    closedOn: string,
    orgId = bureau,
  ) => {
    const surveyId = idOf('svy');
    return told(surveyClosed, surveyId, { surveyId, group, orgId, period: '2026-Q3', n, index, closedOn });
  };

  /** A topic that became hot, and when an item answered it and it was hot again, if so. */
  async function topic(
    hotAt: string,
    { answeredAt, hotAgainAt, orgId = bureau }: { answeredAt?: string; hotAgainAt?: string; orgId?: string } = {},
  ) {
    const topicId = idOf('fct');
    const changed = (state: 'FOCUS' | 'SUPERVISED', at: string) =>
      told(focusChanged, topicId, { topicId, state, heat: 12, at }, { orgId });
    await changed('FOCUS', hotAt);
    if (answeredAt) await changed('SUPERVISED', answeredAt);
    if (hotAgainAt) await changed('FOCUS', hotAgainAt);
  }

  return {
    document,
    received,
    preFiled,
    filedLate,
    meeting,
    booking,
    decision,
    instruction,
    follow,
    followedBy,
    item,
    strikeOff,
    feedback,
    obstacle,
    topic,
    coordination,
    gap,
    extension,
    notice,
    report,
    hazard,
    closeHazard,
    link,
    filed,
    roster,
    call,
    callback,
    serviceCase,
    rating,
    dispute,
    visit,
    inspection,
    survey,
  };
}
