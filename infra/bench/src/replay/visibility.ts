import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Desk, loadDemo } from '@chengqi/stack';

/** Of the demo county. */
const [dutyOfficer, analyst, supervisor, director] = ['YX0013', 'YX0032', 'YX0007', 'YX0004'];

const record = `mutation ($input: ImportCdrInput!) {
  importCdr(input: $input) { recorded refused { code reason } } }`;
const total = `query ($from: DateTime!, $to: DateTime!) {
  metric(name: "call.total", where: { from: $from, to: $to }) { total { value } } }`;
const propose = `mutation ($input: ProposeItemInput!) {
  proposeItem(input: $input) { item { id } } }`;
const myWork = '{ viewer { person { work(kinds: [SUPERVISION], first: 20) { totalCount nodes { id } } } } }';

export interface Visibility {
  /** Milliseconds from the answer to the mutation until it shows. */
  readonly visible: readonly number[];
  /** Milliseconds of one answer that is asked for it, of which the former can hold one more than needed. */
  readonly answers: readonly number[];
}

interface Watched {
  write(round: number): Promise<void>;
  /** How many there are, as who reads it is told. */
  count(): Promise<number>;
}

/**
 * How long a call of the exchange takes to show in the number of calls, and a proposal in the inbox of who registers it:
 * one after the other, each before the next one comes.
 */
export async function measureVisibility(url: string, rounds: number): Promise<Record<'figure' | 'inbox', Visibility>> {
  await quietly(() => loadDemo(url));
  const client = createClient(url);
  await client.settled({ seconds: 120 });
  const [officer, reader, proposer, registrar] = [dutyOfficer, analyst, supervisor, director].map((no) =>
    client.as(no as string),
  ) as [Desk, Desk, Desk, Desk];
  const now = Date.now();
  const period = { from: new Date(now - 86_400_000).toISOString(), to: new Date(now + 86_400_000).toISOString() };
  const { org: office } = await proposer.act('{ org(code: "YX01") { id } }');
  return {
    figure: await watch(rounds, {
      async write(round) {
        const { importCdr: done } = await officer.act(record, { input: { legs: [legOf(round, now)] } });
        if (done.recorded !== 1) throw new Error(`the call was refused: ${JSON.stringify(done.refused)}`);
      },
      count: async () => (await reader.act(total, period)).metric.total.value,
    }),
    inbox: await watch(rounds, {
      async write(round) {
        const title = `Proposal ${now}-${round}`;
        await proposer.act(propose, { input: { ownerOrgId: office.id, title, requirement: title } });
      },
      count: async () => (await registrar.act(myWork)).viewer.person.work.totalCount,
    }),
  };
}

async function watch(rounds: number, { write, count }: Watched): Promise<Visibility> {
  const visible: number[] = [];
  const answers: number[] = [];
  const ask = async (): Promise<number> => {
    const asked = performance.now();
    const found = await count();
    answers.push(performance.now() - asked);
    return found;
  };
  let known = await ask();
  for (let round = 0; round < rounds; round += 1) {
    await write(round);
    const written = performance.now();
    while ((await ask()) === known) await sleep(2);
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
