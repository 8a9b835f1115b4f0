import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const fields = 'coordination { id state level outcome dueAt parties { org { id } agreed } allowedActions item { id } }';

describe.each(testDialects())('coordination on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function act(as: Viewer, mutation: string, input: Record<string, unknown>) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`;
    const { data, errors } = await s.office.execute(query, { input }, as);
    const [error] = errors ?? [];
    if (error) throw new Error([error.extensions.code, error.extensions.rule].filter(Boolean).join(' '));
    return data[mutation].coordination;
  }

  async function blocked() {
    const { people, orgs } = s.county;
    const { id: itemId } = await s.started();
    const { obstacles } = await s.act(people.educationHandler, 'raiseObstacle', {
      itemId,
      kind: 'CROSS_DEPT',
      description: '职责不清',
      proposal: '明确分工',
      affectedOrgIds: [orgs.town.id, orgs.emergencyBureau.id],
    });
    return { itemId, obstacleId: obstacles[0].id as string };
  }
  const requested = async () => {
    const { obstacleId } = await blocked();
    return act(s.county.people.educationHandler, 'requestCoordination', { obstacleId, subject: '校舍排查分工' });
  };

  it('units are asked, heard once each, and agree', async () => {
    const { people, orgs } = s.county;
    const { id: coordinationId, dueAt } = await requested();
    expect(dueAt).toBe('2026-09-17T16:00:00.000Z');
    const say = (as: Viewer) => act(as, 'statePosition', { coordinationId, agreed: true, position: '同意' });
    const agree = () =>
      act(people.coordinator, 'decideCoordination', { coordinationId, result: 'AGREED', outcome: '分片' });

    await expect(act(people.supervisor, 'acceptCoordination', { coordinationId })).rejects.toThrow('FORBIDDEN');
    await expect(say(people.townHead)).rejects.toThrow('ILLEGAL_TRANSITION');
    await act(people.coordinator, 'acceptCoordination', { coordinationId });
    await say(people.townHead);
    await expect(say(people.townHead)).rejects.toThrow('GUARD_FAILED coordination.once');
    await expect(say(people.educationHead)).rejects.toThrow('FORBIDDEN');
    await expect(agree()).rejects.toThrow('GUARD_FAILED coordination.heard');
    await say(people.emergencyHead);
    expect(await agree()).toMatchObject({ state: 'AGREED', outcome: '分片', allowedActions: ['CLOSE'] });
    expect(await act(people.coordinator, 'closeCoordination', { coordinationId })).toMatchObject({ state: 'CLOSED' });

    const types = (await s.office.events()).filter(({ subject }) => subject === coordinationId).map(({ type }) => type);
    expect(types.map((type) => type.split('.')[1])).toEqual([
      'CoordinationRequested',
      'PositionStated',
      'PositionStated',
      'CoordinationDecided',
    ]);
    const asked = `query ($party: ID) { coordinationCases(where: { partyOrgId: $party, states: [CLOSED] }) { nodes { id } } }`;
    const list = await s.office.execute(asked, { party: orgs.town.id }, people.townHead);
    expect(list.data.coordinationCases.nodes).toEqual([{ id: coordinationId }]);
  });

  it('three working days of silence are enough to decide, and disagreement rises a level', async () => {
    const { people } = s.county;
    const { id: coordinationId } = await requested();
    const decide = (as: Viewer, result: string) =>
      act(as, 'decideCoordination', { coordinationId, result, outcome: '未达成一致' });
    await act(people.coordinator, 'acceptCoordination', { coordinationId });
    s.office.clock.set('2026-09-17T16:00:00Z');
    await expect(decide(people.coordinator, 'AGREED')).rejects.toThrow('GUARD_FAILED coordination.agreed');
    await decide(people.coordinator, 'NOT_AGREED');
    const risen = await act(people.coordinator, 'escalateCoordination', { coordinationId, reason: '意见分歧' });
    expect(risen).toMatchObject({ state: 'ESCALATED', level: 'DEPUTY_LEADER' });
    await expect(decide(people.coordinator, 'DECIDED')).rejects.toThrow(/FORBIDDEN|ILLEGAL_TRANSITION/);
    expect(await decide(people.leader, 'DECIDED')).toMatchObject({ state: 'DECIDED' });
  });

  it('is asked for an open obstacle, of others, one at a time, and hidden from who has no part in it', async () => {
    const { people, orgs } = s.county;
    const { obstacleId } = await blocked();
    const ask = (more: Record<string, unknown> = {}, as: Viewer = people.educationHandler) =>
      act(as, 'requestCoordination', { obstacleId, subject: '分工', ...more });

    await expect(ask({}, people.townHead)).rejects.toThrow('FORBIDDEN');
    await expect(ask({}, people.admin)).rejects.toThrow('NOT_FOUND');
    await expect(ask({ partyOrgIds: [orgs.educationBureau.id] })).rejects.toThrow('BAD_USER_INPUT');
    const { id } = await ask({ partyOrgIds: [orgs.emergencyBureau.id] });
    await expect(ask()).rejects.toThrow('DUPLICATE');
    const see = (as: Viewer) => s.office.execute('query ($id: ID!) { coordinationCase(id: $id) { id } }', { id }, as);
    expect((await see(people.emergencyHead)).data.coordinationCase).toEqual({ id });
    expect((await see(people.admin)).data.coordinationCase).toBeNull();
    await s.act(people.supervisor, 'resolveObstacle', { obstacleId, resolution: '已协调' });
    await expect(ask()).rejects.toThrow('GUARD_FAILED obstacle.open');
  });
});
