import { topicOf } from '@chengqi/schemas';
import { type Clock, createClock } from '@chengqi/service-kit';
import { createClient, type Desk, type OfficeClient } from '../client.ts';
import { type DemoFile, demoExport, directorNo, duty, officeCode, orgs, people, rooms, sites } from './county.ts';

/** Loads 云溪县 once, through the graph like everybody: what is there already stays, and an interrupted load goes on. */
export async function loadDemo(url: string, clock: Clock = createClock('Asia/Shanghai')): Promise<string> {
  const client = createClient(url);
  const admin = client.as('admin');
  if (await isComplete(admin, clock)) return 'demo county 云溪县 is there';
  for (const file of [orgs, people, sites]) await importFile(admin, file);
  await client.settled({ topics: [topicOf('directory')] });
  await importFile(admin, rooms);
  await publishRoster(client, clock);
  return 'demo county 云溪县 loaded';
}

/** The roster comes last; when its period is over, the next start makes the next one. */
async function isComplete(admin: Desk, clock: Clock): Promise<boolean> {
  const { data } = await admin.ask(
    /* GraphQL */ `query Demo_Present($code: String!, $now: DateTime!) { org(code: $code) { id onDutyNow(asOf: $now) { id } } }`,
    { code: officeCode, now: clock.now().toISOString() },
  );
  return Boolean(data?.org?.onDutyNow);
}

async function importFile(admin: Desk, { file, mutation, header, rows }: DemoFile): Promise<void> {
  const input = {
    export: demoExport,
    file,
    header: header.split(','),
    rows: rows.map((row, index) => ({ record: index + 1, line: index + 2, values: row.split(',') })),
  };
  const data = await admin.act(
    `mutation Demo_Import($input: ImportInput!) { ${mutation}(input: $input) { rows { key outcome remarks { column reason } } } }`,
    { input },
  );
  const refused = data[mutation].rows.filter(
    ({ outcome }: { outcome: string }) => outcome === 'REJECTED' || outcome === 'QUARANTINED',
  );
  if (refused.length > 0) throw new Error(`${file} of the demo county was not taken: ${JSON.stringify(refused[0])}`);
}

async function publishRoster(client: OfficeClient, clock: Clock): Promise<void> {
  const director = client.as(directorNo);
  const { org, leaders, officers } = await whoServes(director);
  const from = new Date(`${clock.today()}T00:00:00+08:00`);
  const to = new Date(from.getTime() + duty.days * 86_400_000);
  const created = await director.act(
    /* GraphQL */ `mutation Demo_CreateRoster($input: CreateRosterInput!) { createRoster(input: $input) { roster { id } } }`,
    {
      input: {
        orgId: org,
        name: `云溪县总值班室 ${clock.today()} 起值班表`,
        from: from.toISOString(),
        to: to.toISOString(),
      },
    },
  );
  const rosterId: string = created.createRoster.roster.id;
  await director.act(
    /* GraphQL */ `mutation Demo_FillRoster($input: GenerateRotationInput!) { generateRotation(input: $input) { roster { id } } }`,
    { input: { rosterId, shiftHours: duty.shiftHours, leaderIds: leaders, officerIds: officers, phone: duty.phone } },
  );
  await director.act(
    /* GraphQL */ `mutation Demo_PublishRoster($input: PublishRosterInput!) { publishRoster(input: $input) { roster { id } } }`,
    { input: { rosterId } },
  );
}

async function whoServes(desk: Desk): Promise<{ org: string; leaders: string[]; officers: string[] }> {
  const people = [...duty.leaderNos, ...duty.officerNos];
  const { org, ...found } = await desk.act(
    `query Demo_WhoServes($code: String!) {
      org(code: $code) { id }
      ${people.map((staffNo) => `${staffNo}: person(staffNo: "${staffNo}") { id }`).join('\n')}
    }`,
    { code: officeCode },
  );
  const idOf = (staffNo: string): string => found[staffNo].id;
  return { org: org.id, leaders: duty.leaderNos.map(idOf), officers: duty.officerNos.map(idOf) };
}
