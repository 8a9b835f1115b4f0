import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { countedMetrics } from '../src/measuring/rollup-counting.timers.ts';
import { targets } from '../src/scorecard/targets.ts';
import { type Figures, september, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

const scorecardFields = `org { id } period { label } asOf rows { metric { name } value numerator denominator suppressed target rank ranked delta }`;

describe.each(testDialects())('around the figures on %s', (dialect) => {
  let office: Figures;
  const own = new Map<string, object | 'down'>();
  beforeAll(async () => {
    office = await startFigures(dialect, on('10-12'), (owner, { variables }) => {
      const counted = own.get(owner);
      if (counted === 'down') throw new Error('ECONNREFUSED');
      return Object.fromEntries(Object.keys(variables ?? {}).map((name) => [name.replace('i', 'm'), counted ?? zero]));
    });
    const tell = tellers(office);
    const { emergencyBureau, educationBureau, rescueDivision } = office.orgs;
    await tell.call(on('9-1'), 'ANSWERED', { orgId: emergencyBureau.id });
    await tell.call(on('9-2'), 'MISSED', { orgId: rescueDivision.id, line: '=HYPERLINK("x")' });
    await tell.call(on('9-2'), 'ANSWERED', { orgId: educationBureau.id });
    await tell.call(on('8-20'), 'ANSWERED', { orgId: emergencyBureau.id });
    for (const [orgId, n] of [
      [emergencyBureau.id, 4],
      [educationBureau.id, 6],
    ] as const) {
      for (let one = 0; one < n; one += 1) await tell.rating(on('9-5'), 5, { orgId });
    }
  });
  afterAll(() => office.close());
  const zero = { numerator: 0, denominator: null, value: 0 };

  async function scorecard(orgId: string, as = office.analyst) {
    const { data, errors } = await office.execute(
      `query ($orgId: ID!, $from: DateTime!, $to: DateTime!) { scorecard(orgId: $orgId, from: $from, to: $to) { ${scorecardFields} } }`,
      { orgId, ...september },
      as,
    );
    return errors ? errors[0].extensions : data.scorecard;
  }
  interface Row {
    readonly metric: { readonly name: string };
  }
  const rowOf = (card: { rows: Row[] }, name: string) => card.rows.find(({ metric }) => metric.name === name);

  it('a scorecard sets an organisation with all below it beside its neighbours and the period before', async () => {
    const card = await scorecard(office.orgs.emergencyBureau.id);
    expect(card).toMatchObject({
      org: { id: office.orgs.emergencyBureau.id },
      period: { label: '2026-09-01/2026-09-30' },
    });
    expect(card.rows.map(({ metric }: Row) => metric.name)).toEqual(targets.map(({ metric }) => metric));
    expect(rowOf(card, 'call.connectRate')).toMatchObject({
      value: 0.5,
      numerator: 1,
      denominator: 2,
      rank: 2,
      ranked: 2,
      delta: -0.5,
    });
    // Nothing lost anywhere is a draw, and not a place among none.
    expect(rowOf(card, 'call.lost')).toMatchObject({ value: 0, rank: 1, ranked: 4 });
    expect(rowOf(card, 'case.count')).toMatchObject({ value: 0, rank: null, ranked: 0, delta: 0 });
  });

  it('A-4: a scorecard hides few people and does not rank them', async () => {
    const card = await scorecard(office.orgs.emergencyBureau.id);
    expect(rowOf(card, 'sat.public')).toMatchObject({ value: null, suppressed: true, rank: null, delta: null });
  });

  it('scenario 18: four raters of a unit are hidden, and with them the unit that would tell of them by subtraction', async () => {
    const { points, total } = await office.metric('sat.public', { by: ['ORG'] });
    expect(total).toMatchObject({ denominator: 10, value: 100 });
    expect(points).toHaveLength(2);
    for (const point of points) {
      expect(point).toMatchObject({ value: null, numerator: null, denominator: null, suppressed: true });
    }
    const where = { orgId: office.orgs.emergencyBureau.id };
    expect((await office.metric('sat.public', { where })).total).toMatchObject({ value: null, suppressed: true });
    // Six are enough by themselves, but ten of the county less these six are the four.
    const beside = { orgId: office.orgs.educationBureau.id };
    expect((await office.metric('sat.public', { where: beside })).total).toMatchObject({
      value: null,
      suppressed: true,
    });
    expect((await office.metric('sat.public', { where: { orgId: office.orgs.county.id } })).total).toMatchObject({
      denominator: 10,
      suppressed: false,
    });
  });

  it('A-5: a scorecard is for those whose posts cover the organisation', async () => {
    const { emergencyBureau, educationBureau } = office.orgs;
    const head = viewerOf(office, ['ORG_HEAD'], emergencyBureau.id);
    expect(await scorecard(emergencyBureau.id, head)).not.toBeNull();
    expect(await scorecard(educationBureau.id, head)).toBeNull();
    const query = `query ($r: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $r) {
      ... on Org { id scorecard(from: $from, to: $to) { org { id } } } } }`;
    const r = [emergencyBureau, educationBureau].map(({ id }) => ({ __typename: 'Org', id }));
    const { data } = await office.execute(query, { r, ...september }, head);
    expect(data._entities.map(({ scorecard: card }: { scorecard: unknown }) => card)).toEqual([
      { org: { id: emergencyBureau.id } },
      null,
    ]);
  });

  async function reconcile(metrics: readonly string[] | null, args = {}, as = viewerOf(office, ['ANALYST'], null)) {
    const { data, errors } = await office.execute(
      `query ($metrics: [String!], $from: DateTime!, $to: DateTime!, $orgId: ID) {
        reconcile(metrics: $metrics, from: $from, to: $to, orgId: $orgId) {
          metric { name } own { numerator denominator value } projected { numerator denominator value } difference } }`,
      { metrics, ...september, ...args },
      as,
    );
    return errors ? errors[0].extensions : data.reconcile;
  }

  it('A-7: sets every figure that has one owner beside the owner’s count and shows the difference', async () => {
    own.set('reception', { numerator: 5, denominator: null, value: 5 });
    expect(await reconcile(['call.total', 'sat.index'])).toEqual([
      {
        metric: { name: 'call.total' },
        own: { numerator: 5, denominator: null, value: 5 },
        projected: { numerator: 3, denominator: null, value: 3 },
        difference: 2,
      },
      { metric: { name: 'sat.index' }, own: null, projected: expect.anything(), difference: null },
    ]);
    own.set('reception', zero);
    const [exact] = await reconcile(['call.total'], { orgId: office.orgs.county.id });
    expect(exact).toMatchObject({ projected: { value: 0 }, difference: 0 });
    expect((await reconcile(null)).length).toBeGreaterThan(countedMetrics.length);
  });

  it('A-7: an owner that is down leaves its figures without a count and the others with theirs', async () => {
    own.set('security', 'down');
    const [hazards, calls] = await reconcile(['haz.found', 'call.total']);
    expect(hazards).toMatchObject({ own: null, difference: null });
    expect(calls).toMatchObject({ own: { value: 0 }, difference: 3 });
  });

  it('reconciles for analysts and administration only', async () => {
    for (const role of ['ORG_HEAD', 'AUDITOR'])
      expect(await reconcile(['call.total'], {}, viewerOf(office, [role], null))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await reconcile(['call.total'], {}, viewerOf(office, ['ADMIN'], null))).toHaveLength(1);
    expect(await reconcile(['call.none'])).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  async function exported(format: 'CSV' | 'XLSX') {
    const { data, errors } = await office.execute(
      `query ($input: MetricQueryInput!, $format: ExportFormat!) { metricExport(input: $input, format: $format) { fileName mimeType base64 rows } }`,
      { input: { metrics: ['call.total', 'call.connectRate'], where: september, by: ['CHANNEL'] }, format },
      office.analyst,
    );
    expect(errors).toBeUndefined();
    return { ...data.metricExport, bytes: Buffer.from(data.metricExport.base64, 'base64') };
  }

  it('exports CSV in which a hostile line number is text', async () => {
    const { bytes, fileName, rows } = await exported('CSV');
    expect(fileName).toBe('figures-2026-09-01.csv');
    expect(rows).toBe(2);
    expect(bytes.toString('utf8')).toBe(
      '\uFEFFperiod,CHANNEL,call.total,call.connectRate\n' +
        `2026-09-01/2026-09-30,"'=HYPERLINK(""x"")",1,0\n2026-09-01/2026-09-30,A,2,1\n`,
    );
  });

  it('exports a workbook without a formula, numbers as numbers', async () => {
    const { bytes, mimeType } = await exported('XLSX');
    expect(mimeType).toContain('spreadsheetml');
    const files = unzipSync(bytes);
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    const texts = strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array());
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>2</v>');
    expect(texts).toContain(`&apos;=HYPERLINK`.replace('&apos;', ''));
  });
});
