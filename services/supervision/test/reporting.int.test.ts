import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('weekly reports on %s', (dialect) => {
  let s: Supervision;
  let dutyId: string;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function ask(query: string, variables: Record<string, unknown>, as: Viewer = s.county.people.director) {
    const { data, errors } = await s.office.execute(query, variables, as);
    const [error] = errors ?? [];
    if (error) throw new Error([error.extensions.code, error.extensions.rule].filter(Boolean).join(' '));
    return data;
  }
  const define = async (as: Viewer) => {
    const { county, educationBureau, town } = s.county.orgs;
    const input = {
      name: '周报',
      kind: 'WEEKLY',
      collectorOrgId: county.id,
      reporterOrgIds: [educationBureau.id, town.id],
      fields: [{ key: 'cases_handled', label: '办件' }],
    };
    const query = 'mutation ($input: DefineReportingDutyInput!) { defineReportingDuty(input: $input) { duty { id } } }';
    return (await ask(query, { input }, as)).defineReportingDuty.duty.id as string;
  };
  const report = async (as: Viewer, mutation: string, input: Record<string, unknown>) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { submission { id state attempts { attempt state } } } }`;
    return (await ask(query, { input }, as))[mutation].submission;
  };
  const hand = (as: Viewer, orgId: string, cases = 7, period = '2026-W38') =>
    report(as, 'submitReport', { dutyId, orgId, period, values: [{ key: 'cases_handled', value: cases }] });
  const states = async (asOf: string) => {
    const query = `query ($d: ID!, $a: DateTime) { submissionMatrix(dutyId: $d, periods: ["2026-W38"], asOf: $a) { nodes { orgCode cells { state } } } }`;
    const { submissionMatrix } = await ask(query, { d: dutyId, a: asOf }, s.county.people.admin);
    return Object.fromEntries(
      submissionMatrix.nodes.map((row: { orgCode: string; cells: { state: string }[] }) => [
        row.orgCode,
        row.cells[0]?.state,
      ]),
    );
  };

  it('the office director lays down who owes a report; again, it is changed', async () => {
    await expect(define(s.county.people.supervisor)).rejects.toThrow('FORBIDDEN');
    dutyId = await define(s.county.people.director);
    expect(await define(s.county.people.director)).toBe(dutyId);
    expect(await states('2026-09-18T13:00:00Z')).toEqual({ JC11: 'EXPECTED', JC30: 'EXPECTED' });
    expect(await states('2026-09-18T13:00:01Z')).toEqual({ JC11: 'MISSING', JC30: 'MISSING' });
  });

  it('SUP-9: a unit hands in once a period, again only when it was given back, and sums name who is missing', async () => {
    const { people, orgs } = s.county;
    const { id: submissionId } = await hand(people.educationHead, orgs.educationBureau.id);
    await expect(hand(people.educationHead, orgs.educationBureau.id)).rejects.toThrow('ILLEGAL_TRANSITION');
    await expect(hand(people.educationHead, orgs.town.id)).rejects.toThrow('FORBIDDEN');
    await expect(hand(people.emergencyHead, orgs.emergencyBureau.id)).rejects.toThrow('GUARD_FAILED SUP-9');
    await expect(hand(people.townHead, orgs.town.id, -1)).rejects.toThrow('BAD_USER_INPUT');
    await expect(hand(people.townHead, orgs.town.id, 1, '2026-W39')).rejects.toThrow('BAD_USER_INPUT');
    await expect(report(people.educationHead, 'acceptReport', { submissionId })).rejects.toThrow('FORBIDDEN');

    await report(people.supervisor, 'returnReport', { submissionId, reason: '数据有误' });
    expect(await states('2026-09-14T02:00:00Z')).toMatchObject({ JC11: 'RETURNED' });
    await hand(people.educationHead, orgs.educationBureau.id, 9);
    const { attempts } = await report(people.supervisor, 'acceptReport', { submissionId });
    expect(attempts).toEqual([
      { attempt: 1, state: 'RETURNED' },
      { attempt: 2, state: 'ACCEPTED' },
    ]);
    const sums =
      'query ($d: ID!) { reportSums(dutyId: $d, period: "2026-W38") { sums { key value } accepted missing { id } } }';
    expect((await ask(sums, { d: dutyId })).reportSums).toEqual({
      sums: [{ key: 'cases_handled', value: 9 }],
      accepted: 1,
      missing: [{ id: orgs.town.id }],
    });
  });

  it('shows a report to its unit and its collector, not to other units', async () => {
    const { people, orgs } = s.county;
    const query = `query ($d: ID!, $o: ID!) { reportSubmission(dutyId: $d, orgId: $o, period: "2026-W38") { state } }`;
    const see = async (as: Viewer) =>
      (await ask(query, { d: dutyId, o: orgs.educationBureau.id }, as)).reportSubmission;
    expect(await see(people.educationStaff)).toEqual({ state: 'ACCEPTED' });
    expect(await see(people.director)).toEqual({ state: 'ACCEPTED' });
    expect(await see(people.townHead)).toBeNull();
    expect(await see(people.admin)).toBeNull();
  });

  it('the collector follows every unit, a unit its own reports alone: in the matrix, the sums and the list of reporters', async () => {
    const { people } = s.county;
    const query = `query ($d: ID!) {
      submissionMatrix(dutyId: $d, periods: ["2026-W38"], first: 1) { totalCount nodes { orgCode } pageInfo { hasNextPage } }
      reportSums(dutyId: $d, period: "2026-W38") { sums { value } accepted missing { id } }
      reportingDuties { reporters { totalCount } }
    }`;
    const follow = async (as: Viewer) => {
      const { submissionMatrix: matrix, reportSums: sums, reportingDuties } = await ask(query, { d: dutyId }, as);
      const [duty] = reportingDuties;
      expect(duty.reporters.totalCount).toBe(matrix.totalCount);
      expect(sums.accepted + sums.missing.length).toBe(matrix.totalCount);
      return {
        codes: matrix.nodes.map(({ orgCode }: { orgCode: string }) => orgCode),
        more: matrix.pageInfo.hasNextPage,
      };
    };
    expect(await follow(people.director)).toEqual({ codes: ['JC11'], more: true });
    expect(await follow(people.townHead)).toEqual({ codes: ['JC30'], more: false });
    expect(await follow(people.educationStaff)).toEqual({ codes: ['JC11'], more: false });
    expect(await follow(people.importer)).toEqual({ codes: ['JC11'], more: true });
  });

  it('lays down monthly, quarterly, yearly and ad hoc reports, each with its own day', async () => {
    const { people, orgs } = s.county;
    const lay = async (input: Record<string, unknown>) => {
      const query = `mutation ($input: DefineReportingDutyInput!) { defineReportingDuty(input: $input) {
        duty { id kind dueRule { weekday dayOfMonth on time } } } }`;
      const common = { collectorOrgId: orgs.county.id, reporterOrgIds: [orgs.town.id], fields: [] };
      return (await ask(query, { input: { ...common, ...input } })).defineReportingDuty.duty;
    };
    const monthly = await lay({ name: '月报', kind: 'MONTHLY' });
    expect(monthly.dueRule).toEqual({ weekday: null, dayOfMonth: 25, on: null, time: '17:00' });

    await expect(lay({ name: '月报', kind: 'QUARTERLY' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(lay({ name: '季报', kind: 'QUARTERLY', dueRule: { weekday: 5 } })).rejects.toThrow('BAD_USER_INPUT');
    await expect(lay({ name: '季报', kind: 'QUARTERLY', dueRule: { dayOfMonth: 32 } })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    await expect(lay({ name: '季报', kind: 'QUARTERLY', dueRule: { time: '24:00' } })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    await expect(lay({ name: '专报', kind: 'AD_HOC' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(lay({ name: '专报', kind: 'AD_HOC', dueRule: { on: '2026-09-13' } })).rejects.toThrow(
      'BAD_USER_INPUT',
    );

    const adHoc = await lay({ name: '专报', kind: 'AD_HOC', dueRule: { on: '2026-09-25', time: '12:00' } });
    const handed = (period: string) =>
      report(people.townHead, 'submitReport', { dutyId: adHoc.id, orgId: orgs.town.id, period, values: [] });
    await expect(handed('2026-09-24')).rejects.toThrow('BAD_USER_INPUT');
    expect(await handed('2026-09-25')).toMatchObject({ state: 'SUBMITTED' });
  });

  it('15-5.2: a report is not laid down for a day of a year without a calendar', async () => {
    const { orgs } = s.county;
    const lay = (on: string) => {
      const query =
        'mutation ($input: DefineReportingDutyInput!) { defineReportingDuty(input: $input) { duty { id } } }';
      const common = { name: '年初情况', kind: 'AD_HOC', collectorOrgId: orgs.county.id, fields: [] };
      return ask(query, { input: { ...common, reporterOrgIds: [orgs.town.id], dueRule: { on } } });
    };
    await expect(lay('2027-01-05')).rejects.toThrow('GUARD_FAILED O-6');
    await lay('2026-12-31');
  });
});
