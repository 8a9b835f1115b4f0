import type { Envelope, EventContract } from '@chengqi/schemas';
import { recordCatalogued } from '@chengqi/schemas/events/documents';
import { type Consumer, findRows, groupBy, onBatch, type Timer, upsertRows } from '@chengqi/service-kit';
import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { documentWork } from './document-work.ts';
import { callbackWork, caseWork, ratingWork } from './reception-work.ts';
import { dutyWork, hazardWork } from './safety-work.ts';
import { coordinationWork, itemWork } from './supervision-work.ts';
import { FiledSubjectEntity, WorkItemEntity, WorkMatterEntity } from './work.entity.ts';
import { type Matter, rowOf, type WorkRow } from './work.ts';
import { afterEvent, type RulesByType, type WorkRule } from './work-rules.ts';

type Catalogued = typeof recordCatalogued extends EventContract<infer Data> ? Data : never;

export const workRules: readonly WorkRule[] = [
  ...itemWork,
  ...coordinationWork,
  ...hazardWork,
  ...dutyWork,
  ...callbackWork,
  ...caseWork,
  ...ratingWork,
  ...documentWork,
];

export const rulesByType: RulesByType = new Map(workRules.map((rule) => [rule.contract.type, rule]));

/** Keeps what waits for whom; a matter hears only its own events, so that no order between topics matters. */
export const workConsumers: readonly Consumer[] = [
  onBatch(
    workRules.map(({ contract }) => contract),
    applyAll,
  ),
  onBatch([recordCatalogued as EventContract], fileAll),
];

/** Shifts that are over are no work any more. */
export const workTimer: Timer = {
  name: 'forget-past-work',
  everySeconds: 3600,
  run: async ({ manager, now }) => {
    await manager.getRepository(WorkItemEntity).delete({ endsAt: LessThanOrEqual(now.getTime()) });
  },
};

/** Applies events in their order, in one reading and one writing. */
async function applyAll(events: readonly Envelope[], manager: EntityManager): Promise<void> {
  const before = await findMatters(manager, [...new Set(events.map(({ subject }) => subject))].sort());
  const after = new Map<string, Matter | null>();
  for (const event of events) {
    const known = after.has(event.subject) ? after.get(event.subject) : before.get(event.subject);
    after.set(event.subject, afterEvent(rulesByType, known ?? null, event));
  }
  await storeMatters(manager, before, after);
}

/** What is filed waits for no archivist, and will not when its end is heard of later. */
async function fileAll(events: readonly Envelope[], manager: EntityManager): Promise<void> {
  const ids = [...new Set((events as Envelope<Catalogued>[]).map(({ data }) => data.source.id))].sort();
  await upsertRows(
    manager,
    FiledSubjectEntity,
    ids.map((id) => ({ id })),
  );
  await manager.getRepository(WorkItemEntity).delete({ action: 'CATALOGUE', subjectId: In(ids) });
}

async function findMatters(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Matter>> {
  const matters = await findRows(manager, WorkMatterEntity, ids);
  if (matters.length === 0) return new Map();
  const known = matters.map(({ id }) => id);
  const rows = await manager.getRepository(WorkItemEntity).findBy({ matterId: In(known) });
  const tasks = groupBy(rows, ({ matterId }) => matterId);
  return new Map(matters.map((matter) => [matter.id, { ...matter, tasks: tasks.get(matter.id) ?? [] }]));
}

/** Writes what changed; what is the same stays untouched. */
async function storeMatters(
  manager: EntityManager,
  before: ReadonlyMap<string, Matter>,
  after: ReadonlyMap<string, Matter | null>,
): Promise<void> {
  const gone = [...after].flatMap(([id, matter]) => (matter === null && before.has(id) ? [id] : []));
  const present = [...after.values()].filter((matter) => matter !== null);
  const matters = present.map(({ tasks: _, ...facts }) => facts);
  const known = new Map([...before].map(([id, { tasks: _, ...facts }]) => [id, facts]));
  const changed = matters.filter((facts) => !same(facts, known.get(facts.id)));
  const waited = new Map([...before.values()].flatMap((matter) => rowsOf(matter)).map((row) => [row.id, row]));
  const waits = present.flatMap((matter) => rowsOf(matter));
  const stillThere = new Set(waits.map(({ id }) => id));
  const finished = [...waited.keys()].filter((id) => !stillThere.has(id));
  if (gone.length > 0) await manager.getRepository(WorkMatterEntity).delete({ id: In(gone) });
  if (finished.length > 0) await manager.getRepository(WorkItemEntity).delete({ id: In(finished) });
  await upsertRows(manager, WorkMatterEntity, changed);
  await upsertRows(
    manager,
    WorkItemEntity,
    waits.filter((row) => !same(row, waited.get(row.id))),
  );
}

const rowsOf = (matter: Matter): WorkRow[] => matter.tasks.map((task) => rowOf(matter, task));

const same = (a: object, b: object | undefined): boolean =>
  b !== undefined && Object.entries(a).every(([key, value]) => equal(value, b[key as keyof typeof b]));

const equal = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.join() === b.join());
