import { deliverDays } from '@chengqi/office-kernel/testing';
import { documentIssued, minutesRefused } from '@chengqi/schemas/events/documents';
import {
  itemMerged,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
  sourceFollowed,
} from '@chengqi/schemas/events/supervision';
import { systemIds, systemViewer } from '@chengqi/service-kit';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anOpenMeeting,
  aResolution,
  aRoom,
  aSealedMeeting,
  type House,
  monday,
  openHouse,
  signedMinutes,
  theMinutes,
} from './house.ts';

describe.each(testDialects())('minutes and resolutions on %s', (dialect) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(dialect);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const eventsOf = async (type: string, subject?: string) =>
    (await house.service.events(type)).filter((event) => subject === undefined || event.subject === subject);

  const stateOf = async (meetingId: string) => {
    const query =
      'query ($id: ID!) { meeting(id: $id) { state minutes { id state returnReason version issuedDocument { id } } resolutions { id code state } } }';
    return (await house.ask(query, { id: meetingId }, house.people.secretary)).meeting;
  };

  const issue = (minutesId: string, documentId = systemIds.next('doc'), times = 1) =>
    house.service.deliver(
      documentIssued,
      documentId,
      {
        documentId,
        kind: 'MINUTES',
        docNumber: '霁政纪要〔2026〕1号',
        mainOrgIds: [],
        ccOrgIds: [],
        level: 'INTERNAL',
        urgency: 'NONE',
        origin: { type: 'Minutes', id: minutesId },
      } as never,
      { times },
    );

  const registered = (itemId: string, resolutionId: string, times = 1) =>
    house.service.deliver(
      itemRegistered,
      itemId,
      {
        itemId,
        code: '督〔2026〕1号',
        source: { type: 'Resolution', id: resolutionId },
        leadOrgId: house.orgs.emergencyBureau.id,
        dueAt: '2026-10-14T16:00:00Z',
        weight: 'NORMAL',
      },
      { times },
    );

  const source = (id: string) => ({ type: 'Resolution', id }) as const;
  const struckOff = (itemId: string, resolutionId: string | null) =>
    house.service.deliver(itemStruckOff, itemId, {
      itemId,
      code: '督〔2026〕1号',
      title: null,
      supervisorOrgId: house.orgs.supervisionDivision.id,
      source: resolutionId === null ? null : source(resolutionId),
      result: null,
    });

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(house.service.db)).toEqual([]);
  });

  it('take the title of the meeting, shortened between characters, never inside one', async () => {
    const meeting = await aSealedMeeting(house, { title: '𠮷'.repeat(200) });
    const { id } = await theMinutes(house, meeting.id);
    const query = 'query ($id: ID!) { meeting(id: $id) { minutes { id title } } }';

    expect(await house.ask(query, { id: meeting.id }, house.people.secretary)).toEqual({
      meeting: { minutes: { id, title: `${'𠮷'.repeat(198)}纪要` } },
    });
  });

  it('the signature adopts every draft resolution and asks for a document', async () => {
    const meeting = await aSealedMeeting(house, { resolutions: 2 });

    const minutes = await signedMinutes(house, meeting.id);

    const { resolutions } = await stateOf(meeting.id);
    expect(resolutions.map((resolution: { state: string }) => resolution.state)).toEqual(['ADOPTED', 'ADOPTED']);
    const [signed] = await eventsOf('MinutesSigned', minutes.id);
    expect(signed?.data).toMatchObject({
      meetingId: meeting.id,
      docCode: '霁政纪要',
      issuingOrgId: house.orgs.governmentOffice.id,
      drafterId: house.people.secretary.personId,
      reviewerId: house.people.director.personId,
      signerId: house.people.leader.personId,
      text: '会议听取了情况汇报，议定了有关事项。',
    });
    const [adopted] = await eventsOf('ResolutionAdopted', resolutions[0].id);
    expect(adopted?.data).toMatchObject({
      code: `${meeting.meetingNo}-01`,
      supervisingOrgId: house.orgs.governmentOffice.id,
      leadOrgId: house.orgs.emergencyBureau.id,
      waived: false,
    });
  });

  it('minutes are issued, and the meeting closes once each resolution has its decision', async () => {
    const meeting = await aSealedMeeting(house, { resolutions: 2 });
    const minutes = await signedMinutes(house, meeting.id);
    const [first, second] = meeting.resolutions;

    await issue(minutes.id, undefined, 2);
    expect(await stateOf(meeting.id)).toMatchObject({ state: 'MINUTED', minutes: { state: 'ISSUED' } });
    await registered(systemIds.next('sup'), first.id, 2);
    expect(await stateOf(meeting.id)).toMatchObject({ state: 'MINUTED' });
    await house.act(
      'waiveSupervision',
      { resolutionId: second.id, reason: '纳入年度台账' },
      house.people.director,
      'resolution { id }',
    );

    expect(await stateOf(meeting.id)).toMatchObject({ state: 'CLOSED' });
    expect(await eventsOf('MeetingClosed', meeting.id)).toHaveLength(1);
  });

  it('closes once when everything that decides it arrives at the same moment', async () => {
    const meeting = await aSealedMeeting(house, { resolutions: 3 });
    const minutes = await signedMinutes(house, meeting.id);
    const [first, second, third] = meeting.resolutions;
    const waiver = { resolutionId: third.id, reason: '纳入年度台账' };

    await Promise.all([
      issue(minutes.id),
      registered(systemIds.next('sup'), first.id),
      registered(systemIds.next('sup'), second.id),
      house.act('waiveSupervision', waiver, house.people.director, 'resolution { id }'),
    ]);

    expect(await stateOf(meeting.id)).toMatchObject({ state: 'CLOSED' });
    expect(await eventsOf('MeetingClosed', meeting.id)).toHaveLength(1);
  });

  it('MTG-4: a resolution drafted while the record is sealed is in the record or is refused', async () => {
    const { act, ask, people, service } = house;
    const meeting = await anOpenMeeting(house);
    await act('endMeeting', { meetingId: meeting.id }, people.secretary, 'meeting { id }');
    const input = { agendaItemId: meeting.agenda[0].id, text: '议定事项', requiresAction: false };
    const draft = () =>
      service.execute(
        'mutation ($input: DraftResolutionInput!) { draftResolution(input: $input) { resolution { id } } }',
        { input },
        people.secretary,
      );

    const [, ...drafts] = await Promise.all([
      act('sealRecord', { meetingId: meeting.id }, people.secretary, 'meeting { id }'),
      ...Array.from({ length: 8 }, draft),
    ]);

    const refused = drafts.flatMap(({ errors }) => errors ?? []);
    expect(new Set([...refused.map(({ extensions }) => extensions.code), 'ILLEGAL_TRANSITION'])).toEqual(
      new Set(['ILLEGAL_TRANSITION']),
    );
    const query = 'query ($id: ID!) { meeting(id: $id) { record { intact } resolutions { id } } }';
    const read = (await ask(query, { id: meeting.id }, people.secretary)).meeting;
    expect(read.record.intact).toBe(true);
    expect(read.resolutions).toHaveLength(8 - refused.length);
  });

  it('supervision may decide before documents does', async () => {
    const meeting = await aSealedMeeting(house);
    const minutes = await signedMinutes(house, meeting.id);
    const [resolution] = meeting.resolutions;
    const itemId = systemIds.next('sup');

    await registered(itemId, resolution.id);
    await struckOff(itemId, resolution.id);
    await issue(minutes.id);

    expect(await stateOf(meeting.id)).toMatchObject({ state: 'CLOSED', resolutions: [{ state: 'IMPLEMENTED' }] });
  });

  it('a resolution follows its item: rejected and merged items release it, a reopened one brings it back', async () => {
    const meeting = await aSealedMeeting(house);
    await signedMinutes(house, meeting.id);
    const [{ id }] = meeting.resolutions;
    const state = async () => (await stateOf(meeting.id)).resolutions[0].state;
    const [one, two] = [systemIds.next('sup'), systemIds.next('sup')];

    await registered(one, id);
    expect(await state()).toBe('UNDER_SUPERVISION');
    await house.service.deliver(itemRejected, two, { itemId: two, source: source(id), reason: '重复' } as never);
    expect(await state()).toBe('UNDER_SUPERVISION');
    await house.service.deliver(itemMerged, one, {
      itemId: one,
      intoItemId: systemIds.next('sup'),
      source: source(id),
    });
    expect(await state()).toBe('ADOPTED');
    const three = systemIds.next('sup');
    await registered(three, id);
    await struckOff(three, id);
    expect(await state()).toBe('IMPLEMENTED');
    await house.service.deliver(itemReopened, three, { itemId: three, source: source(id) } as never);
    expect(await state()).toBe('UNDER_SUPERVISION');
  });

  it('15-5.1: a resolution whose item was merged goes where the other item goes', async () => {
    const meeting = await aSealedMeeting(house);
    await signedMinutes(house, meeting.id);
    const [{ id }] = meeting.resolutions;
    const state = async () => (await stateOf(meeting.id)).resolutions[0].state;
    const [own, into] = [systemIds.next('sup'), systemIds.next('sup')];

    await house.service.deliver(sourceFollowed, into, { itemId: into, source: source(id) }, { times: 2 });
    await house.service.deliver(itemMerged, own, { itemId: own, intoItemId: into, source: source(id) });
    expect(await state()).toBe('UNDER_SUPERVISION');
    await struckOff(into, null);
    expect(await state()).toBe('IMPLEMENTED');
    await house.service.deliver(itemReopened, into, { itemId: into, source: null });
    expect(await state()).toBe('UNDER_SUPERVISION');
  });

  it('refused minutes go back to DRAFT with the reason and are signed anew; nothing is adopted twice', async () => {
    const meeting = await aSealedMeeting(house);
    const minutes = await signedMinutes(house, meeting.id);
    const documentId = systemIds.next('doc');

    await house.service.deliver(
      minutesRefused,
      documentId,
      { minutesId: minutes.id, documentId, reason: '密级不符' },
      { times: 2 },
    );
    expect(await stateOf(meeting.id)).toMatchObject({
      state: 'RECORDED',
      minutes: { state: 'DRAFT', returnReason: '密级不符' },
    });
    await signedMinutes(house, meeting.id);
    await issue(minutes.id);

    expect(await stateOf(meeting.id)).toMatchObject({
      state: 'MINUTED',
      minutes: { state: 'ISSUED', returnReason: null },
    });
    expect(await eventsOf('MinutesSigned', minutes.id)).toHaveLength(2);
    expect(await eventsOf('ResolutionAdopted', meeting.resolutions[0].id)).toHaveLength(1);
  });

  it('MTG-4: the text names no resolution that the record does not state', async () => {
    const meeting = await aSealedMeeting(house);
    const draft = {
      meetingId: meeting.id,
      text: `见 ${meeting.meetingNo}-02。`,
      recipientOrgIds: [],
      docCode: '霁政纪要',
    };

    expect(await house.refusal('draftMinutes', draft, house.people.secretary)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'MTG-4',
    });
    const stated = { ...draft, text: `见 ${meeting.meetingNo}-01。` };
    expect((await house.act('draftMinutes', stated, house.people.secretary, 'minutes { state }')).minutes.state).toBe(
      'DRAFT',
    );
  });

  it('minutes need a sealed record, a document code of the organizer, known recipients and another reviewer', async () => {
    const { refusal, people, orgs } = house;
    const open = await anOpenMeeting(house);
    const sealed = await aSealedMeeting(house);
    const draft = { meetingId: sealed.id, text: '正文', recipientOrgIds: [], docCode: '霁政纪要' };

    expect(await refusal('draftMinutes', { ...draft, meetingId: open.id }, people.secretary)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
    expect(await refusal('draftMinutes', draft, people.drafter)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal('draftMinutes', draft, people.townStaff)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal('draftMinutes', { ...draft, docCode: '霁应急发' }, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'docCode',
    });
    expect(
      await refusal('draftMinutes', { ...draft, recipientOrgIds: [systemIds.next('org')] }, people.secretary),
    ).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
    expect(
      await refusal('draftMinutes', { ...draft, text: `正${String.fromCharCode(0)}文` }, people.secretary),
    ).toMatchObject({ code: 'BAD_USER_INPUT', field: 'text' });

    const { id: minutesId } = await theMinutes(house, sealed.id, { recipientOrgIds: [orgs.town.id] });
    expect(await refusal('signMinutes', { minutesId }, people.leader)).toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    expect(await refusal('submitMinutes', { minutesId, expectedVersion: 99 }, people.secretary)).toMatchObject({
      code: 'CONFLICT_VERSION',
    });
    await house.act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');
    expect(await refusal('reviewMinutes', { minutesId, result: 'RETURN' }, people.director)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'reason',
    });
    await house.act(
      'reviewMinutes',
      { minutesId, result: 'RETURN', reason: '补充附件' },
      people.director,
      'minutes { id }',
    );
    expect(await stateOf(sealed.id)).toMatchObject({ minutes: { state: 'DRAFT', returnReason: '补充附件' } });
    await house.act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');
    await house.act('reviewMinutes', { minutesId, result: 'PASS' }, people.director, 'minutes { id }');
    expect(await refusal('signMinutes', { minutesId }, people.principal)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('whoever drafted does not review, also when holding both roles', async () => {
    const { people, orgs } = house;
    const both = {
      ...people.secretary,
      posts: [
        {
          orgId: orgs.governmentOffice.id,
          scopeOrgId: orgs.county.id,
          roles: ['MEETING_SECRETARY', 'OFFICE_DIRECTOR'],
        },
      ],
    };
    const meeting = await aSealedMeeting(house);
    const { id: minutesId } = await theMinutes(house, meeting.id);
    await house.act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');

    expect(await house.refusal('reviewMinutes', { minutesId, result: 'PASS' }, both)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
  });

  it('the chair lets another person sign', async () => {
    const { act, people, refusal } = house;
    const meeting = await aSealedMeeting(house);
    const { id: minutesId } = await theMinutes(house, meeting.id);
    const grant = { meetingId: meeting.id, personId: people.emergencyHead.personId };

    expect(await refusal('authoriseMinutesSigner', grant, people.secretary)).toMatchObject({ code: 'FORBIDDEN' });
    await act(
      'authoriseMinutesSigner',
      { ...grant, personId: people.principal.personId },
      people.leader,
      'meeting { id }',
    );
    await act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');
    await act('reviewMinutes', { minutesId, result: 'PASS' }, people.director, 'minutes { id }');
    const { minutes } = await act('signMinutes', { minutesId }, people.principal, 'minutes { state signer { id } }');

    expect(minutes).toEqual({ state: 'SIGNED', signer: { id: people.principal.personId } });
  });

  it('minutes of a meeting that has left its record are not signed', async () => {
    const { act, people, refusal, service } = house;
    const { id: meetingId } = await aSealedMeeting(house);
    const { id: minutesId } = await theMinutes(house, meetingId);
    await act('submitMinutes', { minutesId }, people.secretary, 'minutes { id }');
    await act('reviewMinutes', { minutesId, result: 'PASS' }, people.director, 'minutes { id }');
    await service.db.write((manager) =>
      manager.query('UPDATE meetings SET status = ? WHERE id = ?', ['CLOSED', meetingId]),
    );

    expect(await refusal('signMinutes', { minutesId }, people.leader)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'CLOSED',
      action: 'SIGN',
    });
  });

  it('MTG-8: resolutions drafted at once have contiguous codes', async () => {
    const meeting = await anOpenMeeting(house);

    const drafted = await Promise.all(Array.from({ length: 40 }, () => aResolution(house, meeting.agenda[0].id)));

    const codes = drafted.map(({ code }) => code).sort();
    expect(codes).toEqual(
      Array.from({ length: 40 }, (_, n) => `${meeting.meetingNo}-${String(n + 1).padStart(2, '0')}`),
    );
  });

  it('a refused draft leaves no gap in the codes (MTG-8)', async () => {
    const { act, people, refusal } = house;
    const meeting = await anOpenMeeting(house);
    const agendaItemId = meeting.agenda[0].id;
    await aResolution(house, agendaItemId);

    const noOwner = { agendaItemId, text: '无牵头单位', requiresAction: true };
    expect(await refusal('draftResolution', noOwner, people.secretary)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'leadOrgId',
    });

    const second = { agendaItemId, text: '知悉即可', requiresAction: false };
    const { resolution } = await act('draftResolution', second, people.secretary, 'resolution { code }');
    expect(resolution.code).toBe(`${meeting.meetingNo}-02`);
  });

  it('the chair adopts at the meeting; with nothing to do the resolution is NO_ACTION', async () => {
    const { act, people, refusal } = house;
    const meeting = await anOpenMeeting(house);
    const due = await aResolution(house, meeting.agenda[0].id);
    const idle = await aResolution(house, meeting.agenda[0].id, { requiresAction: false });

    expect(await refusal('adoptResolution', { resolutionId: due.id }, people.secretary)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const adopt = async (resolutionId: string) =>
      (await act('adoptResolution', { resolutionId }, people.leader, 'resolution { state }')).resolution;

    expect(await adopt(due.id)).toEqual({ state: 'ADOPTED' });
    expect(await adopt(idle.id)).toEqual({ state: 'NO_ACTION' });
    expect(await refusal('adoptResolution', { resolutionId: due.id }, people.leader)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'ADOPTED',
    });
    expect(
      await refusal('waiveSupervision', { resolutionId: due.id, reason: '不需要' }, people.secretary),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal('waiveSupervision', { resolutionId: due.id, reason: ' ' }, people.director)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('15-5.2: what is adopted at the end of the year waits for the calendar of the next', async () => {
    const { people, service } = house;
    const meeting = await anOpenMeeting(house);
    service.clock.set('2026-12-31T02:00:00Z');
    const { id: resolutionId } = await aResolution(house, meeting.agenda[0].id);
    const adopt = { resolutionId };

    expect(await house.refusal('adoptResolution', adopt, people.leader)).toMatchObject({
      ...{ code: 'GUARD_FAILED', rule: 'O-6' },
    });
    await deliverDays(service, { '2027-01-01': 'HOLIDAY', '2027-01-04': 'HOLIDAY' });
    const { resolution } = await house.act('adoptResolution', adopt, people.leader, 'resolution { superviseBy }');
    expect(resolution).toEqual({ superviseBy: '2027-01-06T16:00:00.000Z' });
  });

  it('MTG-6: two working days without item and waiver make an orphan, holidays not counted', async () => {
    const { ask, people, service } = house;
    service.clock.set('2026-09-30T02:00:00Z');
    const meeting = await anOpenMeeting(house, { startAt: '2026-09-30T02:00:00Z', endAt: '2026-09-30T04:00:00Z' });
    service.clock.set('2026-09-30T02:30:00Z');
    const { id: resolutionId } = await aResolution(house, meeting.agenda[0].id);
    await house.act('adoptResolution', { resolutionId }, people.leader, 'resolution { id }');
    const orphans = async (asOf: string) => {
      const query = 'query ($where: ResolutionFilter) { resolutions(where: $where) { nodes { id superviseBy } } }';
      return (await ask(query, { where: { orphanOnly: true, meetingId: meeting.id, asOf } }, people.supervisor))
        .resolutions.nodes;
    };

    expect(await orphans('2026-10-09T15:59:00Z')).toEqual([]);
    expect(await orphans('2026-10-09T16:00:01Z')).toEqual([
      { id: resolutionId, superviseBy: '2026-10-09T16:00:00.000Z' },
    ]);
    await house.act('waiveSupervision', { resolutionId, reason: '纳入年度台账' }, people.director, 'resolution { id }');
    expect(await orphans('2026-10-12T00:00:00Z')).toEqual([]);
    expect((await eventsOf('SupervisionWaived', resolutionId)).map(({ data }) => data)).toEqual([
      { resolutionId, reason: '纳入年度台账' },
    ]);
  });

  it('text above INTERNAL stays out of events; the owner answers it to a system reader', async () => {
    const { people, service } = house;
    service.clock.set(monday);
    const { id: roomId } = await aRoom(house, { features: ['CLASSIFIED_OK'] });
    const meeting = await aSealedMeeting(house, { mode: 'ONSITE', secrecyLevel: 'WORK_SECRET', roomId });

    const minutes = await signedMinutes(house, meeting.id);

    expect((await eventsOf('MinutesSigned', minutes.id))[0]).toMatchObject({
      secrecylevel: 'WORK_SECRET',
      data: { text: null, title: null },
    });
    expect((await eventsOf('ResolutionAdopted', meeting.resolutions[0].id))[0]?.data).toMatchObject({ text: null });
    const entities =
      'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Minutes { text title digest } } }';
    const refs = [{ __typename: 'Minutes', id: minutes.id }];
    expect((await house.ask(entities, { refs }, systemViewer))._entities[0]).toMatchObject({
      text: '会议听取了情况汇报，议定了有关事项。',
    });
    expect((await house.ask(entities, { refs }, people.uncleared))._entities[0]).toBeNull();
    expect(
      (await house.ask('query ($id: ID!) { meeting(id: $id) { id } }', { id: meeting.id }, people.uncleared)).meeting,
    ).toBeNull();
    const list = 'query ($where: MeetingFilter) { meetings(where: $where, first: 100) { nodes { id } totalCount } }';
    const seen = (await house.ask(list, {}, people.uncleared)).meetings;
    expect(seen.nodes).not.toContainEqual({ id: meeting.id });
    expect(seen.totalCount).toBe(seen.nodes.length);
  });
});
