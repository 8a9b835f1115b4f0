import { OrgReplicaEntity } from '@chengqi/office-kernel/testing';
import { systemIds } from '@chengqi/service-kit';
import { aViewer, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportAttemptEntity, ReportSubmissionEntity } from '../src/reporting/reporting.entity.ts';
import type { ReportAttempt, ReportSubmission } from '../src/reporting/reporting.ts';
import { reporting } from './reports.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const period = '2026-W38';
const monday = '2026-09-14T01:00:00Z';

interface Unit {
  readonly id: string;
  readonly code: string;
  readonly fate: 'MISSING' | 'RETURNED' | 'LATE' | 'LAST_MINUTE' | 'ON_TIME';
  readonly cases: number;
}

/** 7 of a hundred report nothing, 3 are given back, 2 come in the last hours and 1 after the grace. */
const fateOf = (at: number): Unit['fate'] => {
  const place = at % 100;
  if (place < 7) return 'MISSING';
  if (place < 10) return 'RETURNED';
  if (place < 12) return 'LAST_MINUTE';
  return place === 12 ? 'LATE' : 'ON_TIME';
};

describe.each(testDialects())('scenario 12 on %s: the wave of weekly reports', (dialect) => {
  const statements: Record<string, number>[] = [];
  let s: Supervision;
  let r: ReturnType<typeof reporting>;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    r = reporting(s);
  });
  afterAll(() => s.office.close());

  async function unitsOf(count: number, prefix: string): Promise<Unit[]> {
    const { county } = s.county.orgs;
    const known = await s.office.db.read.getRepository(OrgReplicaEntity).findOneByOrFail({ id: county.id });
    const units = Array.from({ length: count }, (_, at): Unit => {
      const code = `${prefix}${String(at).padStart(5, '0')}`;
      return { id: systemIds.next('org'), code, fate: fateOf(at), cases: (at % 50) + 0.1 };
    });
    await s.office.kit.transact((tx) =>
      tx.insertAll(
        OrgReplicaEntity,
        units.map(({ id, code }) => ({
          ...known,
          id,
          code,
          name: code,
          parentId: county.id,
          path: `${county.path}${id}/`,
        })),
      ),
    );
    return units;
  }

  /** Who was there before: hand-ins as the service stores them, those of the first three by the act itself. */
  async function handIn(dutyId: string, units: readonly Unit[], at: string): Promise<void> {
    s.office.clock.set(at);
    for (const { id: orgId, cases } of units.slice(0, 3)) {
      const input = { dutyId, orgId, period, values: [{ key: 'cases', value: cases }] };
      await r.act(aViewer({ roles: ['ORG_HEAD'], orgId }), 'submitReport', input, 'submission { id }');
    }
    const rest = new Map(units.slice(3).map((unit) => [unit.id, unit]));
    const known = await s.office.db.read.getRepository<ReportSubmission>(ReportSubmissionEntity).findBy({ dutyId });
    const attempts = known
      .filter(({ ownerOrgId }) => rest.has(ownerOrgId))
      .map(
        ({ id: submissionId, ownerOrgId }): ReportAttempt => ({
          ...{ id: systemIds.next('rpa'), submissionId, attempt: 1, submittedById: null, submittedAt: new Date(at) },
          ...{
            state: 'SUBMITTED',
            decidedAt: null,
            decidedById: null,
            returnReason: null,
            summary: null,
            nextPlan: null,
          },
          values: { cases: rest.get(ownerOrgId)?.cases ?? 0 },
        }),
      );
    await s.office.kit.transact(async (tx) => {
      await tx.insertAll(ReportAttemptEntity, attempts);
      await tx.manager.query(
        `UPDATE report_submissions SET status = 'SUBMITTED' WHERE duty_id = ? AND status = 'EXPECTED'
          AND id IN (SELECT submission_id FROM report_attempts)`,
        [dutyId],
      );
    });
  }

  /** The collector's word on what was handed in: the first of each kind by the act itself. */
  async function decide(
    dutyId: string,
    units: readonly Unit[],
    action: 'acceptReport' | 'returnReport',
  ): Promise<void> {
    const owners = new Set(units.map(({ id }) => id));
    const known = await s.office.db.read.getRepository<ReportSubmission>(ReportSubmissionEntity).findBy({ dutyId });
    const ids = known.filter(({ ownerOrgId }) => owners.has(ownerOrgId)).map(({ id }) => id);
    const reason = action === 'returnReport' ? { reason: '数据有误' } : {};
    for (const submissionId of ids.slice(0, 3))
      await r.act(s.county.people.supervisor, action, { submissionId, ...reason }, 'submission { id }');
    const state = action === 'acceptReport' ? 'ACCEPTED' : 'RETURNED';
    await s.office.kit.transact(async (tx) => {
      for (let from = 3; from < ids.length; from += 5000) {
        const some = ids.slice(from, from + 5000);
        const places = some.map(() => '?').join(', ');
        const now = tx.now.toISOString().slice(0, 23).replace('T', ' ');
        await tx.manager.query(`UPDATE report_submissions SET status = ? WHERE id IN (${places})`, [state, ...some]);
        await tx.manager.query(
          `UPDATE report_attempts SET state = ?, decided_at = ? WHERE submission_id IN (${places})`,
          [state, now, ...some],
        );
      }
    });
  }

  async function everyRow(dutyId: string, field: (after: string | null) => string, of: (data: never) => unknown) {
    const nodes: { orgCode: string; state?: string; cells?: { state: string }[] }[] = [];
    for (let after: string | null = null; ; ) {
      const data = await r.ask(field(after), { d: dutyId });
      // biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary queries
      const page = of(data as never) as any;
      nodes.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return nodes;
      after = page.pageInfo.endCursor;
    }
  }
  const cursor = (after: string | null) => (after === null ? '' : `, after: "${after}"`);
  const matrix = (
    after: string | null,
  ) => `query ($d: ID!) { submissionMatrix(dutyId: $d, periods: ["${period}"], first: 100
    ${cursor(after)}) { nodes { orgCode cells { state } } pageInfo { hasNextPage endCursor } } }`;
  const missing = (after: string | null) => `query ($d: ID!) { consolidation(dutyId: $d, period: "${period}") {
    missing(first: 100${cursor(after)}) { nodes { orgCode state } pageInfo { hasNextPage endCursor } } } }`;
  const consolidation = `query ($d: ID!) { consolidation(dutyId: $d, period: "${period}") {
    figures { units accepted missing totals { value } } } }`;
  const sums = `query ($d: ID!) { reportSums(dutyId: $d, period: "${period}") { sums { value } accepted missing { id } } }`;
  const urges = async (dutyId: string): Promise<Record<string, number>> => {
    const rows = await s.office.db.read.query<{ moment: string; n: string | number; m: string | number }[]>(
      `SELECT moment, COUNT(*) AS n, COUNT(DISTINCT submission_id) AS m FROM report_urges WHERE submission_id IN
        (SELECT id FROM report_submissions WHERE duty_id = ?) GROUP BY moment`,
      [dutyId],
    );
    for (const { n, m } of rows) expect(Number(n)).toBe(Number(m));
    return Object.fromEntries(rows.map(({ moment, n }) => [moment, Number(n)]));
  };

  it.each([
    [120, 'S'],
    [12_000, 'L'],
  ])(
    'with %i reporters: matrix exact, urged at three moments once each, sums equal, every missing one named',
    async (count, prefix) => {
      s.office.clock.set(monday);
      const units = await unitsOf(count, prefix);
      const of = (...fates: Unit['fate'][]) => units.filter(({ fate }) => fates.includes(fate));
      const reporterOrgIds = units.map(({ id }) => id);
      const fields = [{ key: 'cases', label: '办件' }];
      const dutyId = await r.define(`周报${count}`, { reporterOrgIds: reporterOrgIds.slice(0, 5000), fields });
      for (let from = 5000; from < count; from += 5000) {
        const input = { dutyId, reporterOrgIds: reporterOrgIds.slice(from, from + 5000) };
        await r.act(s.county.people.director, 'addDutyReporters', input, 'duty { id }');
      }
      await r.settle();

      await handIn(dutyId, of('ON_TIME', 'RETURNED'), '2026-09-17T01:00:00Z');
      s.office.clock.set('2026-09-18T05:00:00Z');
      await r.settle();
      await handIn(dutyId, of('LAST_MINUTE'), '2026-09-18T08:30:00Z');
      for (const moment of ['2026-09-18T09:00:00Z', '2026-09-18T13:00:00Z']) {
        s.office.clock.set(moment);
        await Promise.all([r.settle(), r.settle()]);
      }
      await handIn(dutyId, of('LATE'), '2026-09-18T14:00:00Z');
      await decide(dutyId, of('ON_TIME', 'LAST_MINUTE', 'LATE'), 'acceptReport');
      await decide(dutyId, of('RETURNED'), 'returnReport');

      expect(await urges(dutyId)).toEqual({
        BEFORE_DUE: of('MISSING', 'LATE', 'LAST_MINUTE').length,
        AT_DUE: of('MISSING', 'LATE').length,
        AFTER_GRACE: of('MISSING', 'LATE').length,
      });
      const stands = {
        LAST_MINUTE: 'ON_TIME',
        ON_TIME: 'ON_TIME',
        LATE: 'LATE',
        MISSING: 'MISSING',
        RETURNED: 'RETURNED',
      };
      const rows = await everyRow(dutyId, matrix, ({ submissionMatrix }) => submissionMatrix);
      expect(rows.map(({ orgCode, cells }) => `${orgCode} ${cells?.[0]?.state}`)).toEqual(
        units.map(({ code, fate }) => `${code} ${stands[fate]}`),
      );

      const accepted = of('ON_TIME', 'LAST_MINUTE', 'LATE');
      const tenths = accepted.reduce((sum, { cases }) => sum + Math.round(cases * 10), 0);
      const without = of('MISSING', 'RETURNED');
      const told = (await r.ask(sums, { d: dutyId })).reportSums;
      expect(told).toMatchObject({ sums: [{ value: tenths / 10 }], accepted: accepted.length });
      expect(told.missing).toEqual(without.map(({ id }) => ({ id })));

      const draft = { dutyId, period, narrative: '全县周报。' };
      const { consolidation: drafted } = await r.act(
        s.county.people.supervisor,
        'consolidate',
        draft,
        'consolidation { id }',
      );
      const draftRows = await everyRow(dutyId, missing, ({ consolidation: { missing: page } }) => page);
      const input = { consolidationId: drafted.id };
      await r.act(s.county.people.director, 'finalizeConsolidation', input, 'consolidation { id }');
      const finalRows = await everyRow(dutyId, missing, ({ consolidation: { missing: page } }) => page);
      expect(finalRows).toEqual(draftRows);
      expect(finalRows.map(({ orgCode, state }) => `${orgCode} ${state}`)).toEqual(
        without.map(({ code, fate }) => `${code} ${fate === 'MISSING' ? 'EXPECTED' : 'RETURNED'}`),
      );
      expect((await r.ask(consolidation, { d: dutyId })).consolidation.figures).toEqual({
        ...{ units: count, accepted: accepted.length, missing: without.length },
        totals: [{ value: tenths / 10 }],
      });

      const questions = { matrix: matrix(null), missing: missing(null), consolidation, sums };
      const counted: Record<string, number> = {};
      for (const [name, query] of Object.entries(questions))
        counted[name] = await statementsOf(() => s.office.execute(query, { d: dutyId }, s.county.people.director));
      statements.push(counted);
    },
  );

  it('asks the same number of statements of 120 and of 12,000 reporters', () => {
    const [few, many] = statements;
    expect(many).toEqual(few);
  });
});
