import { systemIds, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { closedRow, takeHazards, takeRows } from './rows.ts';

const system: Viewer = {
  kind: 'system',
  personId: null,
  staffNo: null,
  posts: [],
  clearance: 'TOP_SECRET',
  onBehalfOf: null,
};
const open = { closed_at: '' };
const unjudged = {
  ...open,
  state: 'REPORTED',
  level: '',
  responsible_org: '',
  confirmed_at: '',
  due_date: '',
  measures: '',
};

describe.each(testDialects())('what the ledger counts on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-30T00:00:00Z' });
    const rows = [
      closedRow(office, 98),
      closedRow(office, 99, { closed_at: '2026-09-12 09:00', recurrence_of: '隐〔2025〕3号' }),
      closedRow(office, 100, { ...open, state: 'RECTIFYING', level: 'MAJOR' }),
      closedRow(office, 101, { ...open, state: 'CONFIRMED', due_date: '2026-10-20', responsible_org: 'JC30' }),
      closedRow(office, 102, { ...unjudged }),
      closedRow(office, 103, { ...unjudged, state: 'DISMISSED' }),
      closedRow(office, 104, { ...unjudged, reported_at: '2026-10-05 09:00' }),
    ];
    expect(await takeHazards(office, rows)).toEqual(rows.map(() => 'ACCEPTED'));
  });
  afterAll(() => office.close());

  const board = async (orgId: string, asOf: string | null = null, as: Viewer = office.people.safetyOfficer) => {
    const query = `query ($orgId: ID!, $asOf: DateTime) { hazardBoard(orgId: $orgId, asOf: $asOf) {
      byLevelState { level state count } overdue closedLate recurrence { numerator denominator value } } }`;
    const { hazardBoard } = (await office.execute(query, { orgId, asOf }, as)).data;
    const counts = hazardBoard.byLevelState.map(
      ({ level, state, count }: { level: string | null; state: string; count: number }) => [`${level}/${state}`, count],
    );
    return { ...hazardBoard, byLevelState: Object.fromEntries(counts) };
  };

  it('the board counts what was reported by the moment, as it stood', async () => {
    expect(await board(office.orgs.county.id)).toEqual({
      byLevelState: {
        'GENERAL/CLOSED': 2,
        'GENERAL/CONFIRMED': 1,
        'MAJOR/RECTIFYING': 1,
        'null/DISMISSED': 1,
        'null/REPORTED': 1,
      },
      overdue: ['隐〔2026〕100号'],
      closedLate: ['隐〔2026〕99号'],
      recurrence: { numerator: 1, denominator: 2, value: 0.5 },
    });
    expect(await board(office.orgs.county.id, '2026-09-11T00:00:00Z')).toMatchObject({
      byLevelState: { 'GENERAL/CLOSED': 1, 'GENERAL/RECTIFYING': 1 },
      overdue: ['隐〔2026〕99号', '隐〔2026〕100号'],
      closedLate: [],
    });
    expect(await board(office.orgs.county.id, '2026-09-01T02:00:00Z')).toMatchObject({
      byLevelState: { 'GENERAL/REPORTED': 3, 'MAJOR/REPORTED': 1 },
      recurrence: { numerator: 1, denominator: 0, value: null },
    });
  });

  it('the board of a unit is its own, and shows nothing to whom nothing is open', async () => {
    expect((await board(office.orgs.town.id)).byLevelState).toEqual({ 'GENERAL/CONFIRMED': 1 });
    expect((await board(office.orgs.county.id, null, office.people.auditor)).byLevelState).toEqual({});
  });

  it('importers read counts and codes of what they loaded back, and no row of it', async () => {
    const { importer } = office.people;
    expect(Object.keys((await board(office.orgs.county.id, null, importer)).byLevelState)).toHaveLength(5);

    const query = `query ($orgId: ID!, $codes: [String!]!) {
      passedRechecks(orgId: $orgId, hazardCodes: $codes) { hazardCode recheckNo } hazards { totalCount } }`;
    const codes = ['隐〔2026〕98号', '隐〔2026〕100号'];
    expect((await office.execute(query, { orgId: office.orgs.county.id, codes }, importer)).data).toEqual({
      passedRechecks: [],
      hazards: { totalCount: 0 },
    });
    const tooMany = Array.from({ length: 201 }, (_, index) => `隐〔2026〕${index}号`);
    const refused = await office.execute(query, { orgId: office.orgs.county.id, codes: tooMany }, importer);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'hazardCodes' });
  });

  const month = { from: '2026-09-01T00:00:00+08:00', to: '2026-10-01T00:00:00+08:00', asOf: '2026-09-30T00:00:00Z' };
  async function own(metric: string, changes: Record<string, unknown> = {}, as: Viewer = system) {
    const query = 'query ($input: OwnCountInput!) { securityOwnCount(input: $input) { numerator denominator value } }';
    const { data, errors } = await office.execute(query, { input: { metric, ...month, ...changes } }, as);
    if (errors) return errors[0].extensions.code;
    const { numerator, denominator, value } = data.securityOwnCount;
    return denominator === null ? value : [numerator, denominator];
  }

  it.each([
    ['haz.found', 6],
    ['haz.closedRate', [2, 5]],
    ['haz.onTime', [1, 3]],
    ['haz.majorOpen', 1],
    ['haz.recurrence', [1, 2]],
    ['haz.days.p50', 4 + 8 / 24],
    ['haz.days.p90', 11],
  ])('%s over the month is %j', async (metric, count) => {
    expect(await own(metric)).toEqual(count);
  });

  it('an organisation counts what is its own, without those below; the ledger counts what nobody has to put right', async () => {
    expect(await own('haz.found', { orgId: office.orgs.educationBureau.id })).toBe(3);
    expect(await own('haz.found', { orgId: office.orgs.town.id })).toBe(1);
    expect(await own('haz.found', { orgId: office.orgs.county.id })).toBe(2);
  });

  it('what happened after the moment is not known', async () => {
    expect(await own('haz.closedRate', { asOf: '2026-09-11T00:00:00Z' })).toEqual([1, 5]);
    expect(await own('haz.onTime', { asOf: '2026-09-09T15:00:00Z' })).toEqual([0, 0]);
    expect(await own('haz.days.p50', { asOf: '2026-09-04T00:00:00Z' })).toBeNull();
  });

  it('minutes that a published roster leaves open count within the period, once', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const shift = (no: string, start: string, end: string) => ({
      ...{ shift_no: no, org_code: 'JC01', kind: 'NIGHT', start_at: start, end_at: end, state: 'PUBLISHED' },
      ...{ leader: leader.staffNo ?? '', officers: `${dutyOfficer.staffNo};${window.staffNo}` },
    });
    const header = Object.keys(shift('', '', '')).concat(['backup', 'phone', 'phone_tested', 'handover_open_items']);
    await takeRows(office, 'importDutyRoster', header, [
      shift('A', '2026-09-10 20:00', '2026-09-11 07:50'),
      shift('B', '2026-09-11 08:00', '2026-09-11 20:00'),
    ]);

    expect(await own('duty.gapMinutes')).toBe(10);
    expect(await own('duty.gapMinutes', { from: '2026-09-11T07:55:00+08:00' })).toBe(5);
    expect(await own('duty.gapMinutes', { orgId: office.orgs.town.id })).toBe(0);
  });

  it('an inspection counts once it is carried out, or its day is over without', async () => {
    const task = (no: string, due: string, finished: string, state: string) => ({
      ...{ task_no: no, site_code: office.sites.school.code, kind: 'ROUTINE', due_date: due, state },
      ...{ started_at: finished, finished_at: finished, score: '' },
    });
    const header = Object.keys(task('', '', '', '')).concat(['template', 'inspectors']);
    await takeRows(office, 'importInspections', header, [
      task('JC-1', '2026-09-10', '2026-09-09 10:00', 'CLOSED'),
      task('JC-2', '2026-09-11', '2026-09-14 10:00', 'CLOSED'),
      task('JC-3', '2026-09-12', '', 'MISSED'),
      task('JC-4', '2026-09-13', '', 'PLANNED'),
    ]);

    expect(await own('ins.coverage')).toEqual([2, 3]);
    expect(await own('ins.coverage', { asOf: '2026-09-12T15:59:59Z' })).toEqual([1, 2]);
    expect(await own('ins.coverage', { asOf: '2026-09-12T16:00:00Z' })).toEqual([1, 3]);
    expect(await own('ins.coverage', { orgId: office.orgs.town.id })).toEqual([0, 0]);
  });

  it('answers only the system, and only metrics of its own', async () => {
    expect(await own('haz.found', {}, office.people.auditor)).toBe('FORBIDDEN');
    for (const metric of ['sup.onTime', 'constructor', systemIds.next('haz')]) {
      expect(await own(metric)).toBe('BAD_USER_INPUT');
    }
  });
});
