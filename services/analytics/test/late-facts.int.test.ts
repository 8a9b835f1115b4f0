import { callMissed, callRestated } from '@chengqi/schemas/events/reception';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Figures, idOf, september, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

describe.each(testDialects())('facts that came late, on %s', (dialect) => {
  let office: Figures;
  let tell: ReturnType<typeof tellers>;
  let director: ReturnType<typeof viewerOf>;
  const known: Record<string, string> = {};
  beforeAll(async () => {
    office = await startFigures(dialect, on('9-5', '12:00'));
    tell = tellers(office);
    director = viewerOf(office, ['OFFICE_DIRECTOR', 'SUPERVISOR', 'SAFETY_OFFICER'], null);
    await tell.hazard(on('9-5', '08:00'));
    known.closedLate = await tell.hazard(on('9-5', '09:00'), { dueAt: on('9-20') });
    office.clock.set(on('9-6', '00:30'));
    known.overnight = await tell.hazard(on('9-5', '23:50'));
    office.clock.set(on('10-12', '10:00'));
    known.long = await tell.hazard(on('9-12', '15:00'));
    const imported = tellers({ ...office, told: (contract, subject, data) => history(contract, subject, data) });
    await imported.hazard(on('9-12', '16:00'));
  });
  afterAll(() => office.close());

  const history: Figures['told'] = (contract, subject, data) =>
    office.told(contract, subject, data, { provenance: 'imported' });

  async function late(metric = 'haz.found', more: Record<string, unknown> = {}, as = office.analyst) {
    const { where, ...rest } = more;
    const { data, errors } = await office.execute(
      `query ($metric: String!, $where: MetricFilter!, $first: Int, $after: String) {
        lateFacts(metric: $metric, where: $where, first: $first, after: $after) {
          totalCount pageInfo { endCursor hasNextPage }
          nodes { type org { id } at day knownAt daysLate entity { ... on Hazard { id } } } } }`,
      { metric, where: { ...september, ...(where as object) }, ...rest },
      as,
    );
    return errors ? errors[0].extensions : data.lateFacts;
  }
  const days = async (metric: string, where: object = {}) =>
    (await late(metric, { where })).nodes.map(({ day, daysLate }: { day: string; daysLate: number }) => [
      ...[day, daysLate],
    ]);

  it('A-3 are those whose day was over when their owner told of them, and no history that was imported', async () => {
    const org = { id: office.orgs.emergencyBureau.id };
    expect(await late()).toEqual({
      totalCount: 2,
      pageInfo: { endCursor: expect.any(String), hasNextPage: false },
      nodes: [
        {
          ...{ type: 'HAZARD', org, at: '2026-09-12T07:00:00.000Z', day: '2026-09-12', daysLate: 30, entity: null },
          knownAt: '2026-10-12T02:00:00.000Z',
        },
        {
          ...{ type: 'HAZARD', org, at: '2026-09-05T15:50:00.000Z', day: '2026-09-05', daysLate: 1, entity: null },
          knownAt: '2026-09-05T16:30:00.000Z',
        },
      ],
    });
  });

  it('each moment of a fact comes late by itself', async () => {
    expect(await days('haz.recurrence')).toEqual([]);
    await tell.closeHazard(known.closedLate ?? '', on('9-25', '10:00'));
    expect(await days('haz.recurrence')).toEqual([['2026-09-25', 17]]);
    expect(await days('haz.found')).toHaveLength(2);
  });

  it('the last that its owner told counts, whenever it is corrected', async () => {
    const callId = idOf('cal');
    const call = (ringAt: string) => ({
      ...{ callId, callRef: callId, lineNo: 'L', ringAt, answeredAt: null, endedAt: null },
      ...{ waitSeconds: 9, outcome: 'MISSED' as const, shiftId: null },
    });
    const { id: orgId } = office.orgs.town;
    await office.told(callMissed, callId, call(on('9-3')), { orgId });
    expect(await days('call.total', { channel: 'L' })).toEqual([['2026-09-03', 39]]);
    await office.told(callRestated, callId, call(on('9-4')), { orgId });
    expect(await days('call.total', { channel: 'L' })).toEqual([['2026-09-04', 38]]);
    await office.told(callRestated, callId, call(on('9-4')), { orgId });
    expect(await days('call.total', { channel: 'L' })).toEqual([['2026-09-04', 38]]);
    await office.told(callRestated, callId, call(on('10-12', '09:00')), { orgId });
    const whole = { channel: 'L', to: on('10-13', '00:00') };
    expect(await days('call.total', whole)).toEqual([]);
    expect(await office.db.read.query(`SELECT clock FROM late_facts WHERE fact_id = '${callId}'`)).toEqual([]);
  });

  it('A-5 an analyst hears where and when, and not what; who may read the thing is shown it', async () => {
    const things = async (as: typeof director) =>
      (await late('haz.found', {}, as)).nodes.map(
        ({ entity }: { entity: { id: string } | null }) => entity?.id ?? null,
      );
    expect(await things(office.analyst)).toEqual([null, null]);
    expect(await things(director)).toEqual([known.long, known.overnight]);
    const both = { ...director, posts: [...director.posts, ...office.analyst.posts] };
    expect(await things(both)).toEqual([known.long, known.overnight]);
  });

  it('A-5 a unit hears of its own, and nobody of what no post of his measures', async () => {
    const { emergencyBureau, educationBureau } = office.orgs;
    const head = viewerOf(office, ['ORG_HEAD'], educationBureau.id);
    expect(await late('haz.found', {}, head)).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await late('haz.found', { where: { orgId: emergencyBureau.id } }, head)).toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const role of ['ADMIN', 'AUDITOR', 'IMPORTER'])
      expect(await late('no.such', {}, viewerOf(office, [role], null))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('DOC-4 what is above INTERNAL is told to who may read it alone, who leaves a trace', async () => {
    const callId = idOf('cal');
    const { id: orgId } = office.orgs.town;
    const missed = {
      ...{ callId, callRef: callId, lineNo: 'S', ringAt: on('9-20'), answeredAt: null, endedAt: null },
      ...{ waitSeconds: 9, outcome: 'MISSED' as const, shiftId: null },
    };
    await office.told(callMissed, callId, missed, { orgId, secrecyLevel: 'WORK_SECRET' });
    const where = { orgId, channel: 'S' };
    const head = viewerOf(office, ['ORG_HEAD'], orgId);
    const analyst = { ...office.analyst, clearance: 'WORK_SECRET' as const };
    for (const as of [head, office.analyst, analyst])
      expect(await late('call.total', { where }, as)).toMatchObject({ totalCount: 0, nodes: [] });
    const traces = () => office.db.read.query(`SELECT act FROM audit_log WHERE entity_id = '${callId}'`);
    expect(await traces()).toEqual([]);
    const cleared = { ...head, clearance: 'WORK_SECRET' as const };
    expect(await late('call.total', { where }, cleared)).toMatchObject({ totalCount: 1 });
    expect(await traces()).toEqual([{ act: 'READ' }]);
  });

  it('R-7 an accusation is nowhere among them', async () => {
    await tell.serviceCase(on('9-7'), { kind: 'ACCUSATION', orgId: null });
    expect(await late('case.count', {}, director)).toMatchObject({ totalCount: 0, nodes: [] });
    await tell.serviceCase(on('9-7'));
    expect(await late('case.count', {}, director)).toMatchObject({ totalCount: 1 });
  });

  it('refuses figures of people (A-4), by limits, and without members, and says of which there are some', async () => {
    const { data } = await office.execute('{ metrics { name hasLateFacts } }', {}, office.analyst);
    const without = data.metrics.filter((metric: { hasLateFacts: boolean }) => !metric.hasLateFacts);
    expect(without.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['sat.index', 'sat.public', 'haz.onTime', 'duty.gapMinutes']),
    );
    for (const { name } of without) expect(await late(name)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'metric' });
    expect(await late('haz.found', { where: { channel: 'A' } })).toMatchObject({
      ...{ code: 'BAD_USER_INPUT', field: 'where.channel' },
    });
    expect(await late('haz.found', { first: 101 })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('page by page, by as many statements for one as for many', async () => {
    const first = await late('haz.found', { first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await late('haz.found', { first: 1, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes]).toEqual((await late()).nodes);
    const one = await statementsOf(() => late('haz.found', { first: 1 }, director));
    expect(await statementsOf(() => late('haz.found', { first: 100 }, director))).toBe(one);
  });
});
