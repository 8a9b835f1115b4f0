import type { DomainEvent } from '@chengqi/schemas';
import {
  hazardListed,
  hazardPlanApproved,
  hazardReopened,
  recheckFailed,
  rectificationSubmitted,
} from '@chengqi/schemas/events/security';
import { type Actor, badInput } from '@chengqi/service-kit';
import { closedEvent, confirmedEvent, deadlineEvents, dismissedEvent } from './hazard.events.ts';
import type { Hazard, HazardCase, HazardLevel, RectificationPlan } from './hazard.ts';
import { hazardWorkflow } from './hazard.workflow.ts';

/** What an act changes, what it announces, and in which role it was taken. */
export interface Decision {
  readonly changes: Partial<Hazard>;
  readonly events: readonly DomainEvent[];
  readonly role: string | null;
}

/** Who acts, and on which version they decided. */
export interface Act {
  readonly actor: Actor;
  readonly expectedVersion: number | null;
}

const personOf = ({ personId }: Actor): string => {
  if (personId === null) throw new Error('only people act on hazards');
  return personId;
};

interface Confirmation {
  readonly level: HazardLevel;
  readonly responsibleOrgId: string;
  readonly recurrenceOfId: string | null;
  /** End of the limit; the outermost one for MAJOR, whose plan fixes it. */
  readonly dueAt: Date;
}

export function confirm(hazard: HazardCase, { actor, expectedVersion }: Act, given: Confirmation): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'CONFIRM', { expectedVersion });
  const changes = {
    ...given,
    recurrenceOfId: given.recurrenceOfId ?? hazard.recurrenceOfId,
    status: to,
    confirmedById: personOf(actor),
    confirmedAt: hazard.at,
    originalDueAt: given.level === 'GENERAL' ? given.dueAt : null,
  };
  return { changes, role, events: [confirmedEvent({ ...hazard, ...changes })] };
}

export function dismiss(hazard: HazardCase, { actor, expectedVersion }: Act, reason: string): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'DISMISS', { expectedVersion });
  const changes = { status: to, dismissReason: reason, dismissedAt: hazard.at };
  return { changes, role, events: [dismissedEvent({ ...hazard, ...changes })] };
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

export function fixOnSpot(hazard: HazardCase, { actor, expectedVersion }: Act, lesson: Lesson): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'FIX_ON_SPOT', { expectedVersion });
  return { changes: { status: to, ...rectified(hazard, personOf(actor), lesson) }, role, events: [submitted(hazard)] };
}

type PlanContent = Omit<RectificationPlan, 'submittedById' | 'submittedAt' | 'approvedById' | 'approvedAt'>;

/** `deadlineEnd` is 24:00 of the plan's last day, which has to lie within the hazard's limit. */
export function submitPlan(
  hazard: HazardCase,
  { actor, expectedVersion }: Act,
  content: PlanContent,
  deadlineEnd: Date,
): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'SUBMIT_PLAN', { expectedVersion });
  if (deadlineEnd.getTime() <= hazard.at.getTime() || (hazard.dueAt !== null && deadlineEnd > hazard.dueAt)) {
    throw badInput('deadline', {
      en: 'The deadline lies ahead and within the limit of the hazard.',
      zh: '整改时限须晚于现在且不超过隐患整改期限。',
    });
  }
  const plan = {
    ...content,
    submittedById: personOf(actor),
    submittedAt: hazard.at.toISOString(),
    approvedById: null,
    approvedAt: null,
  };
  return { changes: { status: to, plan }, role, events: [] };
}

export function approvePlan(
  hazard: HazardCase,
  { actor, expectedVersion }: Act,
  recheckerId: string,
  endOf: (day: string) => Date,
): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'APPROVE_PLAN', { expectedVersion });
  const { plan } = hazard;
  if (plan === null) throw new Error(`${hazard.id} passed HAZ-2 without a plan`);
  const dueAt = hazard.level === 'MAJOR' ? endOf(plan.deadline) : hazard.dueAt;
  const changes = {
    status: to,
    recheckerId,
    plan: { ...plan, approvedById: personOf(actor), approvedAt: hazard.at.toISOString() },
    dueAt,
    originalDueAt: hazard.originalDueAt ?? dueAt,
    stopUse: plan.stopUse === true,
    stoppedAt: plan.stopUse ? (hazard.stoppedAt ?? hazard.at) : null,
  };
  const approved = hazardPlanApproved.create(hazard, { hazardId: hazard.id });
  return { changes, role, events: [approved, ...deadlineEvents(hazard, dueAt)] };
}

export function list(hazard: HazardCase, { actor, expectedVersion }: Act): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'LIST', { expectedVersion });
  const events = [hazardListed.create(hazard, { hazardId: hazard.id, code: hazard.code })];
  return { changes: { status: to, listed: true, listedById: personOf(actor) }, role, events };
}

/** `latest` is the furthest the limit may be moved. */
export function extendDeadline(
  hazard: HazardCase,
  { actor, expectedVersion }: Act,
  given: { readonly dueAt: Date; readonly latest: Date; readonly explanation: string },
): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'EXTEND_DEADLINE', { expectedVersion });
  if (hazard.dueAt === null || given.dueAt <= hazard.dueAt || given.dueAt > given.latest) {
    throw badInput('dueOn', {
      en: 'The new limit is later than the present one, by at most 90 days.',
      zh: '新期限须晚于原期限，且延长不超过90天。',
    });
  }
  const changes = {
    status: to,
    dueAt: given.dueAt,
    extensions: hazard.extensions + 1,
    extensionReason: given.explanation,
  };
  return { changes, role, events: deadlineEvents(hazard, given.dueAt) };
}

type Notices = Pick<Hazard, 'notifiedStaffAt' | 'reportedToRegulatorAt'>;

/** A time once noted stays: lateness is not written away (HAZ-3). */
export function recordNotices(hazard: HazardCase, { actor, expectedVersion }: Act, given: Notices): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'RECORD_NOTICES', { expectedVersion });
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
  return { changes: { status: to, ...Object.fromEntries(noted) }, role, events: [] };
}

export function submitRectification(hazard: HazardCase, { actor, expectedVersion }: Act, lesson: Lesson): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'SUBMIT_RECTIFICATION', { expectedVersion });
  return { changes: { status: to, ...rectified(hazard, personOf(actor), lesson) }, role, events: [submitted(hazard)] };
}

/** The only way to CLOSED (HAZ-1). */
export function recheck(hazard: HazardCase, { actor, expectedVersion }: Act, outcome: 'PASS' | 'FAIL'): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'RECHECK', { expectedVersion, outcome });
  if (outcome === 'PASS') {
    const changes = { status: to, closedAt: hazard.at };
    return { changes, role, events: [closedEvent({ ...hazard, ...changes }, hazard.at)] };
  }
  const failCount = hazard.failCount + 1;
  const events = [recheckFailed.create(hazard, { hazardId: hazard.id, failCount })];
  return { changes: { status: to, failCount }, role, events };
}

/** The hazard starts again with a new limit; what the last plan decided on the use of the place binds until the next one. */
export function reopen(
  hazard: HazardCase,
  { actor, expectedVersion }: Act,
  given: { readonly reason: string; readonly dueAt: Date },
): Decision {
  const { to, role } = hazardWorkflow.permit(actor, hazard, 'REOPEN', { expectedVersion });
  const changes = {
    status: to,
    closedAt: null,
    plan: null,
    earlierPlans: hazard.plan ? [...hazard.earlierPlans, hazard.plan] : hazard.earlierPlans,
    recheckerId: null,
    dueAt: given.dueAt,
    extensions: 0,
    extensionReason: null,
    rootCause: null,
    preventive: null,
    stoppedAt: hazard.stopUse ? hazard.at : null,
    reopenReason: given.reason,
  };
  const reopened = hazardReopened.create(hazard, { hazardId: hazard.id, code: hazard.code });
  return { changes, role, events: [reopened, ...deadlineEvents(hazard, given.dueAt)] };
}
