import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { held, onBatch } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { markFresh } from './freshness.repository.ts';
import type { AnyProjection, Fact, Revision } from './projection.ts';
import { createDayOf, markStale, type StaleDay } from './stale-day.repository.ts';

/** Applies events to the facts of all families; what figures count anew is marked in the same transaction. */
export function createProjector({ kit: { db }, office }: Foundation, projections: readonly AnyProjection[]) {
  const dayOf = createDayOf(office.calendar.dayOf);

  /** Applies events in their order, each family in one reading and one writing. */
  async function apply(events: readonly Envelope[], manager: EntityManager): Promise<void> {
    const stale = new Map<string, StaleDay>();
    for (const projection of projections) {
      const revisions = revisionsOf(projection, events);
      if (revisions.length === 0) continue;
      const changes = await change(manager, projection, revisions);
      for (const day of changes.flatMap((pair) => daysOf(projection, pair))) stale.set(`${day.clock} ${day.day}`, day);
    }
    await markStale(manager, db.dialect, inOrder([...stale]));
    await markFresh(manager, db.dialect, events);
  }

  /** The days to which a fact belonged and belongs now. */
  const daysOf = ({ entity, clocks }: AnyProjection, facts: readonly Record<string, unknown>[]): StaleDay[] =>
    clocks.flatMap((property) => {
      const clock = clockOf(entity, property);
      return facts.flatMap((fact) =>
        typeof fact[property] === 'number' ? [{ clock, day: dayOf(fact[property]) }] : [],
      );
    });

  const contracts = new Set(projections.flatMap(({ reactions }) => reactions.map(({ contract }) => contract)));
  return { consumers: [onBatch([...contracts], apply)] };
}

/** Locks are taken in one order, so that two instances do not wait for each other. */
const inOrder = (days: [string, StaleDay][]): StaleDay[] =>
  days.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);

/** `table.column`, as the catalogue names the clock of a figure. */
export const clockOf = ({ options }: AnyProjection['entity'], property: string): string =>
  `${options.tableName}.${options.columns[property]?.name}`;

const revisionsOf = ({ reactions }: AnyProjection, events: readonly Envelope[]): Revision[] =>
  events.flatMap((event) =>
    reactions.filter(({ contract }) => contract.type === event.type).flatMap(({ revisions }) => revisions(event)),
  );

/** Both engines bound the parameters of a statement. */
const rowsAtOnce = 500;

/** Answers the rows that changed, each as it was and as it is. A fact of which nothing is known leaves no row. */
async function change(
  manager: EntityManager,
  { entity, empty }: AnyProjection,
  revisions: readonly Revision[],
): Promise<(readonly [Record<string, unknown>, Record<string, unknown>])[]> {
  const repository = manager.getRepository(entity);
  const ids = [...new Set(revisions.map(({ id }) => id))].sort();
  const query = repository.createQueryBuilder('f').where({ id: In(ids) });
  const known = await held(query).getMany();
  const before = new Map<string, Fact>(known.map((fact) => [fact.id, fact]));
  const after = new Map<string, Fact>();
  for (const { id, revise } of revisions) {
    const fact = after.get(id) ?? before.get(id) ?? empty(id);
    after.set(id, { ...fact, ...revise(fact) });
  }
  const changed = ids.flatMap((id) => {
    const [was, is] = [before.get(id) ?? empty(id), after.get(id) ?? empty(id)];
    return same(was, is) ? [] : [[{ ...was }, { ...is }] as const];
  });
  for (let from = 0; from < changed.length; from += rowsAtOnce) {
    const rows = changed.slice(from, from + rowsAtOnce).map(([, fact]) => fact);
    await repository.upsert(rows as never, ['id']);
  }
  return changed;
}

const same = (a: Fact, b: Fact): boolean =>
  Object.keys(b).every((key) => a[key as keyof Fact] === b[key as keyof Fact]);
