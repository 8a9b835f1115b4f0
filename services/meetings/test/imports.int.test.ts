import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at, type House, openHouse } from './house.ts';

const headers = {
  rooms: 'room_code,name,site_code,capacity,equipment,features,approval_needed,buffer_minutes',
  meetings:
    'meeting_no,title,type,organizer_org,secretary,chair,start_at,end_at,room_code,mode,level,state,agenda,minutes_draft_no,cancel_reason',
  attendees: 'attendance_no,meeting_no,staff_no,role,partstat,delegate_to,sign_in_at,method,leave_approved_by',
  resolutions:
    'resolution_code,meeting_no,text,requires_action,lead_org,co_orgs,leader,adopted_at,due_date,state,waiver_reason,waived_by',
  room_bookings:
    'booking_no,room_code,start_at,end_at,booked_by,org_code,purpose,meeting_no,booked_at,state,attendees_count',
};
const mutations = {
  rooms: 'importRooms',
  meetings: 'importMeetings',
  attendees: 'importAttendees',
  resolutions: 'importResolutions',
  room_bookings: 'importRoomBookings',
};
type File = keyof typeof headers;
type Row = { key: string; outcome: string };

describe.each(testDialects())('imported history on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
    await take('rooms', ['R02,三楼常务会议室,S-HALL,40,投影;话筒,RECORDING;CLASSIFIED_OK,Y,15']);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  /** Sends rows of a file; `from` is the number of the first. */
  async function take(file: File, lines: string[], { from = 1, as = house.people.importer } = {}) {
    const rows = lines.map((line, n) => ({ record: from + n, line: from + n + 1, values: line.split(',') }));
    const query = `mutation ($input: ImportInput!) { ${mutations[file]}(input: $input) { rows { key outcome remarks { column reason clean } } } }`;
    const input = { export: 'month', file: `${file}.csv`, header: headers[file].split(','), rows };
    const { data, errors } = await house.service.execute(query, { input }, as);
    if (errors) return { errors };
    return {
      rows: data[mutations[file]].rows,
      outcomes: data[mutations[file]].rows.map((row: { outcome: string }) => row.outcome),
    };
  }

  const meeting = (
    no: string,
    { state = 'RECORDED', level = 'INTERNAL', start = '2026-09-10 09:00', end = '2026-09-10 10:30' } = {},
  ) =>
    `${no},森林防火专题会,SPECIAL,JC01,${house.people.secretary.staffNo},${house.people.leader.staffNo},${start},${end},R02,ONSITE,${level},${state},1.听取汇报；2.研究措施,,`;
  const resolution = (no: string, nn: string, { state = 'ADOPTED', action = 'Y', waiver = '' } = {}) =>
    `${no}-${nn},${no},由县应急管理局牵头落实。,${action},JC10,JC11,${house.people.leader.staffNo},2026-09-10 10:30,2026-10-10,${state},${waiver},${waiver ? house.people.director.staffNo : ''}`;

  it('rooms are master data: the same again changes nothing, other content brings them up to date', async () => {
    const { ask, people } = house;
    const names = async () =>
      (await ask('{ rooms(first: 100) { nodes { code name capacity bufferMinutes } } }', {}, people.secretary)).rooms
        .nodes;

    expect(
      (await take('rooms', ['R02,三楼常务会议室,S-HALL,40,投影;话筒,RECORDING;CLASSIFIED_OK,Y,15'])).outcomes,
    ).toEqual(['ACCEPTED']);
    expect(
      (await take('rooms', ['R02,三楼常务会议室,S-HALL,44,投影;话筒,RECORDING;CLASSIFIED_OK,Y,15'])).outcomes,
    ).toEqual(['ACCEPTED']);
    expect(await names()).toEqual([{ code: 'R02', name: '三楼常务会议室', capacity: 44, bufferMinutes: 15 }]);
    expect((await take('rooms', ['R09,无处,S-NONE,4,,,N,5'], { from: 9 })).outcomes).toEqual(['QUARANTINED']);
  });

  it('only an importer imports', async () => {
    expect(
      (await take('rooms', ['R03,室,S-HALL,4,,,N,5'], { from: 3, as: house.people.secretary })).errors?.[0]?.extensions,
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('meetings keep their numbers, and the series continues after the last', async () => {
    const { act, ask, people, orgs } = house;
    const lines = [
      meeting('ZT2026-31', { start: '2026/9/10 9:00' }),
      meeting('ZT2026-32', { end: '2026-09-10 08:00' }),
      meeting('ZT2026-33', { state: 'CANCELLED' }),
    ];

    const answer = await take('meetings', lines);

    expect(answer.rows).toMatchObject([
      { key: 'ZT2026-31', outcome: 'NORMALISED', remarks: [{ column: 'start_at', clean: '2026-09-10 09:00' }] },
      { key: 'ZT2026-32', outcome: 'REJECTED' },
      { key: 'ZT2026-33', outcome: 'ACCEPTED' },
    ]);
    expect((await take('meetings', lines)).rows).toEqual(answer.rows);
    const query =
      '{ meetingByNo(meetingNo: "ZT2026-31") { state agenda { title } plannedRoom { code } chair { id } record { digest intact } } }';
    expect((await ask(query, {}, people.secretary)).meetingByNo).toEqual({
      state: 'RECORDED',
      agenda: [{ title: '听取汇报' }, { title: '研究措施' }],
      plannedRoom: { code: 'R02' },
      chair: { id: people.leader.personId },
      record: { digest: null, intact: null },
    });
    const plan = {
      title: '会',
      type: 'SPECIAL',
      organizerOrgId: orgs.governmentOffice.id,
      startAt: at('2026-10-20', '09:00'),
      endAt: at('2026-10-20', '10:00'),
      mode: 'ONLINE',
    };
    expect((await act('planMeeting', plan, people.secretary, 'meeting { meetingNo }')).meeting.meetingNo).toBe(
      'ZT2026-34',
    );
  });

  it('15-4.5: an agenda keeps dates and figures, and what stands in brackets together', async () => {
    const { ask, people } = house;
    const agenda = '1.听取（财政；审计）汇报；2.12.4国家宪法日宣传方案；3.5亿元专项债使用方案';
    const one = meeting('ZT2026-21').replace('1.听取汇报；2.研究措施', agenda);
    const long = meeting('ZT2026-22').replace('1.听取汇报；2.研究措施', `1.${'长'.repeat(501)}`);
    const { rows } = await take('meetings', [one, long], { from: 21 });

    expect(rows).toMatchObject([{ outcome: 'ACCEPTED' }, { outcome: 'REJECTED', remarks: [{ column: 'agenda' }] }]);
    const query = '{ meetingByNo(meetingNo: "ZT2026-21") { agenda { title } } }';
    expect((await ask(query, {}, people.secretary)).meetingByNo.agenda).toEqual([
      { title: '听取（财政；审计）汇报' },
      { title: '12.4国家宪法日宣传方案' },
      { title: '3.5亿元专项债使用方案' },
    ]);
  });

  it('people of an imported meeting may see it; a wrong meeting or person keeps the row aside', async () => {
    const { ask, people } = house;
    await take('meetings', [meeting('ZT2026-20')], { from: 20 });
    const head = people.emergencyHead.staffNo;
    const lines = [
      `ZT2026-20/01,ZT2026-20,${head} ,REQ,ACCEPTED,,2026-09-10 08:55,QR,`,
      `ZT2026-20/02,ZT2026-20,${people.townHead.staffNo},REQ,DECLINED,,,,${people.leader.staffNo}`,
      `ZT2026-20/03,ZT2026-99,${head},REQ,ACCEPTED,,,,`,
      'ZT2026-20/04,ZT2026-20,NOBODY,REQ,ACCEPTED,,,,',
      `ZT2026-20/05,ZT2026-20,${head},REQ,ACCEPTED,,,`,
    ];

    expect((await take('attendees', lines)).outcomes).toEqual([
      'NORMALISED',
      'ACCEPTED',
      'QUARANTINED',
      'QUARANTINED',
      'REJECTED',
    ]);
    const query = '{ meetingByNo(meetingNo: "ZT2026-20") { attendees { partstat person { id } } } }';
    expect((await ask(query, {}, people.emergencyHead)).meetingByNo.attendees).toHaveLength(2);
    expect((await ask(query, {}, people.educationStaff)).meetingByNo).toBeNull();
  });

  it('history tells once a batch how many came to each meeting it touches, and last with all of them', async () => {
    const { people, service } = house;
    const { leader, emergencyHead, townHead, townStaff, educationStaff } = people;
    await take('meetings', [meeting('ZT2026-24'), meeting('ZT2026-25'), meeting('ZT2026-26', { state: 'CANCELLED' })], {
      from: 24,
    });
    const told = (await service.events('AttendanceRecorded')).length;
    const row = (no: string, nn: number, { staffNo }: { staffNo: string | null }, rest: string) =>
      `ZT2026-${no}/0${nn},ZT2026-${no},${staffNo},${rest}`;
    const came = '2026-09-10 08:55,QR,';

    await take(
      'attendees',
      [
        row('24', 1, leader, `CHAIR,ACCEPTED,,${came}`),
        row('24', 2, emergencyHead, `REQ,DELEGATED,${townStaff.staffNo},${came}`),
        row('25', 1, leader, 'CHAIR,ACCEPTED,,,,'),
        row('26', 1, leader, 'CHAIR,ACCEPTED,,,,'),
      ],
      { from: 240 },
    );
    const late = [
      row('24', 3, townHead, 'REQ,DECLINED,,,,'),
      row('24', 4, educationStaff, `OPT,ACCEPTED,,${came}`),
      row('24', 5, { staffNo: 'NOBODY' }, `REQ,ACCEPTED,,${came}`),
    ];
    await take('attendees', late, { from: 250 });
    await take('attendees', late, { from: 250 });

    const ended = { startAt: '2026-09-10T01:00:00.000Z', openedAt: null, endedAt: '2026-09-10T02:30:00.000Z' };
    const since = (await service.events('AttendanceRecorded')).slice(told);
    expect(since.map(({ data }) => data)).toMatchObject([
      { ...ended, required: 2, requiredPresent: 2, present: 2 },
      { ...ended, required: 1, requiredPresent: 0, present: 0 },
      { ...ended, required: 3, requiredPresent: 2, present: 3 },
    ]);
    expect(since.map(({ provenance }) => provenance)).toEqual(['imported', 'imported', 'imported']);
    expect(since[2]?.subject).toBe(since[0]?.subject);
  });

  it('resolutions are announced as history; the record states them, and minutes go their live way', async () => {
    const { act, ask, people, refusal, service } = house;
    await take('meetings', [meeting('ZT2026-21')], { from: 21 });
    const lines = [
      resolution('ZT2026-21', '01'),
      resolution('ZT2026-21', '02', { waiver: '纳入台账' }),
      resolution('ZT2026-22', '01'),
      `ZT2026-21,${resolution('ZT2026-21', '03').split(',').slice(1).join(',')}`,
    ];

    expect((await take('resolutions', lines)).outcomes).toEqual(['ACCEPTED', 'ACCEPTED', 'QUARANTINED', 'REJECTED']);

    const { resolution: first } = await ask(
      '{ resolution(code: "ZT2026-21-01") { id state orphan superviseBy meeting { id } } }',
      {},
      people.supervisor,
    );
    expect(first).toMatchObject({ state: 'ADOPTED', superviseBy: '2026-09-14T16:00:00.000Z' });
    const announced = (await service.events('ResolutionAdopted')).filter(({ subject }) => subject === first.id);
    expect(announced).toMatchObject([{ provenance: 'imported', data: { code: 'ZT2026-21-01', waived: false } }]);
    const draft = { meetingId: first.meeting.id, recipientOrgIds: [], docCode: '霁政纪要' };
    expect(await refusal('draftMinutes', { ...draft, text: '见 ZT2026-21-03' }, people.secretary)).toMatchObject({
      rule: 'MTG-4',
    });
    const { minutes } = await act(
      'draftMinutes',
      { ...draft, text: '见 ZT2026-21-01' },
      people.secretary,
      'minutes { id }',
    );
    await act('submitMinutes', { minutesId: minutes.id }, people.secretary, 'minutes { id }');
    await act('reviewMinutes', { minutesId: minutes.id, result: 'PASS' }, people.director, 'minutes { id }');
    await act('signMinutes', { minutesId: minutes.id }, people.leader, 'minutes { id }');
    expect((await service.events('ResolutionAdopted')).filter(({ subject }) => subject === first.id)).toHaveLength(1);
    expect(await service.events('MinutesSigned')).toMatchObject([{ provenance: 'live', subject: minutes.id }]);
  });

  it('MTG-1: an overlapping booking of history is kept aside and asked of the graph', async () => {
    const { ask, orgs, people } = house;
    const booker = people.townStaff.staffNo;
    const line = (no: string, start: string, end: string, state = 'FINISHED') =>
      `${no},R02,2026-09-11 ${start},2026-09-11 ${end},${booker},JC30,碰头会,,2026-09-01 09:00,${state},9`;
    const lines = [
      line('HYS1', '09:00', '10:00'),
      line('HYS2', '10:15', '11:00'),
      line('HYS1B', '09:30', '09:45'),
      line('HYS2B', '11:14', '12:00'),
      line('HYS3', '09:00', '10:00', 'CANCELLED'),
      line('HYS4', '15:00', '14:00'),
    ];

    const [late, early] = [
      line('HYS9B', '16:00', '17:00').replace('2026-09-01 09:00', '2026-09-03 09:00'),
      line('HYS9', '16:30', '17:30'),
    ];

    const answer = await take('room_bookings', lines);

    expect(answer.outcomes).toEqual(['ACCEPTED', 'ACCEPTED', 'QUARANTINED', 'QUARANTINED', 'ACCEPTED', 'REJECTED']);
    expect(answer.rows?.[2].remarks).toEqual([{ column: 'start_at', reason: 'CONFLICT_BOOKING (MTG-1)', clean: null }]);
    expect(answer.rows?.[5].remarks[0].reason).toBe('BAD_USER_INPUT: end before start');
    expect((await take('room_bookings', lines)).rows).toEqual(answer.rows);
    const query =
      'query ($from: DateTime!, $to: DateTime!) { roomConflicts(from: $from, to: $to) { room { code } bookingNo otherBookingNo quarantined } }';
    const range = { from: at('2026-09-01', '00:00'), to: at('2026-10-01', '00:00') };
    expect((await ask(query, range, people.importer)).roomConflicts).toEqual([
      { room: { code: 'R02' }, bookingNo: 'HYS1', otherBookingNo: 'HYS1B', quarantined: true },
      { room: { code: 'R02' }, bookingNo: 'HYS2', otherBookingNo: 'HYS2B', quarantined: true },
    ]);
    const elsewhere = { orgId: orgs.educationBureau.id, scopeOrgId: orgs.educationBureau.id, roles: ['IMPORTER'] };
    expect((await ask(query, range, { ...people.importer, posts: [elsewhere] })).roomConflicts).toEqual([]);
    expect(
      (await take('room_bookings', [late, early], { from: 20 })).rows?.map(({ key, outcome }: Row) => [key, outcome]),
    ).toEqual([
      ['HYS9B', 'QUARANTINED'],
      ['HYS9', 'ACCEPTED'],
    ]);
    const over = async () =>
      (await house.service.events('RoomBookingEnded')).map(({ data, provenance }) => ({
        ...(data as object),
        provenance,
      }));
    const ended = (startAt: string, endAt: string, outcome = 'FINISHED') => ({
      ...{ bookingId: expect.any(String), startAt: `2026-09-11T${startAt}:00.000Z` },
      ...{ endAt: `2026-09-11T${endAt}:00.000Z`, outcome, provenance: 'imported' },
    });
    const finished = [ended('01:00', '02:00'), ended('02:15', '03:00'), ended('08:30', '09:30')];
    expect(await over()).toEqual(finished);
    await take(
      'room_bookings',
      [line('HYS6', '13:00', '13:40', 'NO_SHOW'), line('HYS7', '14:00', '14:40', 'CONFIRMED')],
      {
        from: 30,
      },
    );
    expect(await over()).toEqual([...finished, ended('05:00', '05:15', 'NO_SHOW')]);
    const rows =
      '{ meetingsImportRows(export: "month", file: "room_bookings.csv", outcome: QUARANTINED) { key record } }';
    expect((await ask(rows, {}, people.importer)).meetingsImportRows).toEqual([
      { key: 'HYS1B', record: 3 },
      { key: 'HYS2B', record: 4 },
      { key: 'HYS9B', record: 20 },
    ]);
  });
});
