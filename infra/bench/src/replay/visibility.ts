import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, loadDemo } from '@chengqi/stack';

/** Of the demo county. */
const [dutyOfficer, analyst] = ['YX0013', 'YX0032'];

const record = `mutation ($input: ImportCdrInput!) {
  importCdr(input: $input) { recorded refused { code reason } } }`;
const total = `query ($from: DateTime!, $to: DateTime!) {
  metric(name: "call.total", where: { from: $from, to: $to }) { total { value } } }`;

export interface Visibility {
  /** Milliseconds from the answer to the mutation until a figure shows it. */
  readonly visible: readonly number[];
  /** Milliseconds of one answer of the figure, of which the former can hold one more than needed. */
  readonly answers: readonly number[];
}

/** A call of the exchange after the other; each has to show in the number of calls before the next one comes. */
export async function measureVisibility(url: string, rounds: number): Promise<Visibility> {
  await quietly(() => loadDemo(url));
  const client = createClient(url);
  await client.settled({ seconds: 120 });
  const [officer, reader] = [client.as(dutyOfficer), client.as(analyst)];
  const now = Date.now();
  const period = { from: new Date(now - 86_400_000).toISOString(), to: new Date(now + 86_400_000).toISOString() };
  const visible: number[] = [];
  const answers: number[] = [];
  const calls = async (): Promise<number> => {
    const asked = performance.now();
    const { metric } = await reader.act(total, period);
    answers.push(performance.now() - asked);
    return metric.total.value;
  };
  let known = await calls();
  for (let round = 0; round < rounds; round += 1) {
    const { importCdr: done } = await officer.act(record, { input: { legs: [legOf(round, now)] } });
    if (done.recorded !== 1) throw new Error(`the call was refused: ${JSON.stringify(done.refused)}`);
    const written = performance.now();
    while ((await calls()) === known) await sleep(2);
    visible.push(performance.now() - written);
    known += 1;
  }
  return { visible, answers };
}

function legOf(round: number, now: number) {
  const before = (seconds: number): string => new Date(now - 3_600_000 + round * 1000 - seconds * 1000).toISOString();
  const name = `bench-${now}-${round}`;
  return {
    cdrNo: name,
    callRef: name,
    lineNo: '82220001',
    direction: 'IN',
    callerNumber: `169${String(10_000_000 + round)}`,
    calledNumber: '82220001',
    hop: 1,
    ringAt: before(60),
    answerAt: before(50),
    endAt: before(20),
    cause: 'NORMAL',
  };
}

async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const print = console.log;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = print;
  }
}
