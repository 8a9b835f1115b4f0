import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPlan, aSealedMeeting, at, type House, openHouse, signedMinutes } from './house.ts';

describe.each(testDialects())('what looks different at a meeting (%s)', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  afterAll(() => house?.[Symbol.asyncDispose]());

  const told = async (meetingId: string) =>
    (await house.service.events('MeetingChanged')).filter(({ subject }) => subject === meetingId);
  /** How often it was told of the meeting while the act ran. */
  async function during(meetingId: string, work: () => Promise<unknown>): Promise<number> {
    const before = await told(meetingId);
    await work();
    return (await told(meetingId)).length - before.length;
  }

  it('18-3: is told of each act once, whatever it stores, from the plan to the signature; a new meeting nobody has open', async () => {
    const { act, people, service } = house;
    const secretary = people.secretary;
    const { id: meetingId, agenda, attendees } = await aPlan(house);
    const invited = attendees.find(({ person }: { person: { id: string } }) => person.id === people.townHead.personId);
    const counted: Record<string, number> = { planMeeting: (await told(meetingId)).length };
    const count = async (name: string, work: () => Promise<unknown>) => {
      counted[name] = await during(meetingId, work);
    };
    await count('scheduleMeeting', () => act('scheduleMeeting', { meetingId }, secretary, '__typename'));
    await count('respondInvitation', () =>
      act('respondInvitation', { attendeeId: invited.id, answer: 'ACCEPTED' }, people.townHead, '__typename'),
    );
    service.clock.set(at('2026-09-15', '09:00'));
    await count('openMeeting', () => act('openMeeting', { meetingId }, secretary, '__typename'));
    await count('addNote', () => act('addNote', { meetingId, text: '听取汇报' }, secretary, '__typename'));
    const outcome = { meetingId, agendaItemId: agenda[0].id, outcome: 'ADOPTED' };
    await count('recordOutcome', () => act('recordOutcome', outcome, secretary, '__typename'));
    await count('endMeeting', () => act('endMeeting', { meetingId }, secretary, '__typename'));

    expect(counted).toEqual({
      ...{ planMeeting: 0, scheduleMeeting: 1, respondInvitation: 1, openMeeting: 1 },
      ...{ addNote: 1, recordOutcome: 1, endMeeting: 1 },
    });
  });

  it('18-3: is told of minutes, which are drafted, submitted, reviewed and signed', async () => {
    const meeting = await aSealedMeeting(house);

    expect(await during(meeting.id, () => signedMinutes(house, meeting.id))).toBe(4);
  });

  it('18-3: says no more than the id, at the level of the meeting', async () => {
    const { id } = await aPlan(house, { secrecyLevel: 'WORK_SECRET', mode: 'ONSITE' });
    await house.act('updateMeeting', { meetingId: id, title: '专题会' }, house.people.secretary, '__typename');

    const events = await told(id);
    expect(events).toHaveLength(1);
    for (const { data, secrecylevel } of events)
      expect([data, secrecylevel]).toEqual([{ meetingId: id }, 'WORK_SECRET']);
  });

  it('18-3: is told of nothing where an act is refused', async () => {
    const { id } = await aPlan(house);

    expect(await during(id, () => house.refusal('openMeeting', { meetingId: id }, house.people.secretary))).toBe(0);
  });
});
