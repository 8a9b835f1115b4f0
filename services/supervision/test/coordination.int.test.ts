import { DeadlineEntity } from '@chengqi/office-kernel';
import { deliverDays, limitsOf } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
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

  describe('the limits of its parties', () => {
    let limits: ReturnType<typeof limitsOf>;
    beforeAll(() => {
      limits = limitsOf(s.office, supervision);
    });
    const say = (coordinationId: string, as: Viewer) =>
      act(as, 'statePosition', { coordinationId, agreed: true, position: '同意' });
    async function accepted() {
      s.office.clock.set('2026-09-14T01:00:00Z');
      const { id } = await requested();
      await act(s.county.people.coordinator, 'acceptCoordination', { coordinationId: id });
      return id as string;
    }
    async function read(id: string, as: Viewer = s.county.people.coordinator) {
      const query = `query ($id: ID!) { coordinationCase(id: $id) { dueAt deadlines { rule partId clock dueAt dueOn originalDueOn amount unit } } }`;
      const { data, errors } = await s.office.execute(query, { id }, as);
      expect(errors).toBeUndefined();
      return data.coordinationCase;
    }
    async function clocksOf(id: string): Promise<Map<string, string>> {
      const { deadlines }: { deadlines: { partId: string; clock: string }[] } = await read(id);
      return new Map(deadlines.map(({ partId, clock }) => [partId, clock]));
    }
    async function toldOf(id: string) {
      const { warned, breached } = await limits.told();
      return [warned, breached].map((told) =>
        told.filter((each) => each.startsWith(id)).map((each) => each.split(' ')[2]),
      );
    }

    it('are three working days for each, met by its position, passed by silence, and told of once', async () => {
      const { people, orgs } = s.county;
      const id = await accepted();
      expect((await read(id)).deadlines).toMatchObject(
        Array.from({ length: 2 }, () => ({
          rule: 'POSITION',
          clock: 'RUNNING',
          dueOn: '2026-09-17',
          amount: 3,
          unit: 'WORKING_DAY',
        })),
      );
      await say(id, people.townHead);
      s.office.clock.set('2026-09-16T16:00:00Z');
      await limits.run();
      s.office.clock.set('2026-09-18T01:00:00Z');
      await act(people.coordinator, 'decideCoordination', {
        coordinationId: id,
        result: 'NOT_AGREED',
        outcome: '一方沉默',
      });
      for (let times = 0; times < 3; times += 1) await limits.run();

      const silent = orgs.emergencyBureau.id;
      expect(await toldOf(id)).toEqual([[silent], [silent]]);
      expect(await clocksOf(id)).toEqual(
        new Map([
          [orgs.town.id, 'MET'],
          [silent, 'BREACHED'],
        ]),
      );
      const [event] = (await s.office.events('DeadlineBreached')).filter(({ subject }) => subject === id);
      expect(event?.data).toMatchObject({ coordinationId: id, rule: 'POSITION', partId: silent });
    });

    it('are counted again when other days are published, and silence is heard later with them', async () => {
      const id = await accepted();
      await deliverDays(s.office, { '2026-09-15': 'HOLIDAY' });
      await limits.run('recount-deadlines');
      expect(await read(id)).toMatchObject({
        dueAt: '2026-09-18T16:00:00.000Z',
        deadlines: [{ dueOn: '2026-09-18', originalDueOn: '2026-09-17' }, { dueOn: '2026-09-18' }],
      });
      await deliverDays(s.office, {});
      await limits.run('recount-deadlines');
    });

    it('come to what was asked before they were kept, and are listed to who may read the coordination alone', async () => {
      const id = await accepted();
      const before = await clocksOf(id);
      await s.office.db.write((manager) => manager.getRepository(DeadlineEntity).delete({ subjectId: id }));
      await limits.run('older-coordinations');
      expect(await clocksOf(id)).toEqual(before);

      const query = `query { supervisionDeadlines(where: { rules: ["POSITION"] }, first: 100) { totalCount nodes { subjectId } } }`;
      const list = async (as: Viewer) => {
        const { nodes, totalCount } = (await s.office.execute(query, {}, as)).data.supervisionDeadlines;
        expect(totalCount).toBe(nodes.length);
        return [...new Set(nodes.map(({ subjectId }: { subjectId: string }) => subjectId))] as string[];
      };
      const { people } = s.county;
      const all = await list(people.coordinator);
      expect(all).toContain(id);
      for (const as of [people.townHead, people.educationHead, people.importer]) {
        const seen = await list(as);
        for (const each of all) expect([each, seen.includes(each)]).toEqual([each, (await read(each, as)) !== null]);
      }
      expect(await list(people.importer)).toEqual([]);
    });

    it('whoever speaks whenever, each threshold and end is told once, and nothing of what was met', async () => {
      const chance = new Chance();
      const { people } = s.county;
      const reached = { said: 0, refused: 0 };
      const ids = [await accepted(), await accepted(), await accepted()];
      const heads = [people.townHead, people.emergencyHead];
      await say(ids[0] ?? '', people.townHead);
      for (let step = 0; step < 8; step += 1) {
        s.office.clock.advance({ hours: chance.pick([0, 5, 20, 50]) ?? 0 });
        await limits.run('deadlines', step % 3 === 0);
        const speaking = say(chance.pick(ids) ?? '', chance.pick(heads) ?? people.townHead);
        reached[
          await speaking.then(
            () => 'said' as const,
            () => 'refused' as const,
          )
        ] += 1;
      }
      s.office.clock.advance({ days: 30 });
      for (let times = 0; times < 3; times += 1) await limits.run();

      console.log(`positions, seed ${chance.seed}: ${JSON.stringify(reached)}`);
      const faults = await limits.faults(s.office.clock.now());
      expect(faults.filter((each) => each.includes('crd_'))).toEqual([]);
      const clocks = new Set((await Promise.all(ids.map(clocksOf))).flatMap((each) => [...each.values()]));
      expect(clocks.has('MET')).toBe(true);
    });
  });
});
