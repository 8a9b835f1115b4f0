import { type Leg, theExchange } from '@chengqi/reception/test/exchange';
import { type Simulation, simulate } from '@chengqi/reception/test/simulated-exchange';
import { openWindow, type Window } from '@chengqi/reception/test/window';
import type { Dialect } from '@chengqi/service-kit';
import { percentile } from '../samples.ts';

const rowsOfBatch = 100;
/** Milliseconds after which a callback that does not show is one that is not owed. */
const patience = 10_000;
/** Before the first call. */
const beginning = '2026-09-14T00:00:00Z';

const openQuery = `query ($after: String) {
  openCallbacks(first: 100, after: $after) { nodes { calls { callRef } } pageInfo { hasNextPage endCursor } } }`;

/**
 * Sends a simulation's records in the order in which the exchange ends them. What rang in comes before what the office
 * dialled in the same batch, so that every missed call is owed a callback for a moment in which it can be looked for.
 * @throws Error when R-1 does not hold at the end
 */
export async function replayCalls(dialect: Dialect, engine: string, calls: number): Promise<object> {
  await using window = await openWindow(dialect, beginning);
  const exchange = theExchange(window);
  const simulation = simulate({ calls, seed: 9, works: () => true });
  for (const { start, end } of simulation.shifts) await exchange.shift(start, end);
  const { sending, visible } = await sendAll(window, simulation.legs);
  holds(simulation, await exchange.equation());
  const rows = simulation.legs.length;
  return {
    ...{ bench: 'reception', engine, step: 'simulation', calls: simulation.calls, missed: simulation.missed },
    ...{ shifts: simulation.shifts.length, balanced: true, rows, rowsOfBatch },
    rowsPerSecond: Math.round((rows / sending) * 1000),
    missedToTask: { p50: percentile(visible, 0.5), p99: percentile(visible, 0.99) },
  };
}

interface Sent {
  /** Milliseconds of all sending. */
  readonly sending: number;
  /** Milliseconds from the sending of a batch until the task of a call missed in it was on the list, one for each. */
  readonly visible: readonly number[];
}

async function sendAll(window: Window, legs: readonly Leg[]): Promise<Sent> {
  const exchange = theExchange(window);
  const missed = missedOf(legs);
  const visible: number[] = [];
  let sending = 0;
  const send = async (batch: readonly Leg[]): Promise<void> => {
    if (batch.length === 0) return;
    const started = performance.now();
    const { recorded, refused } = await exchange.send(batch);
    sending += performance.now() - started;
    if (recorded !== batch.length) throw new Error(`records were refused: ${JSON.stringify(refused)}`);
  };
  for (const batch of batchesOf(legs)) {
    window.service.clock.set(batch.at(-1)?.endAt ?? beginning);
    const rung = batch.filter(({ direction }) => direction === 'IN');
    const started = performance.now();
    await send(rung);
    const owed = new Set(rung.map(({ callRef }) => callRef).filter((callRef) => missed.has(callRef)));
    visible.push(...(await appearances(window, owed)).map((at) => at - started));
    await send(batch.filter(({ direction }) => direction === 'OUT'));
  }
  return { sending, visible };
}

function missedOf(legs: readonly Leg[]): Set<string> {
  const inbound = legs.filter(({ direction }) => direction === 'IN');
  const answered = new Set(inbound.filter(({ answerAt }) => answerAt !== null).map(({ callRef }) => callRef));
  return new Set(inbound.map(({ callRef }) => callRef).filter((callRef) => !answered.has(callRef)));
}

function batchesOf(legs: readonly Leg[]): Leg[][] {
  const ended = legs.toSorted((a, b) => Date.parse(a.endAt) - Date.parse(b.endAt));
  return Array.from({ length: Math.ceil(ended.length / rowsOfBatch) }, (_, index) =>
    ended.slice(index * rowsOfBatch, (index + 1) * rowsOfBatch),
  );
}

/** When each of the calls was first seen under a callback that is owed. */
async function appearances(window: Window, owed: ReadonlySet<string>): Promise<number[]> {
  const waiting = new Set(owed);
  const seen: number[] = [];
  const deadline = performance.now() + patience;
  for (let after: string | null = null; waiting.size > 0; ) {
    const { openCallbacks } = await window.ask(openQuery, { after }, window.people.dutyOfficer);
    const now = performance.now();
    const shown: { callRef: string }[] = openCallbacks.nodes.flatMap(({ calls }: Task) => calls);
    for (const { callRef } of shown) if (waiting.delete(callRef)) seen.push(now);
    if (now > deadline) throw new Error(`R-1: no callback is owed to ${[...waiting].join(', ')}`);
    after = openCallbacks.pageInfo.hasNextPage ? openCallbacks.pageInfo.endCursor : null;
  }
  return seen;
}

interface Task {
  readonly calls: { callRef: string }[];
}

/** by shift and line every call is answered, covered by a callback or spam, and none is missing from the sum. */
function holds(simulation: Simulation, equation: readonly Equation[]): void {
  const open = equation.filter(({ balanced }) => !balanced);
  if (open.length > 0) throw new Error(`R-1: calls without an end: ${JSON.stringify(open)}`);
  const calls = equation.reduce((sum, each) => sum + each.calls, 0);
  const covered = equation.reduce((sum, each) => sum + each.callbackCovered, 0);
  if (calls !== simulation.calls || covered !== simulation.missed)
    throw new Error(`R-1: ${calls} of ${simulation.calls} calls, ${covered} of ${simulation.missed} missed ones`);
}

interface Equation {
  readonly calls: number;
  readonly callbackCovered: number;
  readonly balanced: boolean;
}
