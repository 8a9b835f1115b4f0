import { topicOf } from '@chengqi/schemas';
import { type Clock, createClock } from '@chengqi/service-kit';
import { createClient, type Desk } from '../client.ts';
import { patient } from '../patient-desk.ts';
import { recordCalls } from './calls.ts';
import { directorNo, exchangeNo, officeCode, rooms } from './county.ts';
import { enterOrgs, enterPeople, enterSites } from './directory.ts';
import { orExisting } from './or-existing.ts';
import { publishRoster } from './roster.ts';

/** Enters 云溪县 once, through the graph like everybody: what is there already stays, and an interrupted load goes on. */
export async function loadDemo(url: string, clock: Clock = createClock('Asia/Shanghai')): Promise<string> {
  const client = createClient(url);
  const admin = patient(client.as('admin'));
  if (await isComplete(admin, clock)) return 'demo county 云溪县 is there';
  const orgIds = await enterOrgs(admin);
  await enterPeople(admin, patient(client.as('confirmer')), orgIds);
  const siteIds = await enterSites(admin, orgIds);
  await client.settled({ topics: [topicOf('directory')] });
  await defineRooms(admin, siteIds);
  await recordCalls(patient(client.as(exchangeNo)), clock);
  await publishRoster(patient(client.as(directorNo)), clock);
  return 'demo county 云溪县 loaded';
}

/** The roster comes last; when its period is over, the next start makes the next one. */
async function isComplete(admin: Desk, clock: Clock): Promise<boolean> {
  const { data } = await admin.ask(
    'query Demo_Present($code: String!, $now: DateTime!) { org(code: $code) { id onDutyNow(asOf: $now) { id } } }',
    { code: officeCode, now: clock.now().toISOString() },
  );
  return Boolean(data?.org?.onDutyNow);
}

async function defineRooms(admin: Desk, siteIds: ReadonlyMap<string, string>): Promise<void> {
  for (const [code, name, siteCode, capacity, features, approvalNeeded] of rooms) {
    const input = { code, name, siteId: siteIds.get(siteCode), capacity, features, approvalNeeded, bufferMinutes: 15 };
    const answer = await admin.ask(
      'mutation Demo_DefineRoom($input: DefineRoomInput!) { defineRoom(input: $input) { room { id } } }',
      { input },
    );
    orExisting(answer, ({ defineRoom }) => defineRoom.room.id);
  }
}
