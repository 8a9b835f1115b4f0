import type { Envelope } from '@chengqi/schemas';
import type { WorkAction } from '../generated/graphql.ts';
import { type Moment, momentOf } from '../projection/projection.ts';
import type { Matter, Task } from './work.ts';

/** One thing that an event does to a matter; null when nothing of it is to be known any more. */
export type Step = (matter: Matter, event: Envelope) => Matter | null;

/** A matter of which nothing was heard before this event. */
export const unknownMatter = (id: string, { orgid, secrecylevel }: Envelope): Matter => ({
  id,
  stage: null,
  orgId: orgid,
  siteId: null,
  unitIds: [],
  major: null,
  dueAt: null,
  secrecyLevel: secrecylevel,
  tasks: [],
});

type Wanted = Partial<Omit<Task, 'id' | 'action'>>;

/** Something is to be done from now on; what waits already waits on, under the limit named last. */
export const open =
  (action: WorkAction, wanted: Wanted = {}): Step =>
  (matter, event) => {
    const subjectId = wanted.subjectId ?? matter.id;
    const addressee = wanted.personId ?? wanted.orgId;
    const id = [action, subjectId, ...(addressee ? [addressee] : [])].join(':');
    const known = matter.tasks.find((task) => task.id === id);
    const task: Task = {
      orgId: matter.orgId,
      siteId: null,
      personId: null,
      exceptId: null,
      major: matter.major,
      dueAt: matter.dueAt,
      endsAt: null,
      ...wanted,
      id,
      action,
      subjectId,
      waitingSince: known?.waitingSince ?? wanted.waitingSince ?? momentOf(event.time),
    };
    return { ...matter, tasks: [...matter.tasks.filter((other) => other !== known), task] };
  };

/** The same of each unit. */
export const openEach = (action: WorkAction, orgIds: readonly string[]): Step[] =>
  orgIds.map((orgId) => open(action, { orgId }));

const without =
  (isDone: (task: Task) => boolean): Step =>
  (matter) => ({ ...matter, tasks: matter.tasks.filter((task) => !isDone(task)) });

export const done = (...actions: readonly WorkAction[]): Step => without(({ action }) => actions.includes(action));

/** One unit has done its part. */
export const doneBy = (action: WorkAction, orgId: string): Step =>
  without((task) => task.action === action && task.orgId === orgId);

export const allDone: Step = without(() => true);

/** Nothing waits and nothing will: what comes later of it is ignored. */
export const over: Step = () => null;

export const learn =
  (facts: Partial<Pick<Matter, 'orgId' | 'siteId' | 'unitIds' | 'major'>>): Step =>
  (matter) => ({ ...matter, ...facts });

/** The limit of the matter moves, and with it that of the tasks that stand under it; an event without one leaves it. */
export const limit =
  (named: string | null | undefined): Step =>
  (matter) => {
    if (named == null) return matter;
    const dueAt: Moment = momentOf(named);
    const move = (task: Task): Task => (task.dueAt === matter.dueAt ? { ...task, dueAt } : task);
    return { ...matter, dueAt, tasks: matter.tasks.map(move) };
  };

/** Only the first time that the matter comes this far: owners tell some events again when they learn more. */
export const first =
  (stage: string, ...steps: readonly Step[]): Step =>
  (matter, event) =>
    matter.stage === null ? follow(steps, { ...matter, stage }, event) : matter;

/** What waits is this and nothing else. */
export const exactly =
  (steps: readonly Step[]): Step =>
  (matter, event) => {
    const opened = follow(steps, { ...matter, tasks: [] }, event);
    if (opened === null) return null;
    const since = new Map(matter.tasks.map(({ id, waitingSince }) => [id, waitingSince]));
    const tasks = opened.tasks.map((task) => ({ ...task, waitingSince: since.get(task.id) ?? task.waitingSince }));
    return { ...opened, tasks };
  };

export function follow(steps: readonly Step[], matter: Matter, event: Envelope): Matter | null {
  let present: Matter | null = matter;
  for (const step of steps) {
    if (present === null) return null;
    present = step(present, event);
  }
  return present;
}
