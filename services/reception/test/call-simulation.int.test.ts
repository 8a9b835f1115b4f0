import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { theExchange } from './exchange.ts';
import { batches, simulate } from './simulated-exchange.ts';
import { openWindow } from './window.ts';

const asOf = '2026-10-10T00:00:00Z';
const figuresQuery = `query ($orgId: ID!, $period: DateTimeFilter!) { callFigures(orgId: $orgId, period: $period) {
  inboundCalls unansweredNotSpam answered lostCalls lostNeverClosed unshifted callbacks { total mergedCalls open overdue } } }`;
const lateQuery = `query ($after: String) { callbacks(where: { overdue: true }, first: 100, after: $after) {
  nodes { calls { callRef } } pageInfo { hasNextPage endCursor } } }`;

/** A duty room that takes in all the records of a simulation. */
async function replay(dialect: Parameters<typeof openWindow>[0], calls: number, works: (index: number) => boolean) {
  const window = await openWindow(dialect, asOf);
  const exchange = theExchange(window);
  const simulation = simulate({ calls, seed: 9, works });
  for (const { start, end } of simulation.shifts) await exchange.shift(start, end);
  for (const legs of batches(simulation.legs, 500, 7)) await exchange.send(legs);
  const period = { gte: '2026-09-01T00:00:00Z', lt: asOf };
  const orgId = window.orgs.governmentOffice.id;
  const { callFigures } = await window.ask(figuresQuery, { orgId, period }, window.people.dutyOfficer);
  return { window, simulation, figures: callFigures, equation: await exchange.equation() };
}

const sum = (rows: readonly Record<string, number>[], name: string): number =>
  rows.reduce((total, row) => total + (row[name] ?? 0), 0);

describe.each(testDialects())('R-1 over 10,000 calls with storms and changes of shift, on %s', (dialect) => {
  it('where everybody is rung back, none is lost', async () => {
    const { window, simulation, figures, equation } = await replay(dialect, 10_000, () => true);
    await using _ = window;

    expect(equation.every(({ balanced }: { balanced: boolean }) => balanced)).toBe(true);
    expect(equation.length).toBeGreaterThan(100);
    expect(sum(equation, 'calls')).toBe(simulation.calls);
    expect(sum(equation, 'callbackCovered')).toBe(simulation.missed);
    expect(figures).toMatchObject({
      inboundCalls: simulation.calls,
      unansweredNotSpam: simulation.missed,
      lostCalls: 0,
      unshifted: [],
      callbacks: { open: 0, overdue: 0 },
    });
    expect(figures.callbacks.total + figures.callbacks.mergedCalls).toBe(simulation.missed);
    expect(figures.callbacks.mergedCalls).toBeGreaterThan(50);
  });

  it('where some are not, every one of them is listed', async () => {
    const { window, figures, equation } = await replay(dialect, 2500, (index) => index % 4 !== 0);
    await using _ = window;
    const late: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { callbacks } = await window.ask(lateQuery, { after }, window.people.dutyOfficer);
      late.push(
        ...callbacks.nodes.flatMap(({ calls }: { calls: { callRef: string }[] }) =>
          calls.map(({ callRef }) => callRef),
        ),
      );
      ({ hasNextPage: more, endCursor: after } = callbacks.pageInfo);
    }

    expect(equation.every(({ balanced }: { balanced: boolean }) => balanced)).toBe(true);
    expect(figures.lostCalls).toBeGreaterThan(10);
    expect(figures.lostNeverClosed).toBe(figures.lostCalls);
    expect(new Set(late).size).toBe(figures.lostCalls);
  });
});
