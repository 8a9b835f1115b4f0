import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('what blocks the work, on %s', (dialect) => {
  let s: Supervision;
  let emergencyHead: Viewer;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    const { emergencyBureau: org } = s.county.orgs;
    emergencyHead = await deliverPerson(s.office, { staffNo: 'T001', name: '艾局长', roles: ['ORG_HEAD'], org });
  });
  afterAll(() => s.office.close());
  beforeEach(() => s.office.clock.set('2026-10-12T01:00:00Z'));

  async function runTimer(): Promise<void> {
    const timer = supervision.start(s.office.kit).timers?.find(({ name }) => name === 'lights');
    if (!timer) throw new Error('no timer');
    await s.office.kit.transact(timer.run);
  }
  interface Seen {
    readonly id: string;
    readonly rule: string | null;
    readonly state: string;
    readonly kind: string;
  }
  const read = async (id: string) => {
    const query = `query ($id: ID!) { supervisionItem(id: $id) { light assignments { id } extensions { id decision }
      obstacles { id rule state kind description rootCause wayOuts { text by { id } } affectedOrgs { id } } } }`;
    return (await s.office.execute(query, { id }, s.county.people.director)).data.supervisionItem;
  };
  const obstaclesOf = async (id: string, rule?: string): Promise<Seen[]> =>
    (await read(id)).obstacles.filter((each: Seen) => rule === undefined || each.rule === rule);
  const quiet = { feedbackCycle: 'NONE', dueOn: '2027-03-31' };
  const report = async (id: string, percent: number) =>
    s.act(s.county.people.educationHandler, 'reportProgress', {
      ...{ assignmentId: (await read(id)).assignments[0].id, percent, text: '进展' },
      ...(percent === 100 && { evidence: [{ text: '台账' }] }),
    });
  const eventsOf = async (name: string, id: string) =>
    (await s.office.events(name)).filter(({ subject }) => subject === id).map(({ data }) => data);

  it('more than ten working days without new progress is an obstacle, which progress resolves', async () => {
    const { id } = await s.started(quiet);
    await report(id, 20);
    s.office.clock.set('2026-10-20T01:00:00Z');
    await report(id, 20);
    s.office.clock.set('2026-10-26T15:59:59Z');
    await runTimer();
    expect(await obstaclesOf(id)).toEqual([]);
    s.office.clock.set('2026-10-26T16:00:01Z');
    await runTimer();
    await runTimer();
    expect(await obstaclesOf(id)).toMatchObject([{ rule: 'NO_PROGRESS', state: 'OPEN', kind: 'INACTION' }]);
    await report(id, 30);

    expect(await obstaclesOf(id)).toMatchObject([{ rule: 'NO_PROGRESS', state: 'RESOLVED' }]);
    expect(await eventsOf('ObstacleRaised', id)).toMatchObject([{ rule: 'NO_PROGRESS', kind: 'INACTION' }]);
    expect(await eventsOf('ObstacleResolved', id)).toMatchObject([{ rule: 'NO_PROGRESS' }]);
    await report(id, 100);
    s.office.clock.advance({ days: 40 });
    await runTimer();
    expect(await obstaclesOf(id)).toHaveLength(1);
  });

  it('a light that is red for more than five working days is one, until it is red no longer', async () => {
    const { people } = s.county;
    const { id } = await s.started({ ...quiet, dueOn: '2026-10-16' });
    s.office.clock.set('2026-10-16T16:00:01Z');
    await runTimer();
    expect(await read(id)).toMatchObject({ light: 'RED', obstacles: [] });
    s.office.clock.set('2026-10-23T15:59:59Z');
    await runTimer();
    expect(await obstaclesOf(id, 'RED_FOR_LONG')).toEqual([]);
    s.office.clock.set('2026-10-23T16:00:02Z');
    await runTimer();
    expect(await obstaclesOf(id, 'RED_FOR_LONG')).toMatchObject([{ state: 'OPEN' }]);
    await s.act(people.leader, 'suspendItem', { itemId: id, reason: '等待批复' });
    expect(await obstaclesOf(id, 'RED_FOR_LONG')).toMatchObject([{ state: 'RESOLVED' }]);
  });

  it('two extensions are one, and two failed verifications another, each found once', async () => {
    const { people } = s.county;
    const { id } = await s.started({ ...quiet, dueOn: '2026-10-30' });
    for (const toDueOn of ['2026-11-06', '2026-11-13']) {
      await s.act(people.educationHead, 'requestExtension', {
        itemId: id,
        toDueOn,
        reason: '招标流标',
        progress: '过半',
      });
      const extensionId = (await read(id)).extensions.find(
        ({ decision }: { decision: string }) => decision === 'PENDING',
      ).id;
      await s.act(people.director, 'decideExtension', { extensionId, approve: true });
    }
    expect(await obstaclesOf(id)).toMatchObject([{ rule: 'EXTENDED_TWICE', state: 'OPEN' }]);
    for (let times = 0; times < 3; times += 1) {
      await s.act(people.educationHead, 'submitCompletion', { itemId: id, result: '已完成' });
      await s.pass(id, { result: 'FAIL', findings: '仍有裂缝' });
    }
    expect((await obstaclesOf(id)).map(({ rule }) => rule)).toEqual(['EXTENDED_TWICE', 'FAILED_TWICE', 'FAILED_TWICE']);
  });

  it('is analysed by those who work on it, and stays in the way until it is resolved', async () => {
    const { people } = s.county;
    const { id } = await s.started(quiet);
    await s.act(people.educationHandler, 'raiseObstacle', {
      ...{ itemId: id, kind: 'FUNDS', description: '缺资金', proposal: '申请' },
    });
    const [{ id: obstacleId } = { id: '' }] = await obstaclesOf(id);
    const analyse = (as: Viewer, more: object = {}) =>
      s.act(as, 'analyseObstacle', { obstacleId, rootCause: '预算未列', wayOut: '调剂结余资金', ...more });
    await expect(analyse(people.director)).rejects.toThrow('FORBIDDEN');
    await expect(analyse(people.supervisor, { rootCause: ' ' })).rejects.toThrow('BAD_USER_INPUT');
    await analyse(people.supervisor, { kind: 'APPROVAL' });
    await analyse(people.educationHandler, { wayOut: '报请专题会议' });

    expect((await read(id)).obstacles).toMatchObject([
      {
        ...{ state: 'ANALYSED', kind: 'APPROVAL', rootCause: '预算未列' },
        wayOuts: [{ text: '调剂结余资金', by: { id: people.supervisor.personId } }, { text: '报请专题会议' }],
      },
    ]);
    const blocked = '{ supervisionItems(where: { blocked: true }, first: 100) { nodes { id } } }';
    const ids = async () =>
      (await s.office.execute(blocked, {}, people.director)).data.supervisionItems.nodes.map((each: Seen) => each.id);
    expect(await ids()).toContain(id);
    await s.act(people.supervisor, 'resolveObstacle', { obstacleId, resolution: '已调剂' });
    expect(await ids()).not.toContain(id);
    await expect(analyse(people.supervisor)).rejects.toThrow('GUARD_FAILED obstacle.open');
  });

  const blockedIds = async (): Promise<string[]> => {
    const query = '{ supervisionItems(where: { blocked: true }, first: 100) { nodes { id } } }';
    const { data } = await s.office.execute(query, {}, s.county.people.director);
    return data.supervisionItems.nodes.map((each: Seen) => each.id);
  };
  /** Analysed, and waiting for another unit. */
  async function analysed(more: object = {}) {
    const { people, orgs } = s.county;
    const { id } = await s.started({ ...quiet, ...more });
    const { obstacles } = await s.act(people.educationHandler, 'raiseObstacle', {
      ...{ itemId: id, kind: 'LAND', description: '用地未批', proposal: '报批' },
      affectedOrgIds: [orgs.town.id],
    });
    const obstacleId: string = obstacles[0].id;
    await s.act(people.supervisor, 'analyseObstacle', { obstacleId, rootCause: '指标不足', wayOut: '调剂指标' });
    return { id: id as string, obstacleId };
  }
  const escalate = (as: Viewer, obstacleId: string, reason = '须领导协调') =>
    s.act(as, 'escalateObstacle', { obstacleId, reason });
  const accept = (as: Viewer, obstacleId: string, reason = '指标明年下达') =>
    s.act(as, 'acceptRisk', { obstacleId, reason });
  const stateOf = async (id: string): Promise<string[]> => (await obstaclesOf(id)).map(({ state }) => state);
  const blocksOf = async (blocking: string): Promise<number> => {
    const rows: { blocking: { id: string }; obstacles: number }[] = await matrix();
    return rows.filter((row) => row.blocking.id === blocking).reduce((sum, row) => sum + row.obstacles, 0);
  };

  it('goes to the leader of the item once it is analysed, and stays in the way there', async () => {
    const { people } = s.county;
    const { id } = await s.started(quiet);
    const raised = await s.act(people.educationHandler, 'raiseObstacle', {
      ...{ itemId: id, kind: 'FUNDS', description: '缺资金', proposal: '申请' },
    });
    await expect(escalate(people.supervisor, raised.obstacles[0].id)).rejects.toThrow('GUARD_FAILED obstacle.analysed');

    const { id: itemId, obstacleId } = await analysed();
    await expect(escalate(people.educationHandler, obstacleId)).rejects.toThrow('FORBIDDEN');
    await expect(escalate(people.townHead, obstacleId, ' ')).rejects.toThrow(/FORBIDDEN|NOT_FOUND/);
    await expect(escalate(people.supervisor, obstacleId, ' ')).rejects.toThrow('BAD_USER_INPUT');
    await escalate(people.educationHead, obstacleId);
    await expect(escalate(people.supervisor, obstacleId)).rejects.toThrow('GUARD_FAILED obstacle.analysed');

    const query = `query ($id: ID!) { supervisionItem(id: $id) { obstacles { state escalatedBy { id } escalatedAt escalationReason resolvedAt } } }`;
    const { data } = await s.office.execute(query, { id: itemId }, people.leader);
    expect(data.supervisionItem.obstacles).toEqual([
      {
        ...{ state: 'ESCALATED', escalatedBy: { id: people.educationHead.personId } },
        ...{ escalatedAt: '2026-10-12T01:00:00.000Z', escalationReason: '须领导协调', resolvedAt: null },
      },
    ]);
    expect(await eventsOf('ObstacleEscalated', itemId)).toMatchObject([
      { obstacleId, kind: 'LAND', toId: people.leader.personId },
    ]);
    expect(await blockedIds()).toContain(itemId);
    await s.act(people.supervisor, 'analyseObstacle', { obstacleId, rootCause: '指标不足', wayOut: '报省厅' });
    expect(await stateOf(itemId)).toEqual(['ESCALATED']);
    await s.act(people.supervisor, 'resolveObstacle', { obstacleId, resolution: '已获批' });
    expect(await stateOf(itemId)).toEqual(['RESOLVED']);
    await expect(escalate(people.supervisor, obstacleId)).rejects.toThrow('GUARD_FAILED obstacle.analysed');
  });

  it('no longer blocks the item when those who register accept its risk, and the light and the matrix follow', async () => {
    const { people, orgs } = s.county;
    const before = await blocksOf(orgs.town.id);
    const { id, obstacleId } = await analysed();
    await expect(accept(people.director, obstacleId)).rejects.toThrow('GUARD_FAILED obstacle.escalated');
    await escalate(people.supervisor, obstacleId);
    s.office.clock.set('2026-10-20T01:00:00Z');
    await runTimer();
    expect(await read(id)).toMatchObject({ light: 'YELLOW' });
    expect(await blocksOf(orgs.town.id)).toBe(before + 1);

    await expect(accept(people.supervisor, obstacleId)).rejects.toThrow('FORBIDDEN');
    await expect(accept(people.director, obstacleId, ' ')).rejects.toThrow('BAD_USER_INPUT');
    await accept(people.director, obstacleId);
    expect(await stateOf(id)).toEqual(['ACCEPTED_RISK']);
    expect(await read(id)).toMatchObject({ light: 'GREEN' });
    expect(await blockedIds()).not.toContain(id);
    expect(await blocksOf(orgs.town.id)).toBe(before);
    const asOf = `query ($id: ID!) { supervisionItem(id: $id) { light(asOf: "2026-10-20T00:59:59Z") } }`;
    expect((await s.office.execute(asOf, { id }, people.director)).data.supervisionItem).toEqual({ light: 'YELLOW' });
    expect(await eventsOf('ObstacleRiskAccepted', id)).toMatchObject([{ obstacleId, kind: 'LAND', rule: null }]);
    await expect(s.act(people.supervisor, 'resolveObstacle', { obstacleId, resolution: '已批' })).rejects.toThrow(
      'GUARD_FAILED obstacle.open',
    );
  });

  it('the risk of a major item is accepted by a signer alone', async () => {
    const { people } = s.county;
    const { id, obstacleId } = await analysed({ weight: 'MAJOR' });
    await escalate(people.supervisor, obstacleId);
    await expect(accept(people.director, obstacleId)).rejects.toThrow('FORBIDDEN');
    await accept(people.leader, obstacleId);
    expect(await stateOf(id)).toEqual(['ACCEPTED_RISK']);
  });

  const matrix = async (as: Viewer = s.county.people.director) => {
    const query = 'query ($id: ID!) { blockageMatrix(orgId: $id) { blocked { id } blocking { id } obstacles } }';
    return (await s.office.execute(query, { id: s.county.orgs.county.id }, as)).data.blockageMatrix;
  };
  const waits = async (obstacles = 1): Promise<void> => {
    const { people, orgs } = s.county;
    const { id } = await s.started(quiet);
    for (let times = 0; times < obstacles; times += 1) {
      await s.act(people.educationHandler, 'raiseObstacle', {
        ...{ itemId: id, kind: 'APPROVAL', description: '待会签', proposal: '催办' },
        affectedOrgIds: [orgs.emergencyBureau.id, orgs.educationBureau.id],
      });
    }
  };

  it('a coordination that ends without agreement blocks the item, and the matrix says who waits for whom', async () => {
    const { people, orgs } = s.county;
    const { id } = await s.started(quiet);
    await s.act(people.educationHandler, 'raiseObstacle', {
      ...{ itemId: id, kind: 'CROSS_DEPT', description: '职责不清', proposal: '提请协调' },
    });
    const [{ id: obstacleId } = { id: '' }] = await obstaclesOf(id);
    const coordinate = async (as: Viewer, mutation: string, input: object) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { coordination { id } } }`;
      const { data, errors } = await s.office.execute(query, { input }, as);
      expect(errors ?? []).toEqual([]);
      return data[mutation].coordination.id as string;
    };
    const coordinationId = await coordinate(people.supervisor, 'requestCoordination', {
      ...{ obstacleId, subject: '职责划分', partyOrgIds: [orgs.emergencyBureau.id] },
    });
    const coordinator = await deliverPerson(s.office, {
      ...{ staffNo: 'T009', name: '协主任', roles: ['COORDINATOR'], org: orgs.governmentOffice, scope: orgs.county },
    });
    await coordinate(coordinator, 'acceptCoordination', { coordinationId });
    await coordinate(emergencyHead, 'statePosition', { coordinationId, agreed: false, position: '不属本单位' });
    await coordinate(coordinator, 'decideCoordination', {
      coordinationId,
      result: 'NOT_AGREED',
      outcome: '未达成一致',
    });
    await runTimer();

    const [found] = (await read(id)).obstacles.filter(({ rule }: Seen) => rule === 'NOT_AGREED');
    expect(found).toMatchObject({ kind: 'CROSS_DEPT', affectedOrgs: [{ id: orgs.emergencyBureau.id }] });
    await waits(2);
    expect(await matrix()).toEqual([
      { blocked: { id: orgs.educationBureau.id }, blocking: { id: orgs.emergencyBureau.id }, obstacles: 3 },
    ]);
  });

  it('costs the same with many obstacles as with few, and shows nothing to who counts nothing', async () => {
    await waits();
    const few = await statementsOf(() => matrix());
    for (let times = 0; times < 4; times += 1) await waits(3);
    expect(await statementsOf(() => matrix())).toBe(few);
    expect(await matrix({ ...s.county.people.director, posts: [], kind: 'person' } as Viewer)).toEqual([]);
  });
});
