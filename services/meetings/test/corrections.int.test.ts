import { AuditEntity } from '@chengqi/office-kernel';
import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOpenMeeting, aPlan, type House, openHouse } from './house.ts';

describe.each(testDialects())('a plan that is put right before the meeting opens, on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const fields = `meeting { id version state title vcUrl icalSequence chair { id } secretary { id }
    agenda { id number title reporter { id } } attendees { id role partstat person { id } } }`;
  const act = async (name: string, input: Record<string, unknown>, as: Viewer = house.people.secretary) =>
    (await house.act(name, input, as, fields)).meeting;
  const scheduled = async (input: Record<string, unknown> = {}) => {
    const plan = await aPlan(house, input);
    return act('scheduleMeeting', { meetingId: plan.id });
  };
  const wasOf = async (meetingId: string) => {
    const rows = await house.service.db.read.getRepository(AuditEntity).find({ where: { entityId: meetingId } });
    return rows.filter(({ was }) => was !== null).map(({ act: name, was }) => [name, JSON.parse(was ?? '')]);
  };
  const told = async (meetingId: string) =>
    (await house.service.events('MeetingScheduled')).filter(({ subject }) => subject === meetingId).length;
  const attendee = (meeting: { attendees: { id: string; person: { id: string } }[] }, person: Viewer) =>
    meeting.attendees.find(({ person: { id } }) => id === person.personId);

  it('changes title, chair and link, sends the invitation again, and keeps in the audit what was', async () => {
    const { people } = house;
    const before = await scheduled();
    const after = await act('updateMeeting', {
      ...{ meetingId: before.id, title: '森林防火调度会', vcUrl: 'https://vc.example/9' },
      chairId: people.principal.personId,
    });

    expect(after).toMatchObject({
      ...{ title: '森林防火调度会', vcUrl: 'https://vc.example/9', icalSequence: 1, state: 'SCHEDULED' },
      chair: { id: people.principal.personId },
    });
    expect(attendee(after, people.principal)).toMatchObject({ role: 'CHAIR' });
    expect(attendee(after, people.leader)).toMatchObject({ role: 'REQ' });
    expect(await wasOf(before.id)).toEqual([
      ['updateMeeting', { title: before.title, vcUrl: null, chairId: people.leader.personId }],
    ]);
    expect(await told(before.id)).toBe(2);
    const plain = await act('updateMeeting', { meetingId: before.id, vcUrl: null });
    expect(plain).toMatchObject({ vcUrl: null, title: '森林防火调度会', icalSequence: 2 });
  });

  it('a fixed meeting keeps what a meeting needs, and of a draft nobody is told', async () => {
    const { people } = house;
    const { id: meetingId } = await scheduled();
    const refused = (input: Record<string, unknown>, as: Viewer = people.secretary) =>
      house.refusal('updateMeeting', { meetingId, ...input }, as);
    expect(await refused({ mode: 'ONSITE' })).toMatchObject({ code: 'GUARD_FAILED', rule: 'MTG-SCHEDULE' });
    expect(await refused({ chairId: null })).toMatchObject({ code: 'GUARD_FAILED', rule: 'MTG-SCHEDULE' });
    expect(await refused({ title: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ vcUrl: 'http://vc.example' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({})).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ title: '改' }, people.emergencyHead)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await house.refusal('setAgenda', { meetingId, agenda: [] }, people.secretary)).toMatchObject({
      rule: 'MTG-SCHEDULE',
    });
    const draft = await aPlan(house);
    expect(await act('updateMeeting', { meetingId: draft.id, title: '另题' })).toMatchObject({ icalSequence: 0 });
    expect(await told(draft.id)).toBe(0);
    const open = await anOpenMeeting(house);
    expect(await house.refusal('updateMeeting', { meetingId: open.id, title: '改' }, people.secretary)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
    house.service.clock.set('2026-09-14T01:00:00Z');
  });

  it('an agenda is laid anew: items carried on keep their id, others come and go, in the order given', async () => {
    const { people } = house;
    const { id: meetingId } = await aPlan(house, {
      agenda: [{ title: '甲', reporterId: people.emergencyHead.personId }, { title: '乙' }, { title: '丙' }],
    });
    const { agenda } = await act('scheduleMeeting', { meetingId });
    const [first, , third] = agenda;
    const after = await act('setAgenda', {
      meetingId,
      agenda: [
        { id: third.id, title: '丙（修改）' },
        { title: '丁', attendeeIds: [people.townHead.personId] },
        { id: first.id, title: '甲' },
      ],
    });

    expect(after.agenda).toMatchObject([
      { id: third.id, number: 1, title: '丙（修改）', reporter: null },
      { number: 2, title: '丁' },
      { id: first.id, number: 3, title: '甲', reporter: null },
    ]);
    expect(attendee(after, people.townHead)).toBeDefined();
    const [[name, was]] = (await wasOf(meetingId)) as [[string, { agenda: { title: string }[] }]];
    expect([name, was.agenda.map(({ title }) => title)]).toEqual(['setAgenda', ['甲', '乙', '丙']]);
    const twice = [
      { id: first.id, title: '甲' },
      { id: first.id, title: '甲' },
    ];
    for (const given of [twice, [{ id: 'agd_other', title: '外' }]])
      expect(await house.refusal('setAgenda', { meetingId, agenda: given }, people.secretary)).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
  });

  it('MTG-9: who does not see an item does not take it away, and its text stays out of the audit', async () => {
    const { people } = house;
    const { id: meetingId, version } = await aPlan(house, {
      ...{ secrecyLevel: 'WORK_SECRET', mode: 'ONSITE' },
      agenda: [{ title: '涉密议题' }, { title: '一般议题', secrecyLevel: 'INTERNAL' }],
    });
    const lesser: Viewer = { ...people.secretary, clearance: 'INTERNAL' } as Viewer;
    expect(
      await house.refusal('setAgenda', { meetingId, expectedVersion: version, agenda: [{ title: '新' }] }, lesser),
    ).toMatchObject({ code: 'NOT_FOUND' });
    await act('setAgenda', { meetingId, agenda: [{ title: '新' }] });
    const rows = await house.service.db.read.getRepository(AuditEntity).find({ where: { entityId: meetingId } });
    expect(rows.flatMap(({ was }) => was ?? [])).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
  });

  it('an invitation is taken back, with the right to see the meeting and what somebody else saw by it', async () => {
    const { people, orgs } = house;
    const { id } = await scheduled({ organizerOrgId: orgs.governmentOffice.id });
    const read = async (as: Viewer) =>
      (await house.ask('query ($id: ID!) { meeting(id: $id) { id } }', { id }, as)).meeting;
    const before = await act('inviteAttendees', {
      meetingId: id,
      attendees: [{ personId: people.educationHead.personId }],
    });
    expect(await read(people.educationHead)).not.toBeNull();
    const invitation = attendee(before, people.educationHead)?.id;
    const chair = attendee(before, people.leader)?.id;
    expect(await house.refusal('removeAttendee', { attendeeId: chair }, people.secretary)).toMatchObject({
      rule: 'MTG-SCHEDULE',
    });
    expect(await house.refusal('removeAttendee', { attendeeId: invitation }, people.educationHead)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const after = await act('removeAttendee', { attendeeId: invitation });

    expect(attendee(after, people.educationHead)).toBeUndefined();
    expect(after.icalSequence).toBe(before.icalSequence + 1);
    expect(await read(people.educationHead)).toBeNull();
    expect(await house.refusal('removeAttendee', { attendeeId: invitation }, people.secretary)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await wasOf(id)).toMatchObject([['removeAttendee', { personId: people.educationHead.personId }]]);
  });
});
