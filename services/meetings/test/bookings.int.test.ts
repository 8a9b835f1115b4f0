import { createOffice } from '@chengqi/office-kernel';
import { createTransaction, systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { overlap } from '../src/rooms/booking.workflow.ts';
import { createBookingTimers } from '../src/rooms/bookings.timers.ts';
import { RoomBookingEntity } from '../src/rooms/room.entity.ts';
import type { RoomBooking } from '../src/rooms/room.ts';
import { aPlan, aRoom, at, type House, monday, openHouse } from './house.ts';

const fields = 'booking { id state bookingNo version purpose allowedActions checkedInAt }';
const tuesday = '2026-09-15';

describe.each(testDialects())('rooms and bookings on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  beforeEach(() => house.service.clock.set(monday));
  afterAll(() => house[Symbol.asyncDispose]());

  const span = (roomId: string, from: string, to: string, more = {}) => ({
    roomId,
    start: at(tuesday, from),
    end: at(tuesday, to),
    purpose: '碰头会',
    ...more,
  });
  const book = async (roomId: string, from: string, to: string, as = house.people.townStaff) =>
    (await house.act('bookRoom', span(roomId, from, to), as, fields)).booking;

  /** One round of the clock, as the kit's timer loop runs it. */
  const tick = async () => {
    const { service } = house;
    const source = {
      service: 'meetings' as const,
      db: service.db,
      clock: service.kit.clock,
      ids: systemIds,
      wake: () => undefined,
    };
    for (const timer of createBookingTimers({ kit: service.kit, office: createOffice(service.kit) })) {
      await service.db.write((manager) => timer.run(createTransaction(source, manager, {})));
    }
  };
  const state = async (id: string) => {
    const rows = await house.service.db.read.getRepository(RoomBookingEntity).findBy({ id });
    return rows[0]?.status;
  };

  it('MTG-1: of 500 concurrent bookings over overlapping slots the accepted ones are pairwise disjoint, buffer included', async () => {
    const rooms = await Promise.all([aRoom(house, { bufferMinutes: 15 }), aRoom(house, { bufferMinutes: 0 })]);
    const minute = (n: number) => new Date(Date.parse(at(tuesday, '08:00')) + n * 60_000).toISOString();
    const asked = Array.from({ length: 500 }, (_, n) => {
      const start = (n * 37) % 600;
      return {
        roomId: rooms[n % 2]?.id,
        start: minute(start),
        end: minute(start + 20 + ((n * 13) % 70)),
        purpose: `第${n}次`,
      };
    });

    const answers = await Promise.all(
      asked.map((input) =>
        house.service.execute(
          'mutation ($input: BookRoomInput!) { bookRoom(input: $input) { booking { id } } }',
          { input },
          house.people.townStaff,
        ),
      ),
    );

    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(new Set(refused.map(({ extensions }) => extensions.code))).toEqual(new Set(['CONFLICT_BOOKING']));
    for (const { id: roomId } of rooms) {
      const stored = await house.service.db.read.getRepository(RoomBookingEntity).findBy({ roomId });
      const pairs = stored.flatMap((a, n) => stored.slice(n + 1).map((b) => [a, b] as const));
      expect(stored.length).toBeGreaterThan(4);
      expect(pairs.filter(([a, b]) => overlap(a, b))).toEqual([]);
      expect(new Set(stored.map(({ bookingNo }) => bookingNo)).size).toBe(stored.length);
    }
    const stored = await house.service.db.read
      .getRepository(RoomBookingEntity)
      .countBy(rooms.map(({ id: roomId }) => ({ roomId })));
    expect(stored + refused.length).toBe(500);
  });

  it('names the conflicting bookings only to those who may see them', async () => {
    const { people, refusal } = house;
    const { id } = await aRoom(house);
    const first = await book(id, '09:00', '10:00');

    const hidden = await refusal('bookRoom', span(id, '09:30', '11:00'), people.educationStaff);
    const visible = await refusal('bookRoom', span(id, '09:30', '11:00'), people.secretary);

    expect(hidden).toMatchObject({ code: 'CONFLICT_BOOKING', rule: 'MTG-1', conflicts: [] });
    expect(visible).toMatchObject({ code: 'CONFLICT_BOOKING', rule: 'MTG-1', conflicts: [first.id] });
  });

  it('the buffer is kept, and the minute after it is free', async () => {
    const { id } = await aRoom(house, { bufferMinutes: 10 });
    await book(id, '09:00', '10:00');

    expect(await house.refusal('bookRoom', span(id, '10:09', '11:00'), house.people.townStaff)).toMatchObject({
      code: 'CONFLICT_BOOKING',
    });
    expect(await house.refusal('bookRoom', span(id, '08:00', '08:51'), house.people.townStaff)).toMatchObject({
      code: 'CONFLICT_BOOKING',
    });
    expect((await book(id, '10:10', '11:00')).state).toBe('CONFIRMED');
    expect((await book(id, '08:00', '08:50')).state).toBe('CONFIRMED');
  });

  it('a room that needs approval waits for the office director, holding the slot; refused or cancelled it is free again', async () => {
    const { act, people, refusal } = house;
    const { id } = await aRoom(house, { approvalNeeded: true });
    const asked = await book(id, '09:00', '10:00');
    expect(asked).toMatchObject({ state: 'REQUESTED', allowedActions: ['CANCEL'] });
    expect(await refusal('bookRoom', span(id, '09:00', '10:00'), people.townHead)).toMatchObject({
      code: 'CONFLICT_BOOKING',
    });

    expect(await refusal('approveBooking', { bookingId: asked.id }, people.townStaff)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await refusal('checkInBooking', { bookingId: asked.id }, people.townStaff)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'REQUESTED',
    });
    const rejected = await act(
      'rejectBooking',
      { bookingId: asked.id, reason: '另有会议' },
      people.director,
      'booking { state reason decidedBy { id } }',
    );
    expect(rejected.booking).toEqual({
      state: 'REJECTED',
      reason: '另有会议',
      decidedBy: { id: people.director.personId },
    });

    const again = await book(id, '09:00', '10:00');
    expect(
      (await act('approveBooking', { bookingId: again.id, expectedVersion: again.version }, people.director, fields))
        .booking.state,
    ).toBe('CONFIRMED');
    expect(await refusal('approveBooking', { bookingId: again.id }, people.director)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'CONFIRMED',
    });
    await act('cancelBooking', { bookingId: again.id }, people.townStaff, fields);
    expect((await book(id, '09:00', '10:00')).state).toBe('REQUESTED');
  });

  it('a named approver decides instead of the office director', async () => {
    const { act, people, refusal } = house;
    const { id } = await aRoom(house, { approvalNeeded: true, approverId: people.window.personId });
    const { id: bookingId } = await book(id, '09:00', '10:00');

    expect(await refusal('approveBooking', { bookingId }, people.director)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await act('approveBooking', { bookingId }, people.window, fields)).booking.state).toBe('CONFIRMED');
  });

  it('the booker checks in around the start; without it the room is released after 15 minutes', async () => {
    const { act, people, refusal, service } = house;
    const { id } = await aRoom(house);
    const [kept, lost] = [await book(id, '09:00', '10:00'), await book(id, '11:00', '12:00')];

    service.clock.set(at(tuesday, '08:44'));
    expect(await refusal('checkInBooking', { bookingId: kept.id }, people.townStaff)).toMatchObject({
      code: 'GUARD_FAILED',
    });
    service.clock.set(at(tuesday, '08:45'));
    await act('checkInBooking', { bookingId: kept.id }, people.townStaff, fields);
    service.clock.set(at(tuesday, '11:15'));
    await tick();
    await tick();

    expect([await state(kept.id), await state(lost.id)]).toEqual(['FINISHED', 'NO_SHOW']);
    const ended = (await service.events('RoomBookingEnded')).filter(({ subject }) =>
      [kept.id, lost.id].includes(subject),
    );
    const [nine, eleven] = ['2026-09-15T01:00:00.000Z', '2026-09-15T03:00:00.000Z'];
    expect(ended.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { bookingId: kept.id, startAt: nine, endAt: '2026-09-15T02:00:00.000Z', outcome: 'FINISHED' },
        { bookingId: lost.id, startAt: eleven, endAt: '2026-09-15T03:15:00.000Z', outcome: 'NO_SHOW' },
      ]),
    );
    expect(ended.map(({ orgid }) => orgid)).toEqual([house.orgs.town.id, house.orgs.town.id]);
    expect((await book(id, '11:20', '12:00')).state).toBe('CONFIRMED');
  });

  it('a room keeps its rules: unknown, past, too far ahead, backwards, too long, another unit', async () => {
    const { people, orgs, refusal } = house;
    const { id } = await aRoom(house, { maxAdvanceDays: 7 });
    const ask = (input: object) => refusal('bookRoom', { ...span(id, '09:00', '10:00'), ...input }, people.townStaff);

    expect(await ask({ roomId: systemIds.next('rom') })).toMatchObject({ code: 'REFERENCE_UNKNOWN', field: 'roomId' });
    expect(await ask({ start: at('2026-09-13', '09:00') })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'start' });
    expect(await ask({ end: at(tuesday, '09:00') })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'end' });
    expect(await ask({ start: at('2026-09-22', '09:00'), end: at('2026-09-22', '10:00') })).toMatchObject({
      code: 'GUARD_FAILED',
    });
    expect(await ask({ end: at('2026-10-15', '09:00') })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'end' });
    expect(await ask({ orgId: orgs.educationBureau.id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask({ purpose: '  ' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'purpose' });
    expect(await ask({ purpose: '议'.repeat(201) })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'purpose' });
  });

  it('the same key books once; another input under it is a mismatch', async () => {
    const { act, people, refusal } = house;
    const { id } = await aRoom(house);
    const input = span(id, '09:00', '10:00', { idempotencyKey: 'k1' });

    const [one, two] = [
      await act('bookRoom', input, people.townStaff, fields),
      await act('bookRoom', input, people.townStaff, fields),
    ];

    expect(one.booking.id).toBe(two.booking.id);
    expect(await refusal('bookRoom', { ...input, purpose: '其他' }, people.townStaff)).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
  });

  it('free rooms are those that nobody holds, with size and features', async () => {
    const { ask, people } = house;
    const [small, large] = [
      await aRoom(house, { capacity: 501, features: ['VIDEO_CONF'] }),
      await aRoom(house, { capacity: 600 }),
    ];
    await book(large.id, '09:00', '10:00');
    const free = async (from: string, to: string, features: string[] = []) => {
      const query =
        'query ($from: DateTime!, $to: DateTime!, $features: [String!]) { freeRooms(from: $from, to: $to, capacity: 500, features: $features) { id } }';
      const { freeRooms } = await ask(
        query,
        { from: at(tuesday, from), to: at(tuesday, to), features },
        people.townStaff,
      );
      return freeRooms.map((room: { id: string }) => room.id);
    };

    expect(await free('09:30', '09:45')).toEqual([small.id]);
    expect(await free('10:05', '10:30')).toEqual([small.id]);
    expect(await free('08:00', '08:51')).toEqual([small.id]);
    expect(await free('10:10', '11:00')).toEqual([small.id, large.id]);
    expect(await free('10:10', '11:00', ['VIDEO_CONF'])).toEqual([small.id]);
  });

  it('rooms are listed by place, size and feature, and a place knows its rooms', async () => {
    const { ask, people, sites } = house;
    const { id } = await aRoom(house, { capacity: 777, features: ['RECORDING'], siteId: sites.school.id });
    const list = 'query ($where: RoomFilter) { rooms(where: $where) { nodes { id } totalCount } }';
    const place = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Site { rooms { id } } } }';

    expect(
      (
        await ask(
          list,
          { where: { siteId: sites.school.id, capacity: 700, features: ['RECORDING'] } },
          people.townStaff,
        )
      ).rooms,
    ).toEqual({ nodes: [{ id }], totalCount: 1 });
    expect((await ask(list, { where: { features: ['REC%'] } }, people.townStaff)).rooms.nodes).toEqual([]);
    expect(
      (await ask(place, { refs: [{ __typename: 'Site', id: sites.school.id }] }, people.townStaff))._entities,
    ).toEqual([{ rooms: [{ id }] }]);
  });

  it('a room is defined once, by an administrator or the office director of its place', async () => {
    const { refusal, people, sites } = house;
    const { id } = await aRoom(house, { code: 'R-ONE' });
    const room = { code: 'R-ONE', name: '会议室', siteId: sites.hall.id, capacity: 10 };

    expect(await refusal('defineRoom', room, people.director)).toMatchObject({ code: 'DUPLICATE', existingId: id });
    const wide = { ...room, code: 'Ｒ－ＯＮＥ' };
    expect(await refusal('defineRoom', wide, people.director)).toMatchObject({ code: 'DUPLICATE', existingId: id });
    expect(await refusal('defineRoom', room, people.secretary)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal('defineRoom', { ...room, code: 'R-TWO', capacity: 0 }, people.admin)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'capacity',
    });
    const crammed = { ...room, code: 'R-TWO', equipment: Array.from({ length: 51 }, (_, n) => `设备${n}`) };
    expect(await refusal('defineRoom', crammed, people.admin)).toMatchObject({ field: 'equipment' });
    expect(
      await refusal('defineRoom', { ...room, code: 'R-TWO', siteId: systemIds.next('sit') }, people.admin),
    ).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
  });

  it('a booking is for its unit, its booker and the room; others see that the room is taken, not by what', async () => {
    const { ask, people } = house;
    const { id } = await aRoom(house);
    const booking = await book(id, '09:00', '10:00');
    const query =
      'query ($id: ID!, $room: ID!) { roomBooking(id: $id) { purpose } roomBookings(where: { roomId: $room }) { nodes { id } totalCount } }';
    const seen = (as: typeof people.townStaff) => ask(query, { id: booking.id, room: id }, as);

    expect(await seen(people.townHead)).toMatchObject({
      roomBooking: { purpose: '碰头会' },
      roomBookings: { totalCount: 1 },
    });
    expect(await seen(people.educationStaff)).toEqual({
      roomBooking: null,
      roomBookings: { nodes: [], totalCount: 0 },
    });
    expect(await house.refusal('cancelBooking', { bookingId: booking.id }, people.educationStaff)).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('a meeting moves its rooms with it or not at all (MTG-1)', async () => {
    const { act, people, refusal, service } = house;
    const { id: roomId } = await aRoom(house);
    const plan = await aPlan(house, { mode: 'ONSITE' });
    expect(await refusal('scheduleMeeting', { meetingId: plan.id }, people.secretary)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-SCHEDULE',
    });
    expect(
      await refusal('bookRoom', span(roomId, '09:00', '10:30', { meetingId: plan.id }), people.townStaff),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const { booking } = await act(
      'bookRoom',
      { ...span(roomId, '09:00', '10:30', { meetingId: plan.id }), purpose: null },
      people.secretary,
      fields,
    );
    expect(booking.purpose).toBe('秋冬季森林防火专题会');
    await act('scheduleMeeting', { meetingId: plan.id }, people.secretary, 'meeting { id }');
    await book(roomId, '14:00', '15:00');
    const moved = { meetingId: plan.id, startAt: at(tuesday, '13:30'), endAt: at(tuesday, '14:30') };

    expect(await refusal('rescheduleMeeting', moved, people.secretary)).toMatchObject({ code: 'CONFLICT_BOOKING' });
    const stored = () =>
      service.db.read.getRepository(RoomBookingEntity).findOneByOrFail({ id: booking.id }) as Promise<RoomBooking>;
    expect((await stored()).startAt.toISOString()).toBe('2026-09-15T01:00:00.000Z');
    await act(
      'rescheduleMeeting',
      { ...moved, endAt: at(tuesday, '13:50') },
      people.secretary,
      'meeting { icalSequence }',
    );
    expect((await stored()).endAt.toISOString()).toBe('2026-09-15T05:50:00.000Z');
    service.clock.set(at(tuesday, '13:20'));
    await act('checkInBooking', { bookingId: booking.id }, people.secretary, 'booking { id }');
    await act('cancelMeeting', { meetingId: plan.id, reason: '改期另行通知' }, people.secretary, 'meeting { id }');
    expect(await state(booking.id)).toBe('CANCELLED');
  });
});
