import { keptTerms, searching } from '@chengqi/office-kernel/testing';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPlan, type House, openHouse } from './house.ts';

const board = { list: 'meetings', counts: 'meetingCounts', filter: 'MeetingFilter', by: 'STATE' };

describe.each(testDialects())('meetings found by words on %s', (dialect) => {
  let house: House;
  let found: ReturnType<typeof searching>;
  beforeAll(async () => {
    house = await openHouse(dialect);
    found = searching(house.service, board);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  it('a meeting is found by its title and its number, among those of the states and kinds asked for', async () => {
    const { secretary } = house.people;
    const { id, meetingNo } = await aPlan(house, { title: '秋粮收购协调会', type: 'COORDINATION' });

    expect(await found('秋粮', secretary)).toMatchObject({ ids: [id], highlights: ['title: [秋粮]收购协调会'] });
    expect((await found(meetingNo, secretary)).ids).toEqual([id]);
    expect((await found('秋粮 收购', secretary, { states: ['DRAFT'], type: 'COORDINATION' })).ids).toEqual([id]);
    expect((await found('秋粮', secretary, { states: ['CANCELLED'] })).ids).toEqual([]);
    expect((await found('收购秋粮', secretary)).ids).toEqual([]);
  });

  it('MTG-9: an item of the agenda is no word of its meeting', async () => {
    const { secretary } = house.people;
    const { id } = await aPlan(house, { title: '例行碰头会', agenda: [{ title: '听取拆迁补偿汇报' }] });

    expect((await found('碰头', secretary)).ids).toEqual([id]);
    expect((await found('拆迁', secretary)).ids).toEqual([]);
  });

  it('of a classified meeting no word is kept', async () => {
    const { secretary } = house.people;
    const { id } = await aPlan(house, { title: '密级事项会商', secrecyLevel: 'WORK_SECRET' });

    expect(await keptTerms(house.service, id)).toEqual([]);
    expect((await found('会商', secretary)).ids).toEqual([]);
  });

  it('who may not know of a meeting neither finds nor counts it, who is invited does', async () => {
    const { people, orgs } = house;
    const plan = { title: '党组民主生活会', organizerOrgId: orgs.governmentOffice.id };
    const { id } = await aPlan(house, { ...plan, attendees: [{ personId: people.townHead.personId }] });

    for (const viewer of [people.secretary, people.townHead])
      expect((await found('民主生活', viewer)).ids).toEqual([id]);
    for (const viewer of [people.townStaff, people.educationHead, people.importer])
      expect((await found('民主生活', viewer)).ids).toEqual([]);
  });

  it('imported meetings are found like others', async () => {
    const { people } = house;
    const values = {
      ...{ meeting_no: 'CW2026-77', title: '河长制推进会', type: 'SPECIAL', organizer_org: 'JC01' },
      ...{ secretary: people.secretary.staffNo, chair: people.leader.staffNo, start_at: '2026-09-10 09:00' },
      ...{ end_at: '2026-09-10 10:30', room_code: '', mode: 'ONLINE', level: 'INTERNAL', state: 'RECORDED' },
      ...{ agenda: '1.听取汇报', minutes_draft_no: '', cancel_reason: '' },
    };
    const rows = [{ record: 1, line: 2, values: Object.values(values) }];
    const { importMeetings } = await house.ask(
      'mutation ($input: ImportInput!) { importMeetings(input: $input) { rows { outcome } } }',
      { input: { export: 'month', file: 'meetings.csv', header: Object.keys(values), rows } },
      people.importer,
    );

    expect(importMeetings.rows).toEqual([{ outcome: 'ACCEPTED' }]);
    for (const search of ['河长制', 'CW2026-77', 'cw2026 77'])
      expect((await found(search, people.secretary)).ids).toHaveLength(1);
  });

  it('are counted by each part under the same conditions', async () => {
    const { secretary } = house.people;
    const query = `query ($by: MeetingDimension!) { meetingCounts(by: $by, where: { search: "秋粮" }) {
      state type org { id } count } }`;
    const counted = async (by: string) => (await house.ask(query, { by }, secretary)).meetingCounts;
    const none = { state: null, type: null, org: null };

    expect(await counted('STATE')).toEqual([{ ...none, state: 'DRAFT', count: 1 }]);
    expect(await counted('TYPE')).toEqual([{ ...none, type: 'COORDINATION', count: 1 }]);
    expect(await counted('ORG')).toEqual([{ ...none, org: { id: house.orgs.governmentOffice.id }, count: 1 }]);
  });

  it('what finds nothing anywhere is refused, and as many statements are asked of many words as of one', async () => {
    const { secretary } = house.people;
    for (const search of ['', '会', '…']) expect((await found(search, secretary)).refused).toBe('BAD_USER_INPUT');

    expect(await statementsOf(() => found('秋粮 收购 协调会', secretary))).toBe(
      await statementsOf(() => found('秋粮', secretary)),
    );
  });
});
