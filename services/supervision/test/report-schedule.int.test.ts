import { deliverDays } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reporting } from './reports.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const monday = '2026-09-14T01:00:00Z';
const due = '2026-09-18T09:00:00Z';

/** A hand-in at a wrong moment is refused and changes nothing. */
function refusedOnly(error: unknown): void {
  if (!String(error).match(/ILLEGAL_TRANSITION|BAD_USER_INPUT/)) throw error;
}

describe.each(testDialects())('reports expected by the clock on %s', (dialect) => {
  let s: Supervision;
  let r: ReturnType<typeof reporting>;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    r = reporting(s);
  });
  afterAll(() => s.office.close());

  const hand = (dutyId: string, as: Viewer, orgId: string, period: string) => {
    const query = 'mutation ($input: SubmitReportInput!) { submitReport(input: $input) { submission { id } } }';
    return r.ask(query, { input: { dutyId, orgId, period, values: [] } }, as);
  };
  async function reports(dutyId: string): Promise<string[]> {
    const rows = await s.office.db.read.query<{ period: string; code: string; status: string }[]>(
      `SELECT s.period, o.code, s.status FROM report_submissions s JOIN org_replica o ON o.id = s.owner_org_id
       WHERE s.duty_id = ? ORDER BY s.period, o.code`,
      [dutyId],
    );
    return rows.map(({ period, code, status }) => `${period} ${code} ${status}`);
  }
  async function urges(dutyId: string): Promise<string[]> {
    const rows = await s.office.db.read.query<{ period: string; code: string; moment: string }[]>(
      `SELECT s.period, o.code, u.moment FROM report_urges u JOIN report_submissions s ON s.id = u.submission_id
       JOIN org_replica o ON o.id = s.owner_org_id WHERE s.duty_id = ? ORDER BY s.period, o.code, u.moment`,
      [dutyId],
    );
    return rows.map(({ period, code, moment }) => `${period} ${code} ${moment}`);
  }
  const told = async (type: string, dutyId: string): Promise<string[]> =>
    (await s.office.events(type))
      .map(({ data }) => data as { dutyId: string; submissionId: string })
      .filter((data) => data.dutyId === dutyId)
      .map(({ submissionId }) => submissionId);
  const dues = (orgId: string, as: Viewer) =>
    r
      .ask(
        `query ($o: ID!) { _entities(representations: [{ __typename: "Org", id: $o }]) { ... on Org {
        reportsDue { totalCount nodes { period state standing dueAt duty { name } urges { moment } } } } } }`,
        { o: orgId },
        as,
      )
      .then(({ _entities: [org] }) => org.reportsDue);

  it('SUP-9: each unit has exactly one report of each period that has begun, made by whichever instance comes first', async () => {
    s.office.clock.set(monday);
    const dutyId = await r.define('周报');
    await Promise.all([r.settle(), r.settle()]);
    expect(await reports(dutyId)).toEqual(['2026-W38 JC11 EXPECTED', '2026-W38 JC30 EXPECTED']);
    expect((await told('ReportDue', dutyId)).length).toBe(2);

    s.office.clock.set('2026-10-06T00:00:00Z');
    await Promise.all([r.settle(), r.settle()]);
    const weeks = ['2026-W38', '2026-W39', '2026-W40', '2026-W41'];
    expect(await reports(dutyId)).toEqual(weeks.flatMap((week) => [`${week} JC11 EXPECTED`, `${week} JC30 EXPECTED`]));
    expect(new Set(await told('ReportDue', dutyId)).size).toBe(8);
  });

  it('a unit sees what it owes, other units do not, and a hand-in takes it off the list', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set(monday);
    const dutyId = await r.define('旬报', { kind: 'MONTHLY', dueRule: { dayOfMonth: 18 } });
    await r.settle();
    const mine = await dues(orgs.town.id, people.townHead);
    const [owed] = mine.nodes.filter(({ duty }: { duty: { name: string } }) => duty.name === '旬报');
    expect(owed).toEqual({
      period: '2026-09',
      state: 'EXPECTED',
      standing: 'EXPECTED',
      dueAt: '2026-09-18T09:00:00.000Z',
      duty: { name: '旬报' },
      urges: [],
    });
    expect((await dues(orgs.town.id, people.educationStaff)).totalCount).toBe(0);
    await hand(dutyId, people.townHead, orgs.town.id, '2026-09');
    expect((await dues(orgs.town.id, people.townHead)).totalCount).toBe(mine.totalCount - 1);
    expect(await reports(dutyId)).toEqual(['2026-09 JC11 EXPECTED', '2026-09 JC30 SUBMITTED']);
  });

  it('who has not reported is urged four hours before, at the limit and after the grace, once each, and told of as overdue once', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set(monday);
    const dutyId = await r.define('周调度');
    await r.settle();
    s.office.clock.set('2026-09-18T04:59:59Z');
    await r.settle();
    expect(await urges(dutyId)).toEqual([]);
    s.office.clock.set('2026-09-18T05:00:00Z');
    await Promise.all([r.settle(), r.settle()]);
    expect(await urges(dutyId)).toEqual(['2026-W38 JC11 BEFORE_DUE', '2026-W38 JC30 BEFORE_DUE']);

    s.office.clock.set(monday);
    await r.settle();
    await hand(dutyId, people.educationHead, orgs.educationBureau.id, '2026-W38');
    s.office.clock.set('2026-09-19T00:00:00Z');
    await Promise.all([r.settle(), r.settle()]);
    s.office.clock.set('2026-09-18T05:00:00Z');
    await r.settle();
    expect(await urges(dutyId)).toEqual([
      '2026-W38 JC11 BEFORE_DUE',
      '2026-W38 JC30 AFTER_GRACE',
      '2026-W38 JC30 AT_DUE',
      '2026-W38 JC30 BEFORE_DUE',
    ]);
    expect((await told('ReportOverdue', dutyId)).length).toBe(1);
  });

  it('what is over when a duty is laid down is owed by nobody; what is laid down within its period is', async () => {
    s.office.clock.set('2026-09-19T01:00:00Z');
    const late = await r.define('周六起');
    await r.settle();
    expect(await reports(late)).toEqual([]);
    s.office.clock.set('2026-09-21T01:00:00Z');
    await r.settle();
    expect(await reports(late)).toEqual(['2026-W39 JC11 EXPECTED', '2026-W39 JC30 EXPECTED']);
  });

  it('units are told again of a limit that moved, with its grace, and of nothing that stayed', async () => {
    s.office.clock.set(monday);
    const dutyId = await r.define('周研判');
    await r.settle();
    const limits = async () =>
      (await s.office.events('ReportDue'))
        .map(({ data }) => data as { dutyId: string; dueAt: string; graceUntil: string })
        .filter((data) => data.dutyId === dutyId)
        .map(({ dueAt, graceUntil }) => `${dueAt} ${graceUntil}`);
    const friday = '2026-09-18T09:00:00.000Z 2026-09-18T13:00:00.000Z';
    expect(await limits()).toEqual([friday, friday]);
    await r.define('周研判');
    expect((await limits()).length).toBe(2);
    await r.define('周研判', { graceHours: 6 });
    const longer = '2026-09-18T09:00:00.000Z 2026-09-18T15:00:00.000Z';
    expect((await limits()).slice(2)).toEqual([longer, longer]);
    await r.define('周研判', { graceHours: 6, dueRule: { weekday: 4 } });
    const thursday = '2026-09-17T09:00:00.000Z 2026-09-17T15:00:00.000Z';
    expect((await limits()).slice(4)).toEqual([thursday, thursday]);
  });

  it('who joins a duty owes what still runs, who leaves it is not urged, and an ended duty expects nothing', async () => {
    const { orgs } = s.county;
    s.office.clock.set(monday);
    const dutyId = await r.define('周要情', { reporterOrgIds: [orgs.town.id] });
    await r.settle();
    await r.define('周要情', { reporterOrgIds: [orgs.educationBureau.id] });
    s.office.clock.set(due);
    await r.settle();
    expect(await reports(dutyId)).toEqual(['2026-W38 JC11 EXPECTED', '2026-W38 JC30 EXPECTED']);
    expect(await urges(dutyId)).toEqual(['2026-W38 JC11 AT_DUE', '2026-W38 JC11 BEFORE_DUE']);
    await r.define('周要情', { active: false });
    s.office.clock.set('2026-09-28T01:00:00Z');
    await r.settle();
    expect((await reports(dutyId)).length).toBe(2);
    expect((await urges(dutyId)).length).toBe(2);
  });

  it('what is asked ad hoc is expected at once, and again when another day is laid down; the earlier one is still taken', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set(monday);
    const adHoc = (on: string) => r.define('专报', { kind: 'AD_HOC', dueRule: { on } });
    const dutyId = await adHoc('2026-09-16');
    await r.settle();
    await adHoc('2026-09-22');
    await r.settle();
    const both = ['2026-09-16', '2026-09-22'];
    expect(await reports(dutyId)).toEqual(both.flatMap((day) => [`${day} JC11 EXPECTED`, `${day} JC30 EXPECTED`]));
    s.office.clock.set('2026-09-16T13:00:00Z');
    await r.settle();
    expect((await urges(dutyId)).filter((line) => line.startsWith('2026-09-16')).length).toBe(6);
    expect((await urges(dutyId)).length).toBe(6);
    await hand(dutyId, people.townHead, orgs.town.id, '2026-09-16');
    await expect(hand(dutyId, people.townHead, orgs.town.id, '2026-09-17')).rejects.toThrow('BAD_USER_INPUT');
  });

  it('a unit corrects what it handed in until it is decided on, and what it was stays', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set(monday);
    const dutyId = await r.define('隐患周报', { fields: [{ key: 'found', label: '发现隐患' }] });
    const orgId = orgs.educationBureau.id;
    const report = async (as: Viewer, mutation: string, input: Record<string, unknown>) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const fields =
        'id version state allowedActions attempts { attempt state values { value } submittedBy { id } decidedBy { id } }';
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { submission { ${fields} } } }`;
      return (await r.ask(query, { input }, as))[mutation].submission;
    };
    const found = (value: number) => ({ values: [{ key: 'found', value }] });
    const handed = await report(people.educationHandler, 'submitReport', {
      dutyId,
      orgId,
      period: '2026-W38',
      ...found(7),
    });
    expect(handed.allowedActions).toEqual(['CORRECT']);
    const submissionId = handed.id;
    await expect(report(people.townHead, 'correctReport', { submissionId, ...found(1) })).rejects.toThrow('NOT_FOUND');
    await expect(report(people.supervisor, 'correctReport', { submissionId, ...found(1) })).rejects.toThrow(
      'FORBIDDEN',
    );
    const stale = { submissionId, expectedVersion: handed.version - 1, ...found(1) };
    await expect(report(people.educationHead, 'correctReport', stale)).rejects.toThrow('CONFLICT_VERSION');
    await expect(report(people.educationHead, 'correctReport', { submissionId, values: [] })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    await report(people.educationHead, 'correctReport', { submissionId, ...found(8) });
    const accepted = await report(people.supervisor, 'acceptReport', { submissionId });
    const attempt = (number: number, state: string, value: number, by: Viewer, decider: Viewer | null) => ({
      ...{ attempt: number, state, values: [{ value }], submittedBy: { id: by.personId } },
      decidedBy: decider && { id: decider.personId },
    });
    expect(accepted.attempts).toEqual([
      attempt(1, 'CORRECTED', 7, people.educationHandler, null),
      attempt(2, 'ACCEPTED', 8, people.educationHead, people.supervisor),
    ]);
    await expect(report(people.educationHead, 'correctReport', { submissionId, ...found(9) })).rejects.toThrow(
      'ILLEGAL_TRANSITION',
    );
    const sums = `query ($d: ID!) { reportSums(dutyId: $d, period: "2026-W38") { sums { value } accepted } }`;
    expect((await r.ask(sums, { d: dutyId })).reportSums).toEqual({ sums: [{ value: 8 }], accepted: 1 });
    const [event] = (await s.office.events('ReportSubmitted')).filter(({ subject }) => subject === submissionId);
    expect(Object.keys(event?.data as object)).not.toContain('summary');
  });

  it('the director exempts a unit with a reason: it is not urged, not missing, and was before', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set(monday);
    const dutyId = await r.define('防汛周报');
    await r.settle();
    const read = `query ($d: ID!, $o: ID!) { reportSubmission(dutyId: $d, orgId: $o, period: "2026-W38") {
      id state standing exemptReason exemptedBy { id } allowedActions } }`;
    const find = async (as: Viewer) => (await r.ask(read, { d: dutyId, o: orgs.town.id }, as)).reportSubmission;
    const { id: submissionId } = await find(people.director);
    expect((await find(people.director)).allowedActions).toEqual(['EXEMPT']);
    const exempt = (as: Viewer, reason = '撤乡并镇') => {
      const query = 'mutation ($input: ExemptReportInput!) { exemptReport(input: $input) { submission { state } } }';
      return r.ask(query, { input: { submissionId, reason } }, as);
    };
    await expect(exempt(people.supervisor)).rejects.toThrow('FORBIDDEN');
    await expect(exempt(people.townHead)).rejects.toThrow('FORBIDDEN');
    await expect(exempt(people.director, ' ')).rejects.toThrow('BAD_USER_INPUT');
    s.office.clock.set(due);
    await exempt(people.director);
    await expect(exempt(people.director)).rejects.toThrow('ILLEGAL_TRANSITION');
    await expect(hand(dutyId, people.townHead, orgs.town.id, '2026-W38')).rejects.toThrow('ILLEGAL_TRANSITION');
    expect(await find(people.townHead)).toMatchObject({
      ...{ state: 'EXEMPTED', standing: 'EXEMPTED', exemptReason: '撤乡并镇', allowedActions: [] },
      exemptedBy: { id: people.director.personId },
    });
    await r.settle();
    expect(await urges(dutyId)).not.toContain('2026-W38 JC30 AT_DUE');
    const sums = `query ($d: ID!) { reportSums(dutyId: $d, period: "2026-W38") { accepted exempted missing { id } }
      before: submissionMatrix(dutyId: $d, periods: ["2026-W38"], asOf: "2026-09-18T08:00:00Z") { nodes { cells { state } } }
      after: submissionMatrix(dutyId: $d, periods: ["2026-W38"], asOf: "2026-09-19T08:00:00Z") { nodes { cells { state } } } }`;
    const told = await r.ask(sums, { d: dutyId });
    expect(told.reportSums).toEqual({ accepted: 0, exempted: 1, missing: [{ id: orgs.educationBureau.id }] });
    const state = (name: string) => ({ cells: [{ state: name }] });
    expect(told.before.nodes).toEqual([state('EXPECTED'), state('EXPECTED')]);
    expect(told.after.nodes).toEqual([state('MISSING'), state('EXEMPTED')]);
    const [event] = await s.office.events('ReportExempted');
    expect(JSON.stringify(event)).not.toContain('撤乡并镇');
  });

  it('a limit that is laid down anew, or moved by a calendar, moves what is owed already', async () => {
    const { people, orgs } = s.county;
    s.office.clock.set('2026-10-12T01:00:00Z');
    const dutyId = await r.define('周调度会', { dueRule: { weekday: 4 } });
    for (let run = 0; run < 4; run += 1) await r.settle();
    const query = `query ($d: ID!, $o: ID!) {
      reportSubmission(dutyId: $d, orgId: $o, period: "2026-W42") { dueAt duty { dueAt(period: "2026-W42") } }
      submissionMatrix(dutyId: $d, periods: ["2026-W42"]) { nodes { cells { dueAt } } }
    }`;
    const dueNow = async () => {
      const { reportSubmission: report, submissionMatrix } = await r.ask(
        query,
        { d: dutyId, o: orgs.town.id },
        people.townHead,
      );
      expect(report.duty.dueAt).toBe(report.dueAt);
      expect(submissionMatrix.nodes[0].cells[0].dueAt).toBe(report.dueAt);
      return report.dueAt;
    };
    expect(await dueNow()).toBe('2026-10-15T09:00:00.000Z');
    await r.define('周调度会', { dueRule: { weekday: 4, time: '12:00' } });
    expect(await dueNow()).toBe('2026-10-15T04:00:00.000Z');
    await deliverDays(s.office, { '2026-10-15': 'HOLIDAY' });
    expect(await dueNow()).toBe('2026-10-14T04:00:00.000Z');
  });

  it('SUP-9: whatever the clock does and however often the timer runs, nothing is expected or urged twice, and nobody is forgotten', async () => {
    const { people, orgs } = s.county;
    const chance = new Chance();
    const start = Date.parse(monday);
    s.office.clock.set(monday);
    const units = [
      { org: orgs.educationBureau, head: people.educationHead },
      { org: orgs.town, head: people.townHead },
      { org: orgs.emergencyBureau, head: people.emergencyHead },
    ];
    const reporterOrgIds = units.map(({ org }) => org.id);
    const dutyId = await r.define('任意周报', { reporterOrgIds });
    let latest = start;
    for (let step = 0; step < 40; step += 1) {
      const days = chance.pick([0, 1, 3, 4, 4.16, 4.33, 4.5, 7, 10, 11, 16, 18, 25]) ?? 0;
      const jump = start + days * 86_400_000;
      s.office.clock.set(new Date(jump).toISOString());
      latest = Math.max(latest, jump);
      if (chance.pick([true, false])) await Promise.all([r.tick(), r.tick()]);
      const unit = chance.pick([...units, undefined]);
      const period = chance.pick(['2026-W38', '2026-W39', '2026-W40', '2026-W41']) ?? '';
      if (unit) await hand(dutyId, unit.head, unit.org.id, period).catch(refusedOnly);
    }
    s.office.clock.set(new Date(latest + 86_400_000).toISOString());
    await r.settle();
    await r.settle();
    const { seed } = chance;
    const each = (things: readonly string[]) => expect({ seed, twice: things.length - new Set(things).size });
    const found = (await reports(dutyId)).map((line) => line.split(' '));
    const cells = found.map(([period, code]) => `${period} ${code}`);
    each(cells).toEqual({ seed, twice: 0 });
    const begun = new Set(found.map(([period]) => period));
    expect({ seed, cells: cells.length }).toEqual({ seed, cells: begun.size * units.length });
    const reminded = await urges(dutyId);
    each(reminded).toEqual({ seed, twice: 0 });
    each(await told('ReportDue', dutyId)).toEqual({ seed, twice: 0 });
    const overdue = await told('ReportOverdue', dutyId);
    each(overdue).toEqual({ seed, twice: 0 });
    expect({ seed, overdue: overdue.length }).toEqual({
      seed,
      overdue: reminded.filter((line) => line.endsWith('AFTER_GRACE')).length,
    });
  });
});
