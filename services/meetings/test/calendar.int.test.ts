import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aPlan, aRoom, at, type House, monday, openHouse } from './house.ts';

const query = `query ($people: [_Any!]!, $from: DateTime!, $to: DateTime!) {
  _entities(representations: $people) { ... on Person { id calendar(from: $from, to: $to) { id title } } }
}`;
const week = { from: at('2026-09-14', '00:00'), to: at('2026-09-21', '00:00') };

describe.each(testDialects())('the calendar of a person on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  beforeEach(() => house.service.clock.set(monday));
  afterAll(() => house[Symbol.asyncDispose]());

  const announce = async (input = {}) => {
    const plan = await aPlan(house, input);
    await house.act('scheduleMeeting', { meetingId: plan.id }, house.people.secretary, 'meeting { id }');
    return plan;
  };
  const calendars = async (personIds: readonly string[], as = house.people.secretary, span = week) => {
    const people = personIds.map((id) => ({ __typename: 'Person', id }));
    const { _entities } = await house.ask(query, { people, ...span }, as);
    return _entities.map(({ calendar }: { calendar: { id: string }[] }) => calendar.map(({ id }) => id));
  };

  it('shows what was announced to chair, secretary and guests, and to nobody else', async () => {
    const { people } = house;
    const draft = await aPlan(house);
    const { id } = await announce();
    const { leader, secretary, emergencyHead, townHead, director } = people;

    const shown = await calendars([leader, secretary, emergencyHead, townHead, director].map((who) => who.personId));

    expect(shown.map((ids: string[]) => ids.includes(id))).toEqual([true, true, true, true, false]);
    expect(shown.flat()).not.toContain(draft.id);
  });

  it('forgets what was called off and whom a guest will not follow', async () => {
    const { act, people } = house;
    const off = await announce();
    await act('cancelMeeting', { meetingId: off.id, reason: '改期' }, people.secretary, 'meeting { id }');
    const declined = await announce();
    const [, , optional] = declined.attendees;
    await act('respondInvitation', { attendeeId: optional?.id, answer: 'DECLINED' }, people.townHead, '__typename');

    const [ids] = await calendars([people.townHead.personId]);

    expect(ids).not.toContain(off.id);
    expect(ids).not.toContain(declined.id);
  });

  it('takes meetings that touch the span, in order, and refuses a span that is empty or too long', async () => {
    const { people, service } = house;
    const late = await announce({ startAt: at('2026-09-16', '23:30'), endAt: at('2026-09-17', '00:30') });
    const early = await announce({ startAt: at('2026-09-16', '08:00'), endAt: at('2026-09-16', '09:00') });
    const day = (from: string, to: string) =>
      calendars([people.leader.personId], people.secretary, { from: at(from, '00:00'), to: at(to, '00:00') });

    expect(await day('2026-09-16', '2026-09-17')).toEqual([[early.id, late.id]]);
    expect(await day('2026-09-17', '2026-09-18')).toEqual([[late.id]]);
    const person = [{ __typename: 'Person', id: people.leader.personId }];
    for (const span of [
      { from: week.from, to: week.from },
      { from: week.from, to: at('2027-09-21', '00:00') },
    ]) {
      const { errors } = await service.execute(query, { people: person, ...span }, people.secretary);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  it('is the calendar as the viewer may know it: a classified meeting is absent from it', async () => {
    const { people } = house;
    const room = await aRoom(house, { features: ['CLASSIFIED_OK'], approvalNeeded: false });
    const secret = await aPlan(house, {
      secrecyLevel: 'WORK_SECRET',
      mode: 'ONSITE',
      startAt: at('2026-09-18', '09:00'),
      endAt: at('2026-09-18', '10:00'),
    });
    const booking = { roomId: room.id, start: at('2026-09-18', '09:00'), end: at('2026-09-18', '10:00') };
    await house.act('bookRoom', { ...booking, purpose: '会议', meetingId: secret.id }, people.secretary, '__typename');
    await house.act('scheduleMeeting', { meetingId: secret.id }, people.secretary, '__typename');

    expect((await calendars([people.leader.personId]))[0]).toContain(secret.id);
    expect((await calendars([people.leader.personId], people.drafter))[0]).not.toContain(secret.id);
  });

  it('costs the same for one person and for many', async () => {
    const { people } = house;
    const everybody = Object.values(people).flatMap(({ personId }) => personId ?? []);
    const cost = (personIds: readonly string[]) => statementsOf(() => calendars(personIds, people.leader));

    expect(await cost(everybody)).toBe(await cost([people.leader.personId]));
  });
});
