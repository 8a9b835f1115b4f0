import { systemViewer, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

/** `14 09:00` of September in the zone of the office. */
const on = (moment: string): string => {
  const [day, time] = moment.split(' ');
  return new Date(`2026-09-${day?.padStart(2, '0')}T${time}:00+08:00`).toISOString();
};

describe.each(testDialects())('what supervision counts of its own acts on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    await blockedAndCleared();
    await verifiedTwice();
  });
  afterAll(() => s.office.close());

  const at = (moment: string) => s.office.clock.set(on(moment));
  const raise = async (itemId: string) => {
    const input = {
      itemId,
      kind: 'FUNDS',
      description: '缺资金',
      proposal: '申请',
      affectedOrgIds: [s.county.orgs.town.id],
    };
    const { obstacles } = await s.act(s.county.people.educationHandler, 'raiseObstacle', input);
    return obstacles.at(-1).id as string;
  };

  async function blockedAndCleared() {
    const { people } = s.county;
    at('14 09:00');
    const { id: itemId } = await s.started();
    const removed = await raise(itemId);
    at('14 10:00');
    const accepted = await raise(itemId);
    await raise(itemId);
    const coordinate = async (as: Viewer, mutation: string, input: object) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { coordination { id } } }`;
      const { data, errors } = await s.office.execute(query, { input }, as);
      if (errors) throw new Error(errors[0].extensions.code);
      return data[mutation].coordination.id as string;
    };
    const coordinationId = await coordinate(people.educationHandler, 'requestCoordination', {
      obstacleId: removed,
      subject: '资金分担',
    });
    await coordinate(people.coordinator, 'acceptCoordination', { coordinationId });
    await coordinate(people.townHead, 'statePosition', { coordinationId, agreed: true, position: '同意' });
    at('16 10:00');
    await coordinate(people.coordinator, 'decideCoordination', { coordinationId, result: 'AGREED', outcome: '分担' });
    await coordinate(people.coordinator, 'closeCoordination', { coordinationId });
    await s.act(people.supervisor, 'analyseObstacle', {
      ...{ obstacleId: removed, rootCause: '权属不清', wayOut: '确权', kind: 'LAND' },
    });
    at('17 09:00');
    await s.act(people.supervisor, 'resolveObstacle', { obstacleId: removed, resolution: '已分担' });
    await s.act(people.supervisor, 'analyseObstacle', { obstacleId: accepted, rootCause: '预算未列', wayOut: '调剂' });
    await s.act(people.supervisor, 'escalateObstacle', { obstacleId: accepted, reason: '久拖不决' });
    await s.act(people.director, 'acceptRisk', { obstacleId: accepted, reason: '影响有限' });
    await s.act(people.supervisor, 'issueNotice', {
      ...{ itemId, color: 'BLUE', toOrgId: s.county.orgs.educationBureau.id, reason: '进展迟缓' },
    });
    at('18 09:00');
    const input = { itemId, toDueOn: '2026-11-10', reason: '雨季', progress: '过半' };
    await s.act(people.educationHead, 'requestExtension', input);
    const [asked] = (await s.office.events('ExtensionRequested')).map(({ data }) => data as { extensionId: string });
    at('19 09:00');
    await s.act(people.director, 'decideExtension', { extensionId: asked?.extensionId, approve: true });
  }

  async function verifiedTwice() {
    at('21 09:00');
    const { id: itemId } = await s.verifying();
    at('21 10:00');
    await s.pass(itemId, { result: 'FAIL', findings: '仍有裂缝' });
    await s.act(s.county.people.educationHead, 'submitCompletion', { itemId, result: '已补修' });
    at('22 10:00');
    await s.pass(itemId);
  }

  const month = { from: on('1 00:00'), to: on('30 00:00') };
  async function own(metric: string, asOf = month.to, orgId: string | null = null) {
    const query =
      'query ($input: OwnCountInput!) { supervisionOwnCount(input: $input) { numerator denominator value } }';
    const { data } = await s.office.execute(query, { input: { metric, ...month, asOf, orgId } }, systemViewer);
    const { numerator, denominator, value } = data.supervisionOwnCount;
    return denominator === null ? value : [numerator, denominator];
  }

  it.each([
    ['sup.obstacles', 3, '14 09:30', 1],
    ['sup.obstaclesOpen', 1, '16 10:00', 3],
    ['sup.obstacleDwell.p50', 3, '16 10:00', null],
    ['crd.agreedRate', [1, 1], '16 09:59', [0, 0]],
    ['crd.days.p90', 2, '16 09:59', null],
    ['sup.notices', 1, '17 08:59', 0],
    ['sup.extensions', 1, '18 08:59', 0],
    ['sup.extensionsGranted', [1, 1], '18 09:00', [0, 0]],
    ['sup.verifications', 2, '21 10:00', 1],
    ['sup.firstPassVerify', [0, 1], '21 09:59', [0, 0]],
    ['sup.blanks', 0, '30 00:00', 0],
    ['sup.proactive', [2, 2], '14 09:00', [1, 1]],
  ] as const)('%s is %j, and at %s it was %j', async (metric, now, moment, then) => {
    expect(await own(metric)).toEqual(now);
    expect(await own(metric, on(moment))).toEqual(then);
  });

  it('counts by the unit that leads, that asked, that was urged, and that leads the coordination', async () => {
    const { county, educationBureau } = s.county.orgs;
    const units = {
      'sup.obstacles': educationBureau,
      'sup.extensions': educationBureau,
      'sup.notices': educationBureau,
    };
    for (const [metric, { id }] of Object.entries(units)) {
      expect([metric, await own(metric, month.to, id)]).toEqual([metric, await own(metric)]);
      expect([metric, await own(metric, month.to, s.county.orgs.town.id)]).toEqual([metric, 0]);
    }
    expect(await own('crd.agreedRate', month.to, county.id)).toEqual([1, 1]);
    expect(await own('crd.agreedRate', month.to, educationBureau.id)).toEqual([0, 0]);
  });

  it('tells what analytics counts: for what an obstacle is taken now, and when each thing was', async () => {
    const told = async (type: string) => (await s.office.events(type)).at(-1)?.data;
    const [analysed] = await s.office.events('ObstacleAnalysed');
    expect(analysed?.data).toMatchObject({ kind: 'LAND', at: on('16 10:00') });
    expect(await told('ObstacleAnalysed')).toMatchObject({ kind: 'FUNDS', at: on('17 09:00') });
    expect(await told('ObstacleResolved')).toMatchObject({ kind: 'LAND', at: on('17 09:00') });
    expect(await told('ExtensionRequested')).toMatchObject({ at: on('18 09:00') });
    expect(await told('VerificationFailed')).toMatchObject({ failCount: 1, at: on('21 10:00') });
    expect(await told('ItemRegistered')).toMatchObject({ origin: 'DETECTED' });
  });
});
