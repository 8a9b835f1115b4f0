import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Data, type Desk, loadDemo, startEmbedded } from '@chengqi/stack';
import { type Unit, unitsTold } from './friday/told-units.ts';
import { percentile, say } from './samples.ts';

/** Lays duties down and hands in for every unit of the county: the office director of the demo heads it. */
const director = 'YX0004';
const deskCount = 16;
const idsAtOnce = 5000;
const patienceSeconds = 180;

const define = `mutation ($input: DefineReportingDutyInput!) { defineReportingDuty(input: $input) { duty { id } } }`;
const add = 'mutation ($input: AddDutyReportersInput!) { addDutyReporters(input: $input) { duty { id } } }';
const submit = 'mutation ($input: SubmitReportInput!) { submitReport(input: $input) { submission { id state } } }';
const find = `query ($dutyId: ID!, $orgId: ID!, $period: String!) {
  reportSubmission(dutyId: $dutyId, orgId: $orgId, period: $period) { id } }`;
const matrix = `query ($dutyId: ID!, $periods: [String!]!, $after: String) {
  submissionMatrix(dutyId: $dutyId, periods: $periods, first: 100, after: $after) {
    nodes { orgCode cells { state } } pageInfo { hasNextPage endCursor } } }`;
const sums = `query ($dutyId: ID!, $period: String!) {
  reportSums(dutyId: $dutyId, period: $period) { accepted exempted } }`;

/** The last hour before the limit in one go: every unit hands in while the collector looks at the matrix and the sums. */
export async function benchFriday({ quick }: { readonly quick: boolean }): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    await using office = await startEmbedded({ dataDir, port: 0, costLimit: 1e9 });
    await loadDemo(office.url);
    const units = await unitsTold(office, quick ? 600 : 12_000);
    const desk = createClient(office.url).as(director);
    const wave = await layDown(desk, units);
    await ride(desk, wave, units);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Wave {
  readonly dutyId: string;
  readonly period: string;
}

/** A duty of all units, whose reports are expected by the time this returns. */
async function layDown(desk: Desk, units: readonly Unit[]): Promise<Wave> {
  const started = performance.now();
  const period = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const ids = units.map(({ id }) => id);
  const { orgs } = await desk.act('{ orgs(first: 100) { nodes { id code } } }');
  const county = orgs.nodes.find(({ code }: Data) => code === 'YX01');
  const input = {
    ...{ name: '周五报送', kind: 'AD_HOC', dueRule: { on: period }, collectorOrgId: county.id },
    ...{ fields: [{ key: 'found', label: '发现隐患' }], reporterOrgIds: ids.slice(0, idsAtOnce) },
  };
  const { defineReportingDuty } = await desk.act(define, { input });
  const dutyId = defineReportingDuty.duty.id as string;
  for (let from = idsAtOnce; from < ids.length; from += idsAtOnce)
    await desk.act(add, { input: { dutyId, reporterOrgIds: ids.slice(from, from + idsAtOnce) } });
  const laidDown = performance.now() - started;
  const last = ids.toSorted().at(-1);
  const deadline = performance.now() + patienceSeconds * 1000;
  while ((await desk.act(find, { dutyId, period, orgId: last })).reportSubmission === null) {
    if (performance.now() > deadline) throw new Error('the reports of the period are not expected');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (milliseconds: number) => Math.round(milliseconds / 10) / 100;
  const expected = performance.now() - started;
  say({
    bench: 'friday',
    step: 'lay down',
    units: ids.length,
    seconds: seconds(laidDown),
    expected: seconds(expected),
  });
  return { dutyId, period };
}

async function ride(desk: Desk, { dutyId, period }: Wave, units: readonly Unit[]): Promise<void> {
  const times: number[] = [];
  const left = units.values();
  const handIn = async (): Promise<void> => {
    for (const { id: orgId } of left) {
      const input = { dutyId, orgId, period, values: [{ key: 'found', value: 2 }], summary: '本周平稳。' };
      times.push(await timed(() => desk.act(submit, { input })));
    }
  };
  const asked = { matrix: [] as number[], sums: [] as number[] };
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      asked.matrix.push(await timed(() => desk.act(matrix, { dutyId, periods: [period] })));
      asked.sums.push(await timed(() => desk.act(sums, { dutyId, period })));
    }
  };
  const started = performance.now();
  const watching = watch();
  await Promise.all(Array.from({ length: deskCount }, handIn));
  const seconds = (performance.now() - started) / 1000;
  over = true;
  await watching;
  await assertAllThere(desk, { dutyId, period }, units.length);
  say({
    ...{ bench: 'friday', step: 'wave', units: units.length, desks: deskCount, seconds: Math.round(seconds * 10) / 10 },
    actsPerSecond: Math.round(times.length / seconds),
    handIn: spread(times),
    meanwhile: { matrix: spread(asked.matrix), sums: spread(asked.sums) },
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const spread = (times: readonly number[]) => ({
  asked: times.length,
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
});

/** @throws Error when a unit has handed in and the matrix does not say so */
async function assertAllThere(desk: Desk, { dutyId, period }: Wave, units: number): Promise<void> {
  let onTime = 0;
  for (let after: string | null = null; ; ) {
    const { submissionMatrix: page } = await desk.act(matrix, { dutyId, periods: [period], after });
    onTime += page.nodes.filter(({ cells: [cell] }: Data) => cell.state === 'ON_TIME').length;
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  if (onTime !== units) throw new Error(`${onTime} of ${units} units have handed in, says the matrix`);
}
