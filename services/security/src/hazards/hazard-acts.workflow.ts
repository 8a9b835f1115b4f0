import type { Act, Decision } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import {
  hazardListed,
  hazardPlanApproved,
  hazardReopened,
  recheckFailed,
  rectificationSubmitted,
} from '@chengqi/schemas/events/security';
import { badInput } from '@chengqi/service-kit';
import { closedEvent, confirmedEvent, deadlineEvents, dismissedEvent } from './hazard.events.ts';
import type { Hazard, HazardCase, HazardLevel, HazardStatus, RectificationPlan } from './hazard.ts';

export type HazardAct = Act<HazardStatus>;
type HazardDecision = Decision<Hazard>;

const personOf = ({ by }: HazardAct): string => {
  if (by === null) throw new Error('only people act on hazards');
  return by;
};

interface Confirmation {
  readonly level: HazardLevel;
  readonly responsibleOrgId: string;
  readonly recurrenceOfId: string | null;
  /** End of the limit; the outermost one for MAJOR, whose plan fixes it. */
  readonly dueAt: Date;
}

export function confirm(hazard: HazardCase, act: HazardAct, given: Confirmation): HazardDecision {
  const changes = {
    ...given,
    recurrenceOfId: given.recurrenceOfId ?? hazard.recurrenceOfId,
    status: act.to,
    confirmedById: personOf(act),
    confirmedAt: hazard.at,
    originalDueAt: given.level === 'GENERAL' ? given.dueAt : null,
    planDueAt: given.level === 'MAJOR' ? given.dueAt : null,
  };
  return { changes, events: [confirmedEvent({ ...hazard, ...changes })] };
}

export function dismiss(hazard: HazardCase, act: HazardAct, reason: string): HazardDecision {
  const changes = { status: act.to, dismissReason: reason, dismissedAt: hazard.at };
  return { changes, events: [dismissedEvent({ ...hazard, ...changes })] };
}

interface Lesson {
  readonly rootCause: string | null;
  readonly preventive: string | null;
}

const rectified = (hazard: HazardCase, by: string, { rootCause, preventive }: Lesson): Partial<Hazard> => ({
  rectifierIds: [...new Set([...hazard.rectifierIds, by])],
  rootCause: rootCause ?? hazard.rootCause,
  preventive: preventive ?? hazard.preventive,
});

const submitted = (hazard: Hazard): DomainEvent => rectificationSubmitted.create(hazard, { hazardId: hazard.id });

export function fixOnSpot(hazard: HazardCase, act: HazardAct, lesson: Lesson): HazardDecision {
  return { changes: { status: act.to, ...rectified(hazard, personOf(act), lesson) }, events: [submitted(hazard)] };
}

type PlanContent = Omit<RectificationPlan, 'submittedById' | 'submittedAt' | 'approvedById' | 'approvedAt'>;

/** `deadlineEnd` is 24:00 of the plan's last day, which has to lie within the hazard's limit. */
export function submitPlan(
  hazard: HazardCase,
  act: HazardAct,
  content: PlanContent,
  deadlineEnd: Date,
): HazardDecision {
  if (deadlineEnd.getTime() <= hazard.at.getTime() || (hazard.dueAt !== null && deadlineEnd > hazard.dueAt)) {
    throw badInput('deadline', {
      en: 'The deadline lies ahead and within the limit of the hazard.',
      zh: '整改时限须晚于现在且不超过隐患整改期限。',
    });
  }
  const plan = {
    ...content,
    submittedById: personOf(act),
    submittedAt: hazard.at.toISOString(),
    approvedById: null,
    approvedAt: null,
  };
  return { changes: { status: act.to, plan }, events: [] };
}

export function approvePlan(
  hazard: HazardCase,
  act: HazardAct,
  recheckerId: string,
  endOf: (day: string) => Date,
): HazardDecision {
  const { plan } = hazard;
  if (plan === null) throw new Error(`${hazard.id} passed HAZ-2 without a plan`);
  const dueAt = hazard.level === 'MAJOR' ? endOf(plan.deadline) : hazard.dueAt;
  const changes = {
    status: act.to,
    recheckerId,
    plan: { ...plan, approvedById: personOf(act), approvedAt: hazard.at.toISOString() },
    dueAt,
    originalDueAt: hazard.originalDueAt ?? dueAt,
    stopUse: plan.stopUse === true,
    stoppedAt: plan.stopUse ? (hazard.stoppedAt ?? hazard.at) : null,
  };
  const approved = hazardPlanApproved.create(hazard, { hazardId: hazard.id });
  return { changes, events: [approved, ...deadlineEvents(hazard, dueAt)] };
}

export function list(hazard: HazardCase, act: HazardAct): HazardDecision {
  const events = [hazardListed.create(hazard, { hazardId: hazard.id, code: hazard.code })];
  return { changes: { status: act.to, listed: true, listedById: personOf(act) }, events };
}

/** `latest` is the furthest the limit may be moved. */
export function extendDeadline(
  hazard: HazardCase,
  act: HazardAct,
  given: { readonly dueAt: Date; readonly latest: Date; readonly explanation: string },
): HazardDecision {
  if (hazard.dueAt === null || given.dueAt <= hazard.dueAt || given.dueAt > given.latest) {
    throw badInput('dueOn', {
      en: 'The new limit is later than the present one, by at most 90 days.',
      zh: '新期限须晚于原期限，且延长不超过90天。',
    });
  }
  const changes = {
    status: act.to,
    dueAt: given.dueAt,
    extensions: hazard.extensions + 1,
    extensionReason: given.explanation,
  };
  return { changes, events: deadlineEvents(hazard, given.dueAt) };
}

type Notices = Pick<Hazard, 'notifiedStaffAt' | 'reportedToRegulatorAt'>;

/** A time once noted stays: lateness is not written away (HAZ-3). */
export function recordNotices(hazard: HazardCase, act: HazardAct, given: Notices): HazardDecision {
  const noted = Object.entries(given).filter(([, at]) => at !== null) as [keyof Notices, Date][];
  if (noted.length === 0) {
    throw badInput('notifiedStaffAt', { en: 'Give at least one time.', zh: '至少填写一个时间。' });
  }
  for (const [field, at] of noted) {
    if (hazard[field] !== null) throw badInput(field, { en: 'This time is noted already.', zh: '该时间已登记。' });
    if (at > hazard.at || at < hazard.reportedAt) {
      throw badInput(field, { en: 'Between the report and now.', zh: '时间须在上报之后、现在之前。' });
    }
  }
  return { changes: { status: act.to, ...Object.fromEntries(noted) }, events: [] };
}

export function submitRectification(hazard: HazardCase, act: HazardAct, lesson: Lesson): HazardDecision {
  return { changes: { status: act.to, ...rectified(hazard, personOf(act), lesson) }, events: [submitted(hazard)] };
}

/** The only way to CLOSED (HAZ-1). */
export function recheck(hazard: HazardCase, act: HazardAct, outcome: 'PASS' | 'FAIL'): HazardDecision {
  if (outcome === 'PASS') {
    const changes = { status: act.to, closedAt: hazard.at };
    return { changes, events: [closedEvent({ ...hazard, ...changes }, hazard.at)] };
  }
  const failCount = hazard.failCount + 1;
  const events = [recheckFailed.create(hazard, { hazardId: hazard.id, failCount })];
  return { changes: { status: act.to, failCount }, events };
}

/** The hazard starts again with a new limit; what the last plan decided on the use of the place binds until the next one. */
export function reopen(
  hazard: HazardCase,
  act: HazardAct,
  given: { readonly reason: string; readonly dueAt: Date },
): HazardDecision {
  const changes = {
    status: act.to,
    closedAt: null,
    plan: null,
    earlierPlans: hazard.plan ? [...hazard.earlierPlans, hazard.plan] : hazard.earlierPlans,
    recheckerId: null,
    dueAt: given.dueAt,
    planDueAt: hazard.level === 'MAJOR' ? given.dueAt : null,
    extensions: 0,
    extensionReason: null,
    rootCause: null,
    preventive: null,
    stoppedAt: hazard.stopUse ? hazard.at : null,
    reopenReason: given.reason,
    reopenedAt: hazard.at,
    // What was history runs from here on.
    ...(hazard.importedAt && { openedAt: hazard.at }),
    relapses: (hazard.relapses ?? 0) + 1,
  };
  const reopened = hazardReopened.create(hazard, { hazardId: hazard.id, code: hazard.code });
  return { changes, events: [reopened, ...deadlineEvents(hazard, given.dueAt)] };
}
