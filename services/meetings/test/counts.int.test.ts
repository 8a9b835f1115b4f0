import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingEntity } from '../src/meetings/meeting.entity.ts';
import { RoomBookingEntity } from '../src/rooms/room.entity.ts';
import { aPlan, aRoom, at, type House, openHouse, planOf } from './house.ts';

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

  interface Attended {
    /** When each of them signs in. */
    readonly come: Partial<Record<'leader' | 'emergencyHead' | 'townHead' | 'rescueHandler', string>>;
    readonly opened: string;
    readonly ended: string;
    /** The required attendee sends the handler. */
    readonly sends?: boolean;
  }
  /** A meeting of Tuesday from 09:00, with its chair, one required attendee and one who may come. */
  async function held({ come, opened, ended, sends = false }: Attended): Promise<string> {
    const { act, people, service } = house;
    const { secretary, emergencyHead, rescueHandler } = people;
    service.clock.set(at('2026-09-14', '09:00'));
    const { id: meetingId, agenda, attendees } = await aPlan(house);
    const invited = new Map<string, string>(
      attendees.map(({ id, person }: { id: string; person: { id: string } }) => [person.id, id]),
    );
    await act('scheduleMeeting', { meetingId }, secretary, 'meeting { id }');
    if (sends) {
      const attendeeId = invited.get(emergencyHead.personId ?? '');
      const sent = { attendeeId, delegateToId: rescueHandler.personId };
      await act('delegateAttendance', sent, emergencyHead, 'attendee { id }');
      const query = 'query ($id: ID!) { meeting(id: $id) { attendees { id person { id } } } }';
      const { meeting } = await house.ask(query, { id: meetingId }, secretary);
      for (const { id, person } of meeting.attendees) invited.set(person.id, id);
    }
    for (const [name, time] of Object.entries(come)) {
      service.clock.set(at('2026-09-15', time));
      const personId = people[name as keyof Attended['come']].personId ?? '';
      await act('signInAttendee', { attendeeId: invited.get(personId) }, secretary, 'attendee { id }');
    }
    service.clock.set(at('2026-09-15', opened));
    await act('openMeeting', { meetingId }, secretary, 'meeting { id }');
    await act(
      'recordOutcome',
      { meetingId, agendaItemId: agenda[0].id, outcome: 'DISCUSSED' },
      secretary,
      '__typename',
    );
    service.clock.set(at('2026-09-15', ended));
    await act('endMeeting', { meetingId }, secretary, 'meeting { id }');
    return meetingId;
  }

  it('A-7: who came to meetings by their end, from the opening on; what is planned or cancelled is not among them', async () => {
    const figure = async (metric: string, changes: Record<string, unknown> = {}) => {
      const period = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z', asOf: '2026-09-30T00:00:00Z' };
      const query =
        'query ($input: OwnCountInput!) { meetingsOwnCount(input: $input) { numerator denominator value } }';
      const { meetingsOwnCount } = await house.ask(query, { input: { metric, ...period, ...changes } }, system);
      return meetingsOwnCount;
    };
    expect(await figure('mtg.attendance')).toEqual({ numerator: 0, denominator: 0, value: null });
    const inTime = await held({ come: { leader: '08:50', townHead: '09:00' }, opened: '09:05', ended: '10:05' });
    const late = await held({
      ...{ sends: true, come: { rescueHandler: '08:40', leader: '09:00' } },
      ...{ opened: '09:06', ended: '10:36' },
    });

    expect(await figure('mtg.attendance')).toEqual({ numerator: 3, denominator: 4, value: 0.75 });
    expect(await figure('mtg.onTimeStart')).toEqual({ numerator: 1, denominator: 2, value: 0.5 });
    expect(await figure('mtg.personHours')).toMatchObject({ denominator: null, value: 2 * 1 + 2 * 1.5 });
    const first = { asOf: at('2026-09-15', '10:05') };
    expect(await figure('mtg.attendance', first)).toMatchObject({ numerator: 1, denominator: 2 });
    expect(await figure('mtg.personHours', first)).toMatchObject({ value: 2 });
    expect(await figure('mtg.attendance', { orgId: house.orgs.town.id })).toMatchObject({ denominator: 0 });

    const told = await house.service.events('AttendanceRecorded');
    const times = { startAt: '2026-09-15T01:00:00.000Z' };
    expect(told.map(({ data }) => data)).toEqual([
      {
        ...{ meetingId: inTime, ...times, openedAt: '2026-09-15T01:05:00.000Z', endedAt: '2026-09-15T02:05:00.000Z' },
        ...{ required: 2, requiredPresent: 1, present: 2 },
      },
      {
        ...{ meetingId: late, ...times, openedAt: '2026-09-15T01:06:00.000Z', endedAt: '2026-09-15T02:36:00.000Z' },
        ...{ required: 2, requiredPresent: 2, present: 2 },
      },
    ]);
    expect(told.map(({ orgid }) => orgid)).toEqual([house.orgs.governmentOffice.id, house.orgs.governmentOffice.id]);
  });

  it('A-7: bookings to which nobody came, over all that are over, of the unit that booked', async () => {
    const { act, people, service, orgs } = house;
    service.clock.set(at('2026-09-14', '09:00'));
    const room = await aRoom(house);
    const statuses = ['FINISHED', 'NO_SHOW', 'CONFIRMED', 'CANCELLED'] as const;
    for (const [hour, status] of statuses.entries()) {
      const span = { start: at('2026-09-15', `${10 + hour}:00`), end: at('2026-09-15', `${10 + hour}:45`) };
      const input = { roomId: room.id, ...span, purpose: '碰头会' };
      const { booking } = await act('bookRoom', input, people.townStaff, 'booking { id }');
      await service.db.write((manager) => manager.getRepository(RoomBookingEntity).update(booking.id, { status }));
    }
    const vain = { metric: 'mtg.noShow' };
    expect(await own(vain)).toBe(0.5);
    expect(await own({ ...vain, orgId: orgs.town.id })).toBe(0.5);
    expect(await own({ ...vain, orgId: orgs.governmentOffice.id })).toBeNull();
    expect(await own({ ...vain, asOf: at('2026-09-15', '10:44') })).toBeNull();
    expect(await own({ ...vain, asOf: at('2026-09-15', '11:14') })).toBe(0);
    expect(await own({ ...vain, asOf: at('2026-09-15', '11:15') })).toBe(0.5);
    expect(await own({ ...vain, to: at('2026-09-15', '11:00') })).toBe(0);
  });

  it('counts for services alone, and only what it keeps', async () => {
    expect(await own({}, house.people.director)).toBe('FORBIDDEN');
    expect(await own({ metric: 'mtg.roomUse' })).toBe('BAD_USER_INPUT');
  });
});
