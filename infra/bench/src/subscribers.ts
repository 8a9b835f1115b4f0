import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Data, type OfficeClient } from '@chengqi/stack';
import { percentile, say } from './samples.ts';

const entry = new URL('./subscribers/office.ts', import.meta.url).pathname;
const query = 'subscription ($org: ID!) { hazardChanged(org: $org) { id code state description } }';

interface Used {
  readonly cpuMilliseconds: number;
  readonly rssMegabytes: number;
}

/**
 * A thousand lines to one process that is the whole office, each of them a subscriber whose selection is asked anew:
 * memory, CPU while nothing happens, and for an act that all of them are told of.
 */
export async function benchSubscribers({ quick }: { readonly quick: boolean }): Promise<void> {
  const child = fork(entry, { execArgv: ['--disable-warning=TimeoutNegativeWarning'], silent: true });
  child.stdout?.resume();
  child.stderr?.resume();
  const exited = once(child, 'exit');
  const heard = async (): Promise<unknown> => (await once(child, 'message'))[0];
  const used = async (): Promise<Used> => {
    const answer = heard();
    child.send('used');
    return (await answer) as Used;
  };
  const count = quick ? 100 : 1000;
  try {
    const client = createClient(String(await heard()));
    await measure(client, used, count, quick ? 5 : 20);
  } finally {
    child.send('close');
    await exited;
  }
}

async function measure(client: OfficeClient, used: () => Promise<Used>, count: number, rounds: number): Promise<void> {
  const { org, site, people } = await client.as('admin').act(`{
    org(code: "YX01") { id }
    site(code: "YXS3") { id }
    people(first: 100) { nodes { staffNo } }
  }`);
  const report = (): Promise<Data> =>
    client.as('YX0024').act('mutation ($input: ReportHazardInput!) { reportHazard(input: $input) { hazard { id } } }', {
      input: { siteId: site.id, description: '楼道堆物', category: 'FIRE' },
    });
  const step = async (name: string, of: number, work: () => Promise<object | undefined>): Promise<void> => {
    const before = await used();
    const more = await work();
    const after = await used();
    const cpu = after.cpuMilliseconds - before.cpuMilliseconds;
    say({
      ...{ bench: 'subscribers', step: name, of, cpuMillisecondsEach: Math.round((cpu / of) * 100) / 100 },
      ...{ rssMegabytes: Math.round(after.rssMegabytes), ...more },
    });
  };
  await step('acts without lines', rounds, async () => {
    for (let round = 0; round < rounds; round += 1) await report();
    await client.settled();
    return undefined;
  });
  const readers: string[] = [];
  for (const { staffNo } of people.nodes) {
    const { hazards } = await client.as(staffNo).act('{ hazards(first: 1) { nodes { id } } }');
    if (hazards.nodes.length > 0) readers.push(staffNo);
  }
  const lines: Line[] = [];
  await step('lines opened', count, async () => {
    for (let at = 0; at < count; at += 1)
      lines.push(await open(client, readers[at % readers.length] ?? '', { org: org.id }));
    return { people: readers.length };
  });
  await step('seconds without an event, one heartbeat', idleSeconds, async () => {
    await sleep(idleSeconds * 1000);
    return undefined;
  });
  const times: number[] = [];
  await step('acts that all lines tell', rounds, async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const began = performance.now();
      const heard = lines.map(async (line) => (await line.toldTimes(round)) - began);
      await report();
      times.push(...(await Promise.all(heard)));
    }
    await client.settled();
    return { toldMilliseconds: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) } };
  });
  for (const line of lines) line.close();
}

const idleSeconds = 20;

interface Line {
  /** Settles with the time at which the answer of this number had come. */
  toldTimes(count: number): Promise<number>;
  close(): void;
}

async function open(client: OfficeClient, who: string, variables: Data): Promise<Line> {
  const headers = {
    authorization: `Bearer ${await tokenOf(client, who)}`,
    ...{ accept: 'text/event-stream', 'content-type': 'application/json' },
  };
  // Without an agent: each line is a connection of its own.
  const asking = request(`${client.url}/graphql/stream`, { method: 'POST', headers, agent: false });
  asking.end(JSON.stringify({ query, variables }));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`a line was refused: ${answer.statusCode}`);
  let told = 0;
  let waiting: { readonly count: number; readonly done: (at: number) => void } | null = null;
  answer.setEncoding('utf8').on('data', (text: string) => {
    told += text.split('event: next').length - 1;
    if (waiting && told >= waiting.count) waiting.done(performance.now());
  });
  answer.on('error', () => undefined);
  return {
    toldTimes: (count) =>
      new Promise((done) => {
        waiting = { count, done };
        if (told >= count) done(performance.now());
      }),
    close: () => void asking.destroy(),
  };
}

const tokens = new Map<string, Promise<string>>();

function tokenOf(client: OfficeClient, who: string): Promise<string> {
  const token = tokens.get(who) ?? client.token(who);
  tokens.set(who, token);
  return token;
}
