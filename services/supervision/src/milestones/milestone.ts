import type { Evidence } from '@chengqi/office-kernel';

export const mostMilestones = 50;

/** A part of the work by a day (节点). */
export interface Milestone {
  readonly id: string;
  readonly itemId: string;
  readonly name: string;
  /** The end of the day it was planned for; suspensions move it later, see `milestoneDueAt`. */
  readonly plannedAt: Date;
  /** Its share in the whole; those of one item come to 100 at most. */
  readonly weightPercent: number;
  readonly addedAt: Date;
  readonly addedById: string | null;
  readonly doneAt: Date | null;
  readonly doneById: string | null;
  readonly evidence: Evidence[];
  /** Planned no longer, and why. */
  readonly droppedAt: Date | null;
  readonly droppedReason: string | null;
}

/** Percent of the planned weight that is done; null where nothing is planned. */
export function milestonePercent(milestones: readonly Milestone[]): number | null {
  const planned = milestones.filter(({ droppedAt }) => droppedAt === null);
  const whole = weightOf(planned);
  return whole === 0 ? null : Math.round((100 * weightOf(planned.filter(({ doneAt }) => doneAt !== null))) / whole);
}

export const weightOf = (milestones: readonly Milestone[]): number =>
  milestones.reduce((sum, { weightPercent }) => sum + weightPercent, 0);
