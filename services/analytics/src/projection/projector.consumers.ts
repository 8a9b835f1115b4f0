import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { holdRows, insertRows, isUniqueViolation, LostRace, onBatch, upsertRows } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { markFresh } from './freshness.repository.ts';
import { noteLate, type Struck } from './late-fact.repository.ts';
import type { AnyProjection, Fact, Revision } from './projection.ts';
import { createDayOf, markStale, type StaleDay } from './stale-day.repository.ts';

/**
 * Applies events to the facts of all families; what figures count anew is marked in the same transaction, and noted what
 * came late by one of `lateClocks`, as `clockOf` names them.
 */
export function createProjector(
  { kit: { db }, office }: Foundation,
  projections: readonly AnyProjection[],
  lateClocks: ReadonlySet<string> = new Set(),
) {
  const dayOf = createDayOf(office.calendar.dayOf);
  const families = projections.map((projection) => ({
    projection,
    told: toldOf(projection),
    reactions: Map.groupBy(projection.reactions, ({ contract }) => contract.type),
  }));

  /** Applies events in their order, each family in one reading and one writing. */
  async function apply(events: readonly Envelope[], manager: EntityManager): Promise<void> {
    const stale = new Map<string, StaleDay>();
    const struck = new Map<string, Struck>();
    for (const { projection, reactions, told } of families) {
      const revisions = revisionsOf(reactions, events);
      if (revisions.length === 0) continue;
      const changes = await change(manager, projection, revisions, (was, is, event) => {
        for (const each of told(was, is, event)) {
          const key = `${each.clock} ${each.factId}`;
          struck.set(key, { ...each, anew: each.anew || struck.get(key)?.anew === true });
        }
      });
      for (const day of changes.flatMap((pair) => daysOf(projection, pair))) stale.set(`${day.clock} ${day.day}`, day);
    }
    await markStale(manager, db.dialect, inOrder([...stale]));
    await noteLate(manager, inOrder([...struck]));
    await markFresh(manager, db.dialect, events);
  }

  /** The days to which a fact belonged and belongs now. */
  const daysOf = ({ entity, clocks }: AnyProjection, facts: readonly Row[]): StaleDay[] =>
    clocks.flatMap((property) => {
      const clock = clockOf(entity, property);
      return facts.flatMap((fact) =>
        typeof fact[property] === 'number' ? [{ clock, day: dayOf(fact[property]) }] : [],
      );
    });

  /** What an event set of the clocks. History is told when it is over, and is late by nature. */
  function toldOf({ entity }: AnyProjection): (was: Row, is: Row, event: Envelope) => Struck[] {
    const own = Object.keys(entity.options.columns).filter((property) => lateClocks.has(clockOf(entity, property)));
    return (was, is, { time, provenance }) =>
      own.flatMap((property) => {
        const [before, at] = [was[property], is[property]];
        if (before === at) return [];
        const knownAt = Date.parse(time);
        const late = provenance === 'live' && typeof at === 'number' && dayOf(at) < dayOf(knownAt);
        const clock = clockOf(entity, property);
        return [{ clock, factId: String(is.id), lateAt: late ? knownAt : null, anew: before !== null }];
      });
  }

  const contracts = new Set(projections.flatMap(({ reactions }) => reactions.map(({ contract }) => contract)));
  return { consumers: [onBatch([...contracts], apply)] };
}

/** Locks are taken in one order, so that two instances do not wait for each other. */
const inOrder = <T>(rows: [string, T][]): T[] => rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);

/** `table.column`, as the catalogue names the clock of a figure. */
export const clockOf = ({ options }: AnyProjection['entity'], property: string): string =>
  `${options.tableName}.${options.columns[property]?.name}`;

type EventRevision = Revision & { readonly event: Envelope };

const revisionsOf = (
  reactions: ReadonlyMap<string, AnyProjection['reactions']>,
  events: readonly Envelope[],
): EventRevision[] =>
  events.flatMap((event) =>
    (reactions.get(event.type) ?? []).flatMap(({ revisions }) =>
      revisions(event).map((revision) => ({ ...revision, event })),
    ),
  );

type Row = Record<string, unknown>;
type Told = (was: Row, is: Row, event: Envelope) => void;

/**
 * Answers the rows that changed, each as it was and as it is; `told` hears of each step on the way. A fact of which nothing
 * is known leaves no row.
 */
async function change(
  manager: EntityManager,
  { entity, empty }: AnyProjection,
  revisions: readonly EventRevision[],
  told: Told,
): Promise<(readonly [Row, Row])[]> {
  const ids = [...new Set(revisions.map(({ id }) => id))].sort();
  const known: Fact[] = await holdRows(manager, entity, ids);
  const before = new Map(known.map((fact) => [fact.id, fact]));
  const after = new Map<string, Fact>();
  for (const { id, revise, event } of revisions) {
    const fact = after.get(id) ?? before.get(id) ?? empty(id);
    const revised = { ...fact, ...revise(fact) };
    told(fact as unknown as Row, revised as unknown as Row, event);
    after.set(id, revised);
  }
  const changed = ids.flatMap((id) => {
    const [was, is] = [before.get(id) ?? empty(id), after.get(id) ?? empty(id)];
    return same(was, is) ? [] : [[{ ...was }, { ...is }] as const];
  });
  const rows = changed.map(([, fact]) => fact as unknown as Fact);
  await insertFresh(
    manager,
    entity,
    rows.filter(({ id }) => !before.has(id)),
  );
  await upsertRows(
    manager,
    entity,
    rows.filter(({ id }) => before.has(id)),
  );
  return changed;
}

/** A row that is not there cannot be locked: events of two topics may make one fact at the same time. */
async function insertFresh(manager: EntityManager, entity: AnyProjection['entity'], rows: Fact[]): Promise<void> {
  try {
    await insertRows(manager, entity, rows);
  } catch (error) {
    throw isUniqueViolation(error) ? new LostRace('somebody else has told of one of these facts') : error;
  }
}

const same = (a: Fact, b: Fact): boolean =>
  Object.keys(b).every((key) => a[key as keyof Fact] === b[key as keyof Fact]);
