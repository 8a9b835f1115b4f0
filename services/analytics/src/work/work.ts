import type { SecrecyLevel } from '@chengqi/schemas';
import type { WorkAction, WorkLight } from '../generated/graphql.ts';
import type { Moment } from '../projection/projection.ts';

/** One thing that waits for a person, or for whoever holds one of the action's roles over a unit. */
export interface Task {
  /** `ACTION:subject`, then the unit or the person when several of them owe the same. */
  readonly id: string;
  readonly action: WorkAction;
  readonly subjectId: string;
  readonly orgId: string | null;
  /** Whose place it is about: who is competent for a place goes by the place. */
  readonly siteId: string | null;
  /** Set where it waits for this person and nobody else. */
  readonly personId: string | null;
  /** Who may not do it, because it judges what this person did. */
  readonly exceptId: string | null;
  /** Which of two roles decides; null where that does not matter. */
  readonly major: boolean | null;
  readonly waitingSince: Moment;
  readonly dueAt: Moment | null;
  /** When it is over whether done or not. */
  readonly endsAt: Moment | null;
}

/** An item, hazard, case … as far as work depends on it, with what waits in it. */
export interface Matter {
  readonly id: string;
  /** How far it has come, where an event may be told again later. */
  readonly stage: string | null;
  readonly orgId: string | null;
  readonly siteId: string | null;
  /** Units that were given a part. */
  readonly unitIds: readonly string[];
  readonly major: boolean | null;
  readonly dueAt: Moment | null;
  readonly secrecyLevel: SecrecyLevel;
  readonly tasks: readonly Task[];
}

/** A task as it is stored and answered. */
export interface WorkRow extends Task {
  readonly matterId: string;
  readonly secrecyLevel: SecrecyLevel;
  /** The limit, or the end of time: pages go by the nearest limit. */
  readonly dueOrder: Moment;
}

export const endOfTime: Moment = 8_640_000_000_000_000;

export const rowOf = (matter: Matter, task: Task): WorkRow => ({
  ...task,
  matterId: matter.id,
  secrecyLevel: matter.secrecyLevel,
  dueOrder: task.dueAt ?? endOfTime,
});

/** The last quarter of the time is yellow; a shift that has begun is not late. */
export function lightOf({ waitingSince, dueAt, endsAt }: Task, now: Moment): WorkLight {
  if (dueAt === null) return 'GREEN';
  if (now > dueAt) return endsAt === null ? 'RED' : 'YELLOW';
  return (dueAt - now) * 4 > dueAt - waitingSince ? 'GREEN' : 'YELLOW';
}

const types = {
  sup: 'SupervisionItem',
  crd: 'CoordinationCase',
  haz: 'Hazard',
  cbk: 'CallbackTask',
  cas: 'ServiceCase',
  rat: 'Rating',
  shf: 'DutyShift',
  doc: 'Document',
} as const;

/** The subject as its owner knows it. */
export const subjectOf = ({ subjectId: id }: Task) => {
  const __typename = types[id.slice(0, 3) as keyof typeof types];
  return __typename ? { __typename, id } : null;
};
