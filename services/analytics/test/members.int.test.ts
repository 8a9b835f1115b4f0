import { callMissed } from '@chengqi/schemas/events/reception';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lateClockOf } from '../src/members/late-fact.ts';
import { thingOf } from '../src/members/member.ts';
import { catalogue } from '../src/metrics/catalogue.ts';
import { type Figures, idOf, september, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

const asOf = on('10-12', '10:00');

/** Facts of each kind, in time and late. */
async function tellMonth(office: Figures) {
  const tell = tellers(office);
  await tell.document(on('9-3'), { receipts: [on('9-3', '09:00'), on('9-4')] });
  const followed = await tell.decision(on('9-1'));
  await tell.decision(on('9-2'));
  const late = { registeredAt: on('9-2'), dueAt: on('9-20') };
  const item = await tell.item({ ...late, resolutionId: followed, struckOffAt: on('9-18') });
  await tell.item({ ...late, struckOffAt: on('9-22'), reopenedAt: on('9-29') });
  await tell.item(late);
  const hazard = await tell.hazard(on('9-5'), { level: 'MAJOR', dueAt: on('9-15'), closedAt: on('9-10') });
  await tell.hazard(on('9-6'), { level: 'MAJOR', dueAt: on('9-12'), recurrence: true });
  await tell.link(item, hazard);
  await tell.obstacle(item, on('9-5'), { resolvedAt: on('9-8') });
  await tell.obstacle(item, on('9-6'));
  await tell.filed('SupervisionItem', item, on('9-21'));
  await tell.filed('Hazard', hazard, on('9-21'));
  const bureau = { orgId: office.orgs.emergencyBureau.id };
  for (const day of ['9-1', '9-2', '9-3'])
    await tell.call(on(day), 'ANSWERED', { ...bureau, wait: day === '9-3' ? 30 : 5 });
  await tell.call(on('9-4'), 'MISSED', { ...bureau, shifted: false });
  await tell.call(on('9-4'), 'MISSED', { orgId: office.orgs.educationBureau.id });
  await tell.serviceCase(on('9-1'), { dueAt: on('9-8'), answers: [on('9-3')], closedAt: on('9-4') });
  await tell.serviceCase(on('9-1'), {
    ...{ dueAt: on('9-8'), answers: [on('9-2'), on('9-9')], redoneAt: on('9-3') },
    ...{ demands: [on('9-1', '10:00'), on('9-1', '12:00')], closedAt: on('9-10'), visits: 3 },
  });
  await tell.serviceCase(on('9-5'), {
    kind: 'PETITION',
    noticeDueAt: on('9-20'),
    acceptedAt: on('9-12'),
    dueAt: on('10-11'),
  });
  await tell.serviceCase(on('9-7'), { kind: 'ACCUSATION' });
  for (const score of [5, 4, 5, 4, 5]) await tell.rating(on('9-10'), score);
  for (const fedBackAt of ['9-17', '9-19', '9-16', '9-17', '9-18']) {
    await tell.rating(on('9-11'), 1, { dueAt: on('9-18'), fedBackAt: on(fedBackAt) });
  }
}

describe.each(testDialects())('members of figures on %s', (dialect) => {
  let office: Figures;
  let director: ReturnType<typeof viewerOf>;
  beforeAll(async () => {
    office = await startFigures(dialect, asOf);
    const roles = ['OFFICE_DIRECTOR', 'SUPERVISOR', 'SAFETY_OFFICER', 'ARCHIVIST', 'MEETING_SECRETARY', 'IMPORTER'];
    director = viewerOf(office, roles, null);
    await tellMonth(office);
  });
  afterAll(() => office.close());

  async function members(metric: string, more: Record<string, unknown> = {}, as = director) {
    const { where, ...rest } = more;
    const { data, errors } = await office.execute(
      `query ($metric: String!, $where: MetricFilter!, $part: MetricPart, $asOf: DateTime, $first: Int, $after: String) {
        metricMembers(metric: $metric, where: $where, part: $part, asOf: $asOf, first: $first, after: $after) {
          totalCount pageInfo { endCursor hasNextPage } nodes { id type at entity { __typename } } } }`,
      { metric, where: { ...september, ...(where as object) }, ...rest },
      as,
    );
    return errors ? errors[0].extensions : data.metricMembers;
  }
  const total = async (name: string, as = director, known = asOf) =>
    (await office.metric(name, { as, asOf: known })).total;

  const listed = catalogue.filter((metric) => thingOf(metric) !== null);

  it('offers the members of most figures', () => {
    expect(listed.length).toBeGreaterThan(20);
    expect(catalogue.filter((metric) => thingOf(metric) === null).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['duty.gapMinutes', 'sat.index', 'call.lost', 'sat.staff', 'sup.extensions']),
    );
  });

  it.each(listed.map((metric) => [metric.name, metric] as const))(
    '%s counts as many facts as who may read all of them is shown, at the end and on the way',
    async (name, { kind }) => {
      for (const known of [asOf, on('9-10', '12:00'), on('9-2', '12:00')]) {
        const { numerator, denominator, value, suppressed } = await total(name, director, known);
        if (suppressed) continue;
        const { totalCount, nodes } = await members(name, { asOf: known, first: 100 });
        expect(nodes).toHaveLength(totalCount);
        // An accusation counts and is nowhere to be found.
        const accusations = name === 'case.count' && known > on('9-7') ? 1 : 0;
        expect(totalCount + accusations).toBe(kind === 'COUNT' ? value : (denominator ?? totalCount));
        if (kind !== 'RATE') continue;
        const met = await members(name, { asOf: known, part: 'MET' });
        const unmet = await members(name, { asOf: known, part: 'UNMET' });
        expect([met.totalCount, unmet.totalCount]).toEqual([numerator, denominator - numerator]);
      }
    },
  );

  it('A-3 late facts are as many as members where all was told when the month was over', async () => {
    const counts = new Map<string, number>();
    for (const { name: metric } of listed.filter((each) => lateClockOf(each) !== null)) {
      const { data } = await office.execute(
        `query ($metric: String!, $where: MetricFilter!) {
          lateFacts(metric: $metric, where: $where) { totalCount }
          metricMembers(metric: $metric, where: $where) { totalCount } }`,
        { metric, where: september },
        director,
      );
      expect([metric, data.lateFacts]).toEqual([metric, data.metricMembers]);
      counts.set(metric, data.lateFacts.totalCount);
    }
    expect([...counts.values()].filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  it('the four points have their measures, and the members of two of them', async () => {
    const ask = async (as: typeof director) => {
      const { data } = await office.execute(
        `query ($orgId: ID!, $from: DateTime!, $to: DateTime!) { fourPoints(orgId: $orgId, from: $from, to: $to) {
          kind membersOf measures { metric value } members { totalCount nodes { type } } } }`,
        { orgId: office.orgs.county.id, ...september },
        as,
      );
      return data.fourPoints;
    };
    const points = await ask(director);
    const told = points.map(
      ({ kind, members: of }: { kind: string; members: { nodes: { type: string }[] } | null }) => [
        kind,
        of?.nodes.map(({ type }) => type) ?? null,
      ],
    );
    expect(told).toEqual([
      ['KEYSTONE', ['RESOLUTION']],
      ['FOCUS', null],
      ['BLOCKAGE', ['SUPERVISION_ITEM']],
      ['BLANK', null],
    ]);
    expect(points[0].measures.slice(0, 2)).toEqual([
      { metric: 'gov.followed', value: 0.5 },
      { metric: 'gov.orphans', value: 1 },
    ]);
    expect(points[2].measures.slice(0, 2)).toEqual([
      { metric: 'sup.obstacles', value: 2 },
      { metric: 'sup.obstaclesOpen', value: 1 },
    ]);
    for (const { members: of } of await ask(office.analyst)) expect(of).toBeNull();
  });

  it('names the things by their types, the newest first, page by page', async () => {
    const first = await members('sup.registered', { first: 2 });
    expect(first.nodes.map(({ type, entity }: { type: string; entity: object }) => [type, entity])).toEqual(
      Array(2).fill(['SUPERVISION_ITEM', { __typename: 'SupervisionItem' }]),
    );
    const second = await members('sup.registered', { first: 2, after: first.pageInfo.endCursor });
    expect(second.nodes).toHaveLength(1);
    const calls = (await members('call.total')).nodes.map(({ at }: { at: string }) => at);
    expect(calls).toEqual(calls.toSorted().reverse());
  });

  it('A-5 analysts, importers and administration have figures and no members', async () => {
    for (const role of ['ANALYST', 'ADMIN', 'AUDITOR', 'IMPORTER']) {
      expect(await members('call.total', {}, viewerOf(office, [role], null))).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('A-5 a unit sees the members of its own figure, and asks for no other unit', async () => {
    const { emergencyBureau, educationBureau } = office.orgs;
    const head = viewerOf(office, ['ORG_HEAD'], educationBureau.id);
    expect(await members('call.total', {}, head)).toMatchObject({ totalCount: 1 });
    expect(await members('call.total', { where: { orgId: emergencyBureau.id } }, head)).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('DOC-4 what is hidden is no member, not even counted; who may read it leaves a trace', async () => {
    const orgId = office.orgs.town.id;
    const callId = idOf('cal');
    await office.told(
      callMissed,
      callId,
      {
        ...{ callId, callRef: callId, lineNo: 'S', ringAt: on('9-20'), answeredAt: null, endedAt: null },
        ...{ waitSeconds: 9, outcome: 'MISSED', shiftId: null },
      },
      { orgId, secrecyLevel: 'WORK_SECRET' },
    );
    const where = { orgId, channel: 'S' };
    const head = viewerOf(office, ['ORG_HEAD'], orgId);
    expect(await office.metric('call.total', { where, as: head })).toMatchObject({ total: { value: 1 } });
    expect(await members('call.total', { where }, head)).toMatchObject({ totalCount: 0, nodes: [] });
    const cleared = { ...head, clearance: 'WORK_SECRET' as const };
    expect(await members('call.total', { where }, cleared)).toMatchObject({ totalCount: 1, nodes: [{ id: callId }] });
    const read = await office.db.read.query(`SELECT act FROM audit_log WHERE entity_id = '${callId}'`);
    expect(read).toEqual([{ act: 'READ' }]);
  });

  it('refuses what has no members or no parts, by name', async () => {
    expect(await members('duty.gapMinutes')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'metric' });
    expect(await members('no.such')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'metric' });
    expect(await members('call.total', { part: 'MET' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'part' });
    expect(await members('call.total', { where: { level: 'MAJOR' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'where.level',
    });
    const backwards = { from: september.to, to: september.from };
    expect(await members('call.total', { where: backwards })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'where.to',
    });
  });

  it('asks as many statements for one member as for many', async () => {
    const one = await statementsOf(() => members('call.total', { first: 1 }));
    expect(await statementsOf(() => members('call.total', { first: 100 }))).toBe(one);
  });
});
