import { aViewer, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysOf } from '../src/calendar/year.workflow.ts';
import { codeOf, type DirectoryOffice, openOffice, ruleOf } from './office.ts';

describe.each(testDialects())('sites and calendars on %s', (dialect) => {
  let office: DirectoryOffice;
  let county: string;
  beforeAll(async () => {
    office = await openOffice(dialect);
    county = await office.createOrg('Y01', 'COUNTY');
  });
  afterAll(() => office.service.close());

  const createSite = (input: object, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate(
      'createSite',
      'CreateSite',
      { name: '大楼', orgId: county, category: 'OFFICE', ...input },
      'site { id code keyPart org { code } }',
      as,
    );
  const setCalendar = (input: object, as?: Parameters<typeof office.mutate>[4]) =>
    office.mutate(
      'setCalendar',
      'SetCalendar',
      input,
      'workCalendar { version days { date type holidayName basis } }',
      as,
    );
  const working = async (from: string, n: number, region = 'CN') =>
    office.query(
      'query ($from: LocalDate!, $n: Int!, $region: String) { addWorkingDays(from: $from, n: $n, region: $region) }',
      { from, n, region },
    );

  it('enters a place and announces it', async () => {
    const { data } = await createSite({ code: 'S001', category: 'KEY_PART', keyPart: true, capacity: 8 });

    expect(data.site).toMatchObject({ code: 'S001', keyPart: true, org: { code: 'Y01' } });
    expect((await office.service.events('SiteChanged')).at(-1)?.data).toEqual({
      id: data.site.id,
      code: 'S001',
      name: '大楼',
      orgId: county,
      category: 'KEY_PART',
      keyPart: true,
    });
  });

  it('refuses a code that is taken, an unknown unit, a wrong capacity, and anybody but the administrator', async () => {
    await createSite({ code: 'S002' });

    expect(codeOf(await createSite({ code: 'S002' }))).toBe('DUPLICATE');
    expect(codeOf(await createSite({ code: 'S003', orgId: 'org_x' }))).toBe('REFERENCE_UNKNOWN');
    expect(codeOf(await createSite({ code: 'S003', capacity: -1 }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await createSite({ code: 'S003', address: '长'.repeat(201) }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await createSite({ code: 'S003' }, aViewer({ roles: ['SAFETY_OFFICER'], orgId: county })))).toBe(
      'FORBIDDEN',
    );
    expect(codeOf(await office.query('{ site { id } }'))).toBe('BAD_USER_INPUT');
    expect((await office.query('{ site(code: "S999") { id } }')).data).toEqual({ site: null });
  });

  it('lists the key parts of a unit', async () => {
    const { data } = await office.query(
      'query ($orgId: ID!) { sites(where: { orgId: $orgId, keyPart: true }) { nodes { code } } }',
      { orgId: county },
    );

    expect(data.sites.nodes).toEqual([{ code: 'S001' }]);
  });

  it('O-6 begins with three whole years and announces each', async () => {
    const published = await office.service.events('CalendarPublished');

    expect(published.map(({ data }) => (data as { year: number }).year)).toEqual([2025, 2026, 2027]);
    for (const { data } of published) {
      const { year, days } = data as { year: number; days: { date: string }[] };
      expect(days.map(({ date }) => date)).toEqual(daysOf(year));
    }
  });

  it.each([
    ['2026-09-14', 5, '2026-09-20'],
    ['2026-09-24', 1, '2026-09-28'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-10-08', 2, '2026-10-10'],
    ['2026-12-31', 1, '2027-01-04'],
  ])('from %s the %i. working day is %s', async (from, n, day) => {
    expect((await working(from, n)).data.addWorkingDays).toBe(day);
  });

  it('refuses counts, regions and years it cannot answer', async () => {
    for (const [from, n, region] of [
      ['2026-09-14', 0, 'CN'],
      ['2026-09-14', 501, 'CN'],
      ['1999-01-01', 1, 'CN'],
      ['2026-09-14', 1, 'FR'],
      ['2026-09-14', 1, "x' OR 1"],
    ] as const) {
      expect(codeOf(await working(from, n, region))).toBe('BAD_USER_INPUT');
    }
    expect(codeOf(await working('2026-02-30', 1))).toBe('BAD_USER_INPUT');
  });

  it('15-5.2: counts into no year without a calendar, and says which one to publish', async () => {
    const refused = async (from: string, n: number) => (await working(from, n)).errors?.[0];

    expect((await working('2027-12-30', 1)).data.addWorkingDays).toBe('2027-12-31');
    for (const n of [1, 18]) {
      expect(await refused('2027-12-31', n)).toMatchObject({
        message: expect.stringContaining('2028'),
        extensions: { code: 'BAD_USER_INPUT', field: 'n', rule: 'O-6' },
      });
    }
    expect(await refused('2029-03-01', 3)).toMatchObject({
      message: expect.stringContaining('2029'),
      extensions: { code: 'BAD_USER_INPUT', field: 'from' },
    });
    expect(await refused('2025-06-02', 500)).toBeUndefined();
  });

  it('sets single days, keeps the others, and publishes the whole year', async () => {
    const answer = await setCalendar({
      year: 2026,
      days: [{ date: '2026-11-02', type: 'HOLIDAY', holidayName: '县庆' }],
      expectedVersion: 1,
    });

    expect(answer.data.workCalendar.version).toBe(2);
    expect(answer.data.workCalendar.days).toHaveLength(365);
    expect(answer.data.workCalendar.days).toContainEqual({
      date: '2026-11-02',
      type: 'HOLIDAY',
      holidayName: '县庆',
      basis: 'OVERRIDDEN',
    });
    const published = (await office.service.events('CalendarPublished')).at(-1);
    expect(published?.sequence).toBe(2);
    expect(published?.data).toMatchObject({ days: { length: 365 } });
    expect((await working('2026-10-30', 1)).data.addWorkingDays).toBe('2026-11-03');
    expect(codeOf(await setCalendar({ year: 2026, days: [], expectedVersion: 1 }))).toBe('CONFLICT_VERSION');
  });

  it('sets up a year with its first days', async () => {
    const answer = await setCalendar({ year: 2028, days: [{ date: '2028-02-29', type: 'WORKDAY' }] });

    expect(answer.data.workCalendar.days).toHaveLength(366);
  });

  it('sets up a year once when two administrators begin it together', async () => {
    const days = (date: string) => ({ year: 2029, days: [{ date, type: 'HOLIDAY' }] });
    const answers = await Promise.all([setCalendar(days('2029-03-01')), setCalendar(days('2029-03-02'))]);

    expect(answers.map(codeOf)).toEqual([undefined, undefined]);
    const { data } = await office.query('{ workCalendar(year: 2029) { days { date basis } } }');
    expect(data.workCalendar.days.filter(({ basis }: { basis: string }) => basis === 'OVERRIDDEN')).toHaveLength(2);
  });

  it('O-6 refuses a day given twice, a day of another year, and a name on a working day', async () => {
    const day = { date: '2026-11-03', type: 'HOLIDAY' };

    expect(ruleOf(await setCalendar({ year: 2026, days: [day, day] }))).toBe('O-6');
    expect(ruleOf(await setCalendar({ year: 2025, days: [day] }))).toBe('O-6');
    expect(ruleOf(await setCalendar({ year: 2026, days: [{ ...day, type: 'WORKDAY', holidayName: '节' }] }))).toBe(
      'O-6',
    );
    expect(codeOf(await setCalendar({ year: 1800, days: [] }))).toBe('BAD_USER_INPUT');
    expect(
      codeOf(await setCalendar({ year: 2026, days: [day] }, aViewer({ roles: ['ORG_HEAD'], orgId: county }))),
    ).toBe('FORBIDDEN');
    expect((await office.query('{ workCalendar(year: 2040) { id } }')).data).toEqual({ workCalendar: null });
  });
});
