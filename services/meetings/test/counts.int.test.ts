import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingEntity } from '../src/meetings/meeting.entity.ts';
import { at, type House, openHouse, planOf } from './house.ts';

const system: Viewer = {
  kind: 'system',
  personId: null,
  staffNo: null,
  posts: [],
  clearance: 'TOP_SECRET',
  onBehalfOf: null,
};

describe.each(testDialects())('what meetings counts on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
    const { act, people, service } = house;
    const statuses = ['SCHEDULED', 'CLOSED', 'CANCELLED', 'DRAFT'] as const;
    for (const [hour, status] of statuses.entries()) {
      const times = { startAt: at('2026-09-15', `${10 + hour}:00`), endAt: at('2026-09-15', `${11 + hour}:00`) };
      const { meeting } = await act('planMeeting', planOf(house, times), people.secretary, 'meeting { id }');
      await service.db.write((manager) => manager.getRepository(MeetingEntity).update(meeting.id, { status }));
    }
  });
  afterAll(() => house[Symbol.asyncDispose]());

  async function own(changes: Record<string, unknown> = {}, as = system) {
    const period = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z', asOf: '2026-09-30T00:00:00Z' };
    const query = 'query ($input: OwnCountInput!) { meetingsOwnCount(input: $input) { value } }';
    const { data, errors } = await house.service.execute(
      query,
      { input: { metric: 'mtg.count', ...period, ...changes } },
      as,
    );
    return errors ? errors[0].extensions.code : data.meetingsOwnCount.value;
  }

  it('A-7: meetings by their planned beginning, without drafts and what was cancelled', async () => {
    expect(await own()).toBe(2);
    expect(await own({ asOf: at('2026-09-15', '10:59') })).toBe(1);
    expect(await own({ to: at('2026-09-15', '10:00') })).toBe(0);
    expect(await own({ orgId: house.orgs.governmentOffice.id })).toBe(2);
    expect(await own({ orgId: house.orgs.town.id })).toBe(0);
  });

  it('counts for services alone, and only what it keeps', async () => {
    expect(await own({}, house.people.director)).toBe('FORBIDDEN');
    expect(await own({ metric: 'mtg.roomUse' })).toBe('BAD_USER_INPUT');
  });
});
