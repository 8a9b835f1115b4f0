import { inspectionClosed, rosterPublished } from '@chengqi/schemas/events/security';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { reporting } from './reports.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const gapFields = 'id version kind period state explanation org { id } site { id } expectingOrg { id } allowedActions';
const monday = '2026-09-14T01:00:00Z';

interface Gap {
  readonly id: string;
  readonly state: string;
  readonly period: string;
  readonly org: { readonly id: string };
  readonly site: { readonly id: string } | null;
}

describe.each(testDialects())('blank spots on %s', (dialect) => {
  let s: Supervision;
  let r: ReturnType<typeof reporting>;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    r = reporting(s);
  });
  afterAll(() => s.office.close());

  /** As the clock would run it, until nothing is left to look at. */
  async function look(): Promise<void> {
    const timer = supervision.start(s.office.kit).timers?.find(({ name }) => name === 'coverage');
    if (!timer) throw new Error('no timer');
    for (let run = 0; run < 24; run += 1) await s.office.kit.transact(timer.run);
  }
  const expectation = async (input: object, as = s.county.people.director) => {
    const given = { ownerOrgId: s.county.orgs.county.id, name: '每周必有', period: 'WEEKLY', ...input };
    const { expectation: made } = await r.act(as, 'expectCoverage', given, 'expectation { id version state kind }');
    return made;
  };
  const gaps = async (where: object, as: Viewer = s.county.people.director): Promise<Gap[]> => {
    const query = `query ($where: CoverageGapFilter) { coverageGaps(where: $where, first: 100) { nodes { ${gapFields} } } }`;
    return (await r.ask(query, { where }, as)).coverageGaps.nodes;
  };
  const rounds = async (id: string, as: Viewer = s.county.people.director) => {
    const query = `{ coverageExpectations(first: 100) { nodes { id rounds { period expected open explained filled blankRate } } } }`;
    const { coverageExpectations } = await r.ask(query, {}, as);
    return coverageExpectations.nodes.find((node: { id: string }) => node.id === id)?.rounds;
  };
  const told = async (expectationId: string) =>
    (await s.office.events())
      .filter(({ data }) => (data as { expectationId?: string }).expectationId === expectationId)
      .map(({ type, data }) => `${type.split('.')[1]} ${(data as { period: string }).period}`);
  const inspected = (siteId: string, finishedAt: string) => {
    const inspectionId = systemIds.next('itk');
    const facts = { inspectionId, taskNo: inspectionId.slice(-8), siteId, kind: 'ROUTINE' as const };
    return s.office.deliver(inspectionClosed, inspectionId, { ...facts, dueOn: '2026-09-18', finishedAt, score: 90 });
  };

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(s.office.db)).toEqual([]);
  });

  it('key places that nobody inspected in the week are blank, each week once however often one looks', async () => {
    s.office.clock.set(monday);
    const { orgs, sites } = s.county;
    const { id } = await expectation({ kind: 'INSPECTION' });
    await look();
    expect(await gaps({ expectationId: id })).toEqual([]);

    s.office.clock.set('2026-09-21T01:00:00Z');
    await look();
    await look();
    const [gap, ...others] = await gaps({ expectationId: id });
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      kind: 'INSPECTION',
      period: '2026-W38',
      state: 'OPEN',
      site: { id: expect.any(String) },
    });
    const key = gap?.site?.id ?? '';
    expect(key).not.toBe(sites.school.id);
    expect(await rounds(id)).toEqual([
      { period: '2026-W38', expected: 1, open: 1, explained: 0, filled: 0, blankRate: 1 },
    ]);

    await inspected(key, '2026-09-22T03:00:00Z');
    await inspected(sites.school.id, '2026-09-15T03:00:00Z');
    expect(await gaps({ expectationId: id, states: ['FILLED'] })).toEqual([]);
    await inspected(key, '2026-09-16T03:00:00Z');
    await inspected(key, '2026-09-17T03:00:00Z');
    expect(await gaps({ expectationId: id })).toMatchObject([{ id: gap?.id, state: 'FILLED' }]);

    s.office.clock.set('2026-10-06T01:00:00Z');
    await look();
    expect(
      (await rounds(id)).map(({ period, open, filled }: Record<string, number>) => [period, open, filled]),
    ).toEqual([
      ['2026-W40', 1, 0],
      ['2026-W39', 0, 0],
      ['2026-W38', 0, 1],
    ]);
    expect(await told(id)).toEqual(['GapOpened 2026-W38', 'GapFilled 2026-W38', 'GapOpened 2026-W40']);
    expect((await gaps({ orgId: orgs.town.id })).length).toBe(0);
  });

  it('a report that is missing after the grace is a gap; late, it fills it, and one in time leaves none', async () => {
    s.office.clock.set('2026-10-12T01:00:00Z');
    const { people, orgs } = s.county;
    const dutyId = await r.define('空白周报');
    await r.settle();
    const { id } = await expectation({ kind: 'REPORT', dutyId });
    const hand = (as: Viewer, orgId: string) =>
      r.act(as, 'submitReport', { dutyId, orgId, period: '2026-W42', values: [] }, 'submission { id }');
    await hand(people.educationHead, orgs.educationBureau.id);
    s.office.clock.set('2026-10-19T01:00:00Z');
    await look();
    const [gap, ...others] = await gaps({ expectationId: id });
    expect([gap?.org.id, gap?.state, others.length]).toEqual([orgs.town.id, 'OPEN', 0]);
    expect((await rounds(id))[0]).toMatchObject({ expected: 2, open: 1, blankRate: 0.5 });

    await hand(people.townHead, orgs.town.id);
    expect(await gaps({ expectationId: id })).toMatchObject([{ state: 'FILLED' }]);
    expect((await rounds(id))[0]).toMatchObject({ filled: 1, blankRate: 0 });
  });

  it('units without an item, without feedback though they are at work, and duty rooms without a shift', async () => {
    s.office.clock.set('2026-11-02T01:00:00Z');
    const { people, orgs } = s.county;
    const orgIds = [orgs.educationBureau.id, orgs.town.id];
    const item = await expectation({ kind: 'ITEM', orgIds });
    const feedback = await expectation({ kind: 'FEEDBACK', orgIds });
    const duty = await expectation({ kind: 'DUTY', orgIds });
    const { assignments } = await s.started({ dueOn: '2026-12-30' });
    const assignmentId = assignments[0].id;
    const shift = { shiftId: systemIds.next('shf'), leaderId: people.leader.personId, officerIds: [], backupId: null };
    const rosterId = systemIds.next('rst');
    const times = { start: '2026-11-03T00:00:00Z', end: '2026-11-04T00:00:00Z' };
    await s.office.deliver(rosterPublished, rosterId, {
      ...{ rosterId, orgId: orgs.town.id, from: times.start, to: times.end },
      shifts: [{ ...shift, ...times, line: null }],
    });
    s.office.clock.set('2026-11-09T01:00:00Z');
    await look();
    const units = async (id: string) => (await gaps({ expectationId: id })).map(({ org }) => org.id);
    expect(await units(item.id)).toEqual([orgs.town.id]);
    expect(await units(feedback.id)).toEqual([orgs.educationBureau.id]);
    expect(await units(duty.id)).toEqual([orgs.educationBureau.id]);
    expect((await rounds(feedback.id))[0]).toMatchObject({ expected: 1, blankRate: 1 });

    await s.act(people.educationHandler, 'reportProgress', { assignmentId, percent: 20, text: '进展' });
    s.office.clock.set('2026-11-16T01:00:00Z');
    await look();
    expect(await units(feedback.id)).toHaveLength(1);
    await r.act(people.director, 'endCoverageExpectation', { expectationId: item.id }, 'expectation { state }');
    s.office.clock.set('2026-11-30T01:00:00Z');
    await look();
    expect((await rounds(item.id)).map(({ period }: { period: string }) => period)).toEqual(['2026-W46', '2026-W45']);
  });

  it('the unit or who expects it says why, once; nobody else does, and strangers see nothing', async () => {
    const { people, orgs } = s.county;
    const explained = (as: Viewer, gapId: string, reason = '停课') =>
      r.act(as, 'explainGap', { gapId, reason }, `gap { ${gapFields} }`);
    const [gap] = await gaps({ orgId: orgs.educationBureau.id, kinds: ['FEEDBACK'], states: ['OPEN'] });
    const gapId = gap?.id ?? '';
    await expect(explained(people.educationHandler, gapId)).rejects.toThrow('FORBIDDEN');
    await expect(explained(people.townHead, gapId)).rejects.toThrow('NOT_FOUND');
    await expect(explained(people.educationHead, gapId, ' ')).rejects.toThrow('BAD_USER_INPUT');
    expect((await explained(people.educationHead, gapId)).gap).toMatchObject({
      state: 'EXPLAINED',
      explanation: '停课',
    });
    await expect(explained(people.supervisor, gapId)).rejects.toThrow('ILLEGAL_TRANSITION');
    expect((await gaps({}, people.townHead)).every(({ org }) => org.id === orgs.town.id)).toBe(true);
  });

  it('refuses what makes no sense, and figures of the whole line to a unit of it', async () => {
    const { people, orgs } = s.county;
    const refused = (input: object, as = s.county.people.director) => expect(expectation(input, as)).rejects;
    await refused({ kind: 'REPORT' }).toThrow('BAD_USER_INPUT');
    await refused({ kind: 'ITEM', orgIds: [] }).toThrow('BAD_USER_INPUT');
    await refused({ kind: 'INSPECTION', orgIds: [orgs.town.id] }).toThrow('BAD_USER_INPUT');
    await refused({ kind: 'ITEM', orgIds: [orgs.county.id], ownerOrgId: orgs.town.id }).toThrow('BAD_USER_INPUT');
    await refused({ kind: 'ITEM' }, people.educationHead).toThrow('FORBIDDEN');
    const monthly = await r.define('月报覆盖', { kind: 'MONTHLY', dueRule: { dayOfMonth: 25, time: '17:00' } });
    await refused({ kind: 'REPORT', dutyId: monthly }).toThrow('BAD_USER_INPUT');
    const { id } = await expectation({ kind: 'DUTY' });
    expect(await rounds(id, people.educationHead)).toBeFalsy();
  });

  it('lists and rounds take as many statements for few as for many', async () => {
    const list = (first: number) =>
      r.ask(
        `query ($first: Int) {
          coverageGaps(first: $first) { totalCount nodes { ${gapFields} expectation { id } } }
          coverageExpectations(first: $first) { nodes { id rounds { period open } duty { id } } }
        }`,
        { first },
      );
    const few = await statementsOf(() => list(8));
    expect(await statementsOf(() => list(80))).toBe(few);
  });
});
