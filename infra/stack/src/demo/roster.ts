import type { Clock } from '@chengqi/service-kit';
import type { Desk } from '../client.ts';
import { duty, officeCode } from './county.ts';

/** The office's duty room from today on: opened, filled by rotation and put into force by the director. */
export async function publishRoster(director: Desk, clock: Clock): Promise<void> {
  const { org, leaders, officers } = await whoServes(director);
  const from = new Date(`${clock.today()}T00:00:00+08:00`);
  const to = new Date(from.getTime() + duty.days * 86_400_000);
  const created = await director.act(
    'mutation Demo_CreateRoster($input: CreateRosterInput!) { createRoster(input: $input) { roster { id } } }',
    {
      input: {
        orgId: org,
        name: `总值班室 ${clock.today()} 起值班表`,
        from: from.toISOString(),
        to: to.toISOString(),
        idempotencyKey: `demo-roster-${clock.today()}`,
      },
    },
  );
  const rosterId: string = created.createRoster.roster.id;
  await director.act(
    'mutation Demo_FillRoster($input: GenerateRotationInput!) { generateRotation(input: $input) { roster { id } } }',
    { input: { rosterId, shiftHours: duty.shiftHours, leaderIds: leaders, officerIds: officers, phone: duty.phone } },
  );
  await director.act(
    'mutation Demo_PublishRoster($input: PublishRosterInput!) { publishRoster(input: $input) { roster { id } } }',
    { input: { rosterId, idempotencyKey: `demo-publish-${rosterId}` } },
  );
}

async function whoServes(desk: Desk): Promise<{ org: string; leaders: string[]; officers: string[] }> {
  const fields = [...duty.leaderNos, ...duty.officerNos].map(
    (staffNo) => `${staffNo}: person(staffNo: "${staffNo}") { id }`,
  );
  const { org, ...found } = await desk.act(
    `query Demo_WhoServes($code: String!) { org(code: $code) { id } ${fields.join(' ')} }`,
    { code: officeCode },
  );
  const idOf = (staffNo: string): string => found[staffNo].id;
  return { org: org.id, leaders: duty.leaderNos.map(idOf), officers: duty.officerNos.map(idOf) };
}
