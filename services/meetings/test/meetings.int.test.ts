import { AuditEntity } from '@chengqi/office-kernel';
import { PersonReplicaEntity } from '@chengqi/office-kernel/testing';
import { systemIds } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  anOpenMeeting,
  aPlan,
  aResolution,
  aRoom,
  aSealedMeeting,
  at,
  type House,
  meetingFields,
  monday,
  openHouse,
  planOf,
} from './house.ts';

const tuesday = '2026-09-15';

describe.each(testDialects())('meetings on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  beforeEach(() => house.service.clock.set(monday));
  afterAll(() => house[Symbol.asyncDispose]());

  const schedule = async (input = {}) => {
    const plan = await aPlan(house, input);
    await house.act('scheduleMeeting', { meetingId: plan.id }, house.people.secretary, 'meeting { id }');
    return plan;
  };
  const attendee = (plan: { attendees: { id: string; person: { id: string } }[] }, personId: string) =>
    plan.attendees.find(({ person }) => person.id === personId)?.id ?? '';

  it('15-6: to invite three hundred people to forty subjects costs as many statements as one to one', async () => {
    const { service, people } = house;
    const secretary = await service.db.read
      .getRepository(PersonReplicaEntity)
      .findOneByOrFail({ id: people.secretary.personId });
    const guests = Array.from({ length: 300 }, (_, index) => ({
      ...secretary,
      id: systemIds.next('psn'),
      staffNo: `G${index}`,
    }));
    await service.db.write((manager) => manager.getRepository(PersonReplicaEntity).insert(guests));
    const planned = (count: number, subjects: number) =>
      statementsOf(() =>
        aPlan(house, {
          type: 'OTHER',
          attendees: guests.slice(0, count).map(({ id }) => ({ personId: id })),
          agenda: Array.from({ length: subjects }, (_, index) => ({ title: `议题${index}` })),
        }),
      );

    expect(await planned(300, 40)).toBe(await planned(1, 1));
  });

  it('numbers meetings without gaps by organizer, year and type, and continues after a given number', async () => {
    const { orgs, people, refusal } = house;
    const plan = (input = {}) => aPlan(house, { type: 'EXECUTIVE', ...input });

    const first = await Promise.all(Array.from({ length: 12 }, () => plan()));
    expect(first.map(({ meetingNo }) => meetingNo).sort()).toEqual(
      Array.from({ length: 12 }, (_, n) => `CW2026-${String(n + 1).padStart(2, '0')}`),
    );
    expect((await plan({ meetingNo: 'CW2026-20' })).meetingNo).toBe('CW2026-20');
    expect((await plan()).meetingNo).toBe('CW2026-21');
    expect((await plan({ startAt: at('2027-01-04', '09:00'), endAt: at('2027-01-04', '10:00') })).meetingNo).toBe(
      'CW2027-01',
    );
    await aPlan(house, { type: 'OTHER', meetingNo: 'CW2026-22' });
    expect((await plan()).meetingNo).toBe('CW2026-23');
    const taken = {
      title: '会',
      type: 'EXECUTIVE',
      organizerOrgId: orgs.governmentOffice.id,
      startAt: at(tuesday, '09:00'),
      endAt: at(tuesday, '10:00'),
      mode: 'ONLINE',
      meetingNo: 'CW2026-20',
    };
    expect(await refusal('planMeeting', taken, people.secretary)).toMatchObject({ code: 'DUPLICATE' });
    const wide = { ...taken, meetingNo: 'ＣＷ2026－2０' };
    expect(await refusal('planMeeting', wide, people.secretary)).toMatchObject({ code: 'DUPLICATE' });
    const query = '{ meetingByNo(meetingNo: "ＣＷ2026－2０") { meetingNo } }';
    expect((await house.ask(query, {}, people.secretary)).meetingByNo).toEqual({ meetingNo: 'CW2026-20' });
  });

  it('two organizers may use one number; the reader then names the organizer', async () => {
    const { act, ask, orgs, people, service } = house;
    const plan = {
      title: '会',
      type: 'OTHER',
      startAt: at(tuesday, '09:00'),
      endAt: at(tuesday, '10:00'),
      mode: 'ONLINE',
    };
    await act('planMeeting', { ...plan, organizerOrgId: orgs.governmentOffice.id }, people.secretary, meetingFields);
    const other = await act('planMeeting', { ...plan, organizerOrgId: orgs.town.id }, people.townStaff, meetingFields);
    const query = 'query ($org: ID) { meetingByNo(meetingNo: "HY2026-01", organizerOrgId: $org) { id } }';

    expect((await service.execute(query, {}, people.secretary)).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'organizerOrgId',
    });
    expect(await ask(query, { org: orgs.town.id }, people.secretary)).toEqual({
      meetingByNo: { id: other.meeting.id },
    });
    expect(await ask(query, {}, people.townStaff)).toEqual({ meetingByNo: { id: other.meeting.id } });
  });

  it("is planned by the organizer's people, with known people, within clearance and ceiling", async () => {
    const { orgs, people, refusal } = house;
    const plan = {
      title: '会',
      type: 'SPECIAL',
      organizerOrgId: orgs.governmentOffice.id,
      startAt: at(tuesday, '09:00'),
      endAt: at(tuesday, '10:00'),
      mode: 'ONLINE',
    };

    expect(await refusal('planMeeting', plan, people.townStaff)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal('planMeeting', { ...plan, endAt: plan.startAt }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'endAt',
    });
    for (const vcUrl of [
      'javascript:alert(1)',
      'http://meet.example.cn/room',
      '//meet.example.cn',
      'https://a:b@c.cn',
    ]) {
      expect(await refusal('planMeeting', { ...plan, vcUrl }, people.secretary)).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'vcUrl',
      });
    }
    expect(await refusal('planMeeting', { ...plan, title: '' }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'title',
    });
    expect(await refusal('planMeeting', { ...plan, chairId: systemIds.next('psn') }, people.secretary)).toMatchObject({
      code: 'REFERENCE_UNKNOWN',
      field: 'chairId',
    });
    expect(
      await refusal('planMeeting', { ...plan, organizerOrgId: systemIds.next('org') }, people.secretary),
    ).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
    expect(await refusal('planMeeting', { ...plan, secrecyLevel: 'CONFIDENTIAL' }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'secrecyLevel',
    });
    expect(await refusal('planMeeting', { ...plan, secrecyLevel: 'WORK_SECRET' }, people.window)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await refusal(
        'planMeeting',
        { ...plan, agenda: [{ title: '议题', secrecyLevel: 'WORK_SECRET' }] },
        people.secretary,
      ),
    ).toMatchObject({ code: 'GUARD_FAILED', rule: 'MTG-9' });
  });

  it('is scheduled with chair, agenda and a place', async () => {
    const { people, refusal } = house;
    const noChair = await aPlan(house, { chairId: null });
    const noAgenda = await aPlan(house, { agenda: [] });
    const noRoom = await aPlan(house, { mode: 'ONSITE' });

    for (const { id: meetingId } of [noChair, noAgenda, noRoom]) {
      expect(await refusal('scheduleMeeting', { meetingId }, people.secretary)).toMatchObject({
        code: 'GUARD_FAILED',
        rule: 'MTG-SCHEDULE',
      });
    }
    expect(await refusal('scheduleMeeting', { meetingId: systemIds.next('mtg') }, people.secretary)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      await refusal('scheduleMeeting', { meetingId: noRoom.id, expectedVersion: 7 }, people.secretary),
    ).toMatchObject({ code: 'CONFLICT_VERSION', retryable: true });
    expect(await refusal('scheduleMeeting', { meetingId: noRoom.id }, people.leader)).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('a classified meeting needs a room fit for it and no video', async () => {
    const { act, people, refusal } = house;
    const secret = await aPlan(house, { mode: 'ONSITE', secrecyLevel: 'WORK_SECRET' });
    const [plain, fit] = [await aRoom(house), await aRoom(house, { features: ['CLASSIFIED_OK'] })];
    const book = (roomId: string) =>
      act(
        'bookRoom',
        { roomId, start: at(tuesday, '09:00'), end: at(tuesday, '10:30'), meetingId: secret.id },
        people.secretary,
        'booking { id secrecyLevel }',
      );

    const { booking } = await book(plain.id);
    expect(booking.secrecyLevel).toBe('WORK_SECRET');
    expect(await refusal('scheduleMeeting', { meetingId: secret.id }, people.secretary)).toMatchObject({
      rule: 'MTG-SCHEDULE',
    });
    await act('cancelBooking', { bookingId: booking.id }, people.secretary, 'booking { id }');
    await book(fit.id);
    expect(
      (await act('scheduleMeeting', { meetingId: secret.id }, people.secretary, 'meeting { state }')).meeting.state,
    ).toBe('SCHEDULED');
    const online = await aPlan(house, { secrecyLevel: 'WORK_SECRET' });
    expect(await refusal('scheduleMeeting', { meetingId: online.id }, people.secretary)).toMatchObject({
      rule: 'MTG-SCHEDULE',
    });
  });

  it('rescheduling asks everybody again and counts the calendar entry up', async () => {
    const { act, people } = house;
    const plan = await schedule();
    const invited = attendee(plan, people.emergencyHead.personId);
    await act(
      'respondInvitation',
      { attendeeId: invited, answer: 'ACCEPTED' },
      people.emergencyHead,
      'attendee { partstat }',
    );

    const moved = { meetingId: plan.id, startAt: at('2026-09-16', '09:00'), endAt: at('2026-09-16', '10:00') };
    const { meeting } = await act(
      'rescheduleMeeting',
      moved,
      people.secretary,
      'meeting { state icalSequence attendees { partstat } }',
    );

    expect(meeting).toMatchObject({ state: 'SCHEDULED', icalSequence: 1 });
    expect(new Set(meeting.attendees.map(({ partstat }: { partstat: string }) => partstat))).toEqual(
      new Set(['NEEDS_ACTION']),
    );
    const announced = (await house.service.events('MeetingScheduled')).filter(({ subject }) => subject === plan.id);
    expect(announced.map(({ data }) => (data as { startAt: string }).startAt)).toEqual([
      '2026-09-15T01:00:00.000Z',
      '2026-09-16T01:00:00.000Z',
    ]);
  });

  it('who signed in before the meeting was moved does not count for the quorum of the new day', async () => {
    const { act, people, refusal, service } = house;
    const plan = await schedule({ quorum: 1 });
    service.clock.set(at(tuesday, '08:45'));
    const signIn = { attendeeId: attendee(plan, people.leader.personId) };
    await act('signInAttendee', signIn, people.leader, 'attendee { id }');

    const moved = { meetingId: plan.id, startAt: at('2026-09-16', '09:00'), endAt: at('2026-09-16', '10:00') };
    await act('rescheduleMeeting', moved, people.secretary, 'meeting { id }');

    service.clock.set(at('2026-09-16', '09:00'));
    expect(await refusal('openMeeting', { meetingId: plan.id }, people.leader)).toMatchObject({ rule: 'MTG-QUORUM' });
    await act('signInAttendee', signIn, people.leader, 'attendee { id }');
    await act('openMeeting', { meetingId: plan.id }, people.leader, 'meeting { id }');
  });

  it('MTG-3: a required member declines with leave or sends a delegate; an optional one just declines', async () => {
    const { act, people, refusal } = house;
    const plan = await schedule();
    const required = attendee(plan, people.emergencyHead.personId);
    const optional = attendee(plan, people.townHead.personId);
    const decline = (attendeeId: string) => ({ attendeeId, answer: 'DECLINED' });

    expect(await refusal('respondInvitation', decline(required), people.emergencyHead)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-3',
    });
    expect(await refusal('respondInvitation', decline(required), people.townHead)).toMatchObject({ code: 'FORBIDDEN' });
    expect(
      await refusal('respondInvitation', { attendeeId: required, answer: 'DELEGATED' }, people.emergencyHead),
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(
      (await act('respondInvitation', decline(optional), people.townHead, 'attendee { partstat }')).attendee.partstat,
    ).toBe('DECLINED');
    expect(await refusal('approveLeave', { attendeeId: required, reason: '外出' }, people.emergencyHead)).toMatchObject(
      { code: 'FORBIDDEN' },
    );
    const leave = await act(
      'approveLeave',
      { attendeeId: required, reason: '外出' },
      people.leader,
      'attendee { partstat leaveApprovedBy { id } }',
    );
    expect(leave.attendee).toEqual({ partstat: 'DECLINED', leaveApprovedBy: { id: people.leader.personId } });
  });

  it('MTG-3: the delegate is invited, may see the meeting and signs in instead', async () => {
    const { act, ask, people, refusal, service } = house;
    const plan = await schedule();
    const required = attendee(plan, people.emergencyHead.personId);
    const seen = 'query ($id: ID!) { meeting(id: $id) { title attendees { id person { id } } } }';
    expect((await ask(seen, { id: plan.id }, people.rescueHandler)).meeting).toBeNull();

    const self = { attendeeId: required, delegateToId: people.emergencyHead.personId };
    expect(await refusal('delegateAttendance', self, people.emergencyHead)).toMatchObject({ code: 'BAD_USER_INPUT' });
    await act(
      'delegateAttendance',
      { ...self, delegateToId: people.rescueHandler.personId },
      people.emergencyHead,
      'attendee { partstat }',
    );

    const { meeting } = await ask(seen, { id: plan.id }, people.rescueHandler);
    service.clock.set(at(tuesday, '08:30'));
    expect(await refusal('signInAttendee', { attendeeId: required }, people.emergencyHead)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-3',
    });
    const instead = attendee(meeting, people.rescueHandler.personId);
    expect(
      (await act('signInAttendee', { attendeeId: instead }, people.rescueHandler, 'attendee { partstat method }'))
        .attendee,
    ).toEqual({ partstat: 'ACCEPTED', method: 'QR' });
  });

  it('MTG-3: sign-in runs from 30 minutes before the start until the end; the first moment counts', async () => {
    const { act, people, refusal, service } = house;
    const plan = await schedule();
    const attendeeId = attendee(plan, people.emergencyHead.personId);

    service.clock.set('2026-09-15T00:29:59Z');
    expect(await refusal('signInAttendee', { attendeeId }, people.emergencyHead)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-3',
    });
    service.clock.set('2026-09-15T00:30:00Z');
    const first = await act('signInAttendee', { attendeeId }, people.secretary, 'attendee { signInAt method }');
    expect(first.attendee).toEqual({ signInAt: '2026-09-15T00:30:00.000Z', method: 'MANUAL' });
    service.clock.set('2026-09-15T01:00:00Z');
    expect(
      (await act('signInAttendee', { attendeeId }, people.emergencyHead, 'attendee { signInAt }')).attendee.signInAt,
    ).toBe('2026-09-15T00:30:00.000Z');
    service.clock.set('2026-09-15T02:30:01Z');
    expect(
      await refusal('signInAttendee', { attendeeId: attendee(plan, people.townHead.personId) }, people.townHead),
    ).toMatchObject({ rule: 'MTG-3' });
  });

  it('opens with its quorum and ends when every item has its outcome', async () => {
    const { act, people, refusal, service } = house;
    const plan = await schedule({ quorum: 1 });
    const meetingId = plan.id;
    service.clock.set(at(tuesday, '09:00'));

    expect(await refusal('openMeeting', { meetingId }, people.leader)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-QUORUM',
    });
    await act(
      'signInAttendee',
      { attendeeId: attendee(plan, people.leader.personId) },
      people.leader,
      'attendee { id }',
    );
    await act('openMeeting', { meetingId }, people.leader, 'meeting { id }');
    expect(await refusal('endMeeting', { meetingId }, people.leader)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-4',
    });
    const outcome = { meetingId, agendaItemId: plan.agenda[0].id, outcome: 'DISCUSSED' };
    expect(await refusal('recordOutcome', { ...outcome, outcome: 'NONE' }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await refusal('recordOutcome', outcome, people.leader)).toMatchObject({ code: 'FORBIDDEN' });
    await act('recordOutcome', outcome, people.secretary, 'meeting { id }');
    expect(await refusal('recordOutcome', outcome, people.secretary)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-4',
    });
    expect((await act('endMeeting', { meetingId }, people.leader, 'meeting { state }')).meeting.state).toBe('ENDED');
  });

  it('opening a meeting checks in its room, so that the clock does not release it', async () => {
    const { act, people, service } = house;
    const { id: roomId } = await aRoom(house);
    const plan = await aPlan(house, { mode: 'ONSITE' });
    const hold = { roomId, start: at(tuesday, '09:00'), end: at(tuesday, '10:30'), meetingId: plan.id };
    await act('bookRoom', hold, people.secretary, 'booking { id }');
    await act('scheduleMeeting', { meetingId: plan.id }, people.secretary, 'meeting { id }');
    service.clock.set(at(tuesday, '09:02'));

    const { meeting } = await act(
      'openMeeting',
      { meetingId: plan.id },
      people.secretary,
      'meeting { state rooms { state checkedInAt } }',
    );

    expect(meeting).toEqual({
      state: 'IN_PROGRESS',
      rooms: [{ state: 'CHECKED_IN', checkedInAt: '2026-09-15T01:02:00.000Z' }],
    });
    const seen = await house.ask(
      'query ($id: ID!) { meeting(id: $id) { rooms { state } } }',
      { id: plan.id },
      people.townHead,
    );
    expect(seen.meeting.rooms).toEqual([{ state: 'CHECKED_IN' }]);
  });

  it('MTG-4: a sealed record is immutable; corrections are appended beside it', async () => {
    const { act, ask, people, refusal } = house;
    const meeting = await anOpenMeeting(house);
    const meetingId = meeting.id;
    const agendaItemId = meeting.agenda[0].id;
    await act(
      'addNote',
      { meetingId, agendaItemId, speakerId: people.emergencyHead.personId, text: '不同意工期', dissent: true },
      people.secretary,
      'meeting { id }',
    );
    await aResolution(house, agendaItemId);
    await act('endMeeting', { meetingId }, people.secretary, 'meeting { id }');
    const record = 'record { sealedAt digest intact notes { text dissent correction } }';
    const { meeting: sealed } = await act('sealRecord', { meetingId }, people.secretary, `meeting { state ${record} }`);
    expect(sealed).toMatchObject({
      state: 'RECORDED',
      record: { intact: true, notes: [{ dissent: true, correction: false }] },
    });

    await act('addNote', { meetingId, text: '更正：工期为30天' }, people.secretary, 'meeting { id }');
    const read = await ask(`query ($id: ID!) { meeting(id: $id) { ${record} } }`, { id: meetingId }, people.leader);

    expect(read.meeting.record.digest).toBe(sealed.record.digest);
    expect(read.meeting.record).toMatchObject({ intact: true, notes: [{ correction: false }, { correction: true }] });
    expect(
      await refusal('recordOutcome', { meetingId, agendaItemId, outcome: 'REJECTED' }, people.secretary),
    ).toMatchObject({ code: 'ILLEGAL_TRANSITION', from: 'RECORDED' });
    const late = { agendaItemId, text: '补记', requiresAction: false };
    expect(await refusal('draftResolution', late, people.secretary)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'RECORDED',
    });
    expect(await refusal('sealRecord', { meetingId }, people.secretary)).toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await house.service.db.write((manager) =>
      manager.query('UPDATE record_notes SET text = ? WHERE meeting_id = ? AND dissent = 1', ['同意', meetingId]),
    );
    expect(
      (await ask(`query ($id: ID!) { meeting(id: $id) { ${record} } }`, { id: meetingId }, people.leader)).meeting
        .record.intact,
    ).toBe(false);
  });

  it('resolutions come from adopted items of a meeting that is not yet sealed', async () => {
    const { people, refusal } = house;
    const open = await anOpenMeeting(house, { agenda: [{ title: '一' }, { title: '二' }] });
    const draft = { agendaItemId: open.agenda[1].id, text: '议定事项', requiresAction: false };

    expect(await refusal('draftResolution', draft, people.secretary)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-4',
    });
    expect(
      await refusal('draftResolution', { ...draft, agendaItemId: systemIds.next('agd') }, people.secretary),
    ).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal('draftResolution', draft, people.townStaff)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal('draftResolution', draft, people.leader)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('15-1.8: nobody comes to a classified meeting without clearance for it, invited, named or sent instead', async () => {
    const { act, people, refusal } = house;
    const secret = { type: 'SPECIAL', secrecyLevel: 'WORK_SECRET', mode: 'ONSITE' } as const;
    const { id: meetingId } = await aPlan(house, secret);
    const { id: roomId } = await aRoom(house, { features: ['CLASSIFIED_OK'], approvalNeeded: false });
    const hold = { roomId, meetingId, start: at('2026-09-15', '09:00'), end: at('2026-09-15', '10:30') };
    await act('bookRoom', hold, people.secretary, '__typename');
    const lacking = { code: 'CLEARANCE_REQUIRED', required: 'WORK_SECRET' };
    const invited = (personId: string | null) => ({ meetingId, attendees: [{ personId }] });
    const { uncleared, secretary, director } = people;

    expect(await refusal('inviteAttendees', invited(uncleared.personId), secretary)).toMatchObject({
      ...lacking,
      field: 'attendees.0.personId',
    });
    const plan = (changes: object) => refusal('planMeeting', { ...planOf(house, secret), ...changes }, secretary);
    expect(await plan({ secretaryId: uncleared.personId })).toMatchObject({ ...lacking, field: 'secretaryId' });
    expect(await plan({ chairId: uncleared.personId })).toMatchObject({ ...lacking, field: 'chairId' });
    const agenda = [{ title: '一项', reporterId: uncleared.personId }];
    expect(await plan({ agenda })).toMatchObject({ ...lacking, field: 'agenda.0.reporterId' });

    const fields = 'meeting { attendees { id person { id } } }';
    const { meeting } = await act('inviteAttendees', invited(director.personId), secretary, fields);
    const own = meeting.attendees.find(({ person }: { person: { id: string } }) => person.id === director.personId);
    await act('scheduleMeeting', { meetingId }, secretary, 'meeting { id }');
    const sent = { attendeeId: own.id, delegateToId: uncleared.personId };
    expect(await refusal('delegateAttendance', sent, director)).toMatchObject({ ...lacking, field: 'delegateToId' });
  });

  it('a meeting above the viewer is absent: by id, by number, in lists, counts and mutations', async () => {
    const { ask, people, refusal, service } = house;
    const secret = await aPlan(house, { type: 'PARTY_GROUP', secrecyLevel: 'WORK_SECRET', mode: 'ONSITE' });
    const query =
      'query ($id: ID!, $no: String!) { meeting(id: $id) { id } meetingByNo(meetingNo: $no) { id } meetings(where: { type: PARTY_GROUP }) { nodes { id } totalCount } }';
    const seen = (as: typeof people.director) => ask(query, { id: secret.id, no: secret.meetingNo }, as);

    expect(await seen(people.uncleared)).toEqual({
      meeting: null,
      meetingByNo: null,
      meetings: { nodes: [], totalCount: 0 },
    });
    expect(await seen(people.supervisor)).toEqual({
      meeting: null,
      meetingByNo: null,
      meetings: { nodes: [], totalCount: 0 },
    });
    expect((await seen(people.director)).meetings).toEqual({ nodes: [{ id: secret.id }], totalCount: 1 });
    expect(await refusal('cancelMeeting', { meetingId: secret.id, reason: '试探' }, people.uncleared)).toMatchObject({
      code: 'NOT_FOUND',
    });
    await service.kit.settled();
    const audited = await service.db.read.getRepository(AuditEntity).findBy({ entityId: secret.id });
    expect(audited.map(({ act }) => act)).toEqual(expect.arrayContaining(['READ', 'READ_REFUSED']));
  });

  it('an act is audited in the role it was done in, also when it tells nobody', async () => {
    const { act, people, service } = house;
    const { id } = await anOpenMeeting(house, { secretaryId: people.drafter.personId });
    await act('addNote', { meetingId: id, text: '照单宣读' }, people.secretary, 'meeting { id }');

    const audited = await service.db.read.getRepository(AuditEntity).findBy({ entityId: id });
    const roles = new Map(audited.map((entry) => [entry.act, entry.role]));
    for (const name of ['planMeeting', 'openMeeting', 'recordOutcome', 'addNote'])
      expect([name, roles.get(name)]).toEqual([name, 'MEETING_SECRETARY']);
  });

  it('a classified meeting that a list or a calendar shows is audited as read', async () => {
    const { act, ask, people, service } = house;
    const room = await aRoom(house, { features: ['CLASSIFIED_OK'] });
    const { id } = await aPlan(house, { type: 'PARTY_GROUP', secrecyLevel: 'WORK_SECRET', mode: 'ONSITE' });
    const hold = { roomId: room.id, meetingId: id, start: at(tuesday, '09:00'), end: at(tuesday, '10:30') };
    await act('bookRoom', hold, people.secretary, 'booking { id }');
    await act('scheduleMeeting', { meetingId: id }, people.secretary, 'meeting { id }');
    const reads = (personId: string) =>
      service.db.read.getRepository(AuditEntity).countBy({ entityId: id, act: 'READ', personId });

    const span = `from: "${at(tuesday, '00:00')}", to: "${at(tuesday, '23:00')}"`;
    const calendar = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { calendar(${span}) { id } } } }`;
    const of = [{ __typename: 'Person', id: people.leader.personId }];
    const before = await reads(people.leader.personId);
    const { _entities } = await ask(calendar, { of }, people.leader);
    expect(_entities[0].calendar).toContainEqual({ id });
    expect(await reads(people.leader.personId)).toBe(before + 1);
    await ask('{ meetings(where: { type: PARTY_GROUP, state: SCHEDULED }) { nodes { id } } }', {}, people.leader);
    expect(await reads(people.leader.personId)).toBe(before + 2);
  });

  it('my meetings are those I chair, keep, organised or am invited to', async () => {
    const { ask, people } = house;
    const plan = await aPlan(house);
    const mine = async (as: typeof people.director) => {
      const { meetings } = await ask(
        '{ meetings(where: { mine: true }, first: 100, orderBy: START_DESC) { nodes { id } } }',
        {},
        as,
      );
      return meetings.nodes.some(({ id }: { id: string }) => id === plan.id);
    };

    expect(
      await Promise.all([mine(people.leader), mine(people.secretary), mine(people.townHead), mine(people.director)]),
    ).toEqual([true, true, true, false]);
  });

  it('inviting twice changes nothing; unknown people are refused', async () => {
    const { act, people, refusal } = house;
    const plan = await aPlan(house);
    const again = {
      meetingId: plan.id,
      attendees: [{ personId: people.townHead.personId }, { personId: people.drafter.personId, role: 'NON' }],
    };

    const { meeting } = await act('inviteAttendees', again, people.secretary, meetingFields);

    expect(meeting.attendees.map(({ role }: { role: string }) => role)).toEqual(['CHAIR', 'REQ', 'OPT', 'NON']);
    expect(
      await refusal(
        'inviteAttendees',
        { meetingId: plan.id, attendees: [{ personId: systemIds.next('psn') }] },
        people.secretary,
      ),
    ).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
    expect(await refusal('inviteAttendees', { meetingId: plan.id, attendees: [] }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('the flagship part costs the same number of statements for one resolution and for twenty', async () => {
    const { ask, people, service } = house;
    const few = await aSealedMeeting(house, { resolutions: 1 });
    service.clock.set(monday);
    const many = await aSealedMeeting(house, { resolutions: 20 });
    const query =
      'query ($id: ID!) { meeting(id: $id) { title startAt chair { id } minutes { issuedDocument { id } } resolutions { code text state leadOrg { id } } } }';
    const cost = (id: string) => statementsOf(() => ask(query, { id }, people.secretary));

    expect(await cost(many.id)).toBe(await cost(few.id));
    expect(await cost(many.id)).toBeLessThanOrEqual(6);
  });

  it('connections refuse sizes beyond 100 and both directions at once', async () => {
    const { people, service } = house;
    for (const page of ['first: 101', 'first: 5, last: 5']) {
      const { errors } = await service.execute(`{ meetings(${page}) { nodes { id } } }`, {}, people.secretary);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});
