import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  confirmProposals,
  createClient,
  type Data,
  loadDemo,
  type OfficeClient,
  playClosedLoop,
  startEmbedded,
} from '@chengqi/stack';
import { percentile } from './samples.ts';

const pairs = 300;
/** Who acts in the loop is cleared for it; who looks from outside is not. */
const cleared = ['YX0018', 'YX0019', 'YX0020', 'YX0022', 'YX0023', 'YX0024'];
const outsider = 'YX0013';

const questions = {
  meeting: 'query ($key: ID!) { meeting(id: $key) { title } }',
  resolution: 'query ($key: ID!) { resolution(id: $key) { text } }',
  supervisionItem: 'query ($key: ID!) { supervisionItem(id: $key) { title } }',
  hazard: 'query ($key: ID!) { hazard(id: $key) { description } }',
  hazardByCode: 'query ($key: String!, $org: ID!) { hazardByCode(orgId: $org, code: $key) { description } }',
  document: 'query ($key: ID!) { document(id: $key) { title } }',
} as const;

/**
 * Whether a clock tells a hidden thing from an absent one: asked for both in turn, in an order by chance, how often the
 * hidden one takes longer. One half says nothing.
 */
export async function benchHidden(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  const office = await startEmbedded({ dataDir, port: 0 });
  try {
    await loadDemo(office.url);
    const client = createClient(office.url);
    const found = await playSecretly(office.url, client);
    for (const [name, query] of Object.entries(questions)) {
      const [hidden, absent] = found[name as keyof typeof questions];
      const ask = async (key: string): Promise<number> => {
        const started = performance.now();
        const { data } = await client.as(outsider).ask(query, { key, org: found.org });
        const took = performance.now() - started;
        if (data?.[name] !== null) throw new Error(`${name} is there for ${outsider}`);
        return took;
      };
      console.log(JSON.stringify({ bench: 'hidden', question: name, pairs, ...(await compare(ask, hidden, absent)) }));
    }
  } finally {
    await office.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Pair = readonly [hidden: string, absent: string];

async function playSecretly(url: string, client: OfficeClient) {
  const admin = client.as('admin');
  for (const staffNo of cleared) {
    const { person } = await admin.act('query ($no: String) { person(staffNo: $no) { id } }', { no: staffNo });
    const input = { personId: person.id, secrecyLevel: 'WORK_SECRET', validTo: '2030-12-31' };
    await admin.act('mutation ($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }', {
      input,
    });
  }
  await confirmProposals(client.as('confirmer').act, { proposedBy: 'admin', staffNos: new Set(cleared) });
  await client.settled();
  const print = console.log;
  console.log = () => undefined;
  const { meetingId, reader } = await playClosedLoop(url, { run: 'hidden', secrecyLevel: 'WORK_SECRET' }).finally(
    () => {
      console.log = print;
    },
  );
  const { meeting } = await client.as(reader).act(
    `query ($id: ID!) { meeting(id: $id) { minutes { issuedDocument { id issuingOrg { id } } }
      resolutions { id supervisionItem { id hazards { hazard { id code } } } } } }`,
    { id: meetingId },
  );
  const [{ id: resolution, supervisionItem }] = meeting.resolutions as Data[];
  const [{ hazard }] = supervisionItem.hazards;
  const document = meeting.minutes.issuedDocument;
  const beside = (id: string): Pair => [id, `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`];
  return {
    org: document.issuingOrg.id as string,
    meeting: beside(meetingId),
    resolution: beside(resolution),
    supervisionItem: beside(supervisionItem.id),
    hazard: beside(hazard.id),
    hazardByCode: [hazard.code, hazard.code.replace(/\d+号/, '999号')] as Pair,
    document: beside(document.id),
  };
}

async function compare(ask: (key: string) => Promise<number>, hidden: string, absent: string) {
  for (let round = 0; round < 50; round += 1) await ask(round % 2 === 0 ? hidden : absent);
  const times: { hidden: number; absent: number }[] = [];
  for (let round = 0; round < pairs; round += 1) {
    const first = Math.random() < 0.5;
    const one = await ask(first ? hidden : absent);
    const other = await ask(first ? absent : hidden);
    times.push(first ? { hidden: one, absent: other } : { hidden: other, absent: one });
  }
  const slower = times.filter((pair) => pair.hidden > pair.absent).length;
  return {
    hiddenSlower: Math.round((slower / pairs) * 100) / 100,
    hiddenP50: percentile(
      times.map((pair) => pair.hidden),
      0.5,
    ),
    absentP50: percentile(
      times.map((pair) => pair.absent),
      0.5,
    ),
  };
}
