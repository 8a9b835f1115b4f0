import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const friday = '2026-09-18T02:00:00Z';
const later = '2026-10-09T02:00:00Z';

describe.each(testDialects())('15-5.1: what items carry for others on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const propose = (id: string, type: 'RESOLUTION' | 'HAZARD' = 'RESOLUTION'): Promise<{ id: string }> =>
    s.act(s.county.people.supervisor, 'proposeItem', { source: { type, id } });
  const merge = (itemId: string, intoItemId: string) =>
    s.act(s.county.people.director, 'mergeItem', { itemId, intoItemId, reason: '并案办理' });
  const reject = (itemId: string) => s.act(s.county.people.director, 'rejectItem', { itemId, reason: '不予立项' });
  const register = (itemId: string) => s.act(s.county.people.director, 'registerItem', { itemId, ...s.registration });
  const reopen = (itemId: string) => s.act(s.county.people.leader, 'reopenItem', { itemId, reason: '回头看' });
  async function strikeOff(itemId: string) {
    const { people } = s.county;
    const { assignments } = await s.act(people.supervisor, 'assignItem', { itemId });
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: assignments[0].id });
    await finish(itemId);
  }
  async function finish(itemId: string) {
    await s.act(s.county.people.educationHead, 'submitCompletion', { itemId, result: '完成' });
    await s.pass(itemId);
    await s.act(s.county.people.director, 'strikeOffItem', { itemId });
  }
  const ask = async (query: string, variables: Record<string, unknown>) =>
    (await s.office.execute(query, variables, s.county.people.director)).data;
  const read = async (id: string) =>
    (
      await ask(
        'query ($id: ID!) { supervisionItem(id: $id) { state mergedInto { id } hazards { role hazard { id } } } }',
        { id },
      )
    ).supervisionItem;
  const followerOf = async (sourceId: string, type = 'Resolution') => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { supervisionItem { id state } } } }`;
    return (await ask(query, { r: [{ __typename: type, id: sourceId }] }))._entities[0].supervisionItem;
  };
  const orphans = async (asOf: string): Promise<Set<string>> => {
    const query = 'query ($asOf: DateTime) { orphanDecisions(asOf: $asOf, first: 100) { nodes { id } } }';
    return new Set((await ask(query, { asOf })).orphanDecisions.nodes.map(({ id }: { id: string }) => id));
  };
  const decision = () => s.adopted({ adoptedAt: friday }, { provenance: 'imported' });
  const followedBy = async (itemId: string) =>
    (await s.office.events('SourceFollowed')).flatMap(({ subject, data }) =>
      subject === itemId ? [(data as { source: { id: string } }).source.id] : [],
    );

  /** What it was told to follow, in time or not. */
  const decisionsOf = async (itemId: string) =>
    (await s.office.events('DecisionFollowed'))
      .filter(({ subject }) => subject === itemId)
      .map(({ data }) => data as { decision: { type: string; id: string }; followedAt: string; followBy: string });

  it('a proposal that is turned down gives back what was merged into it, however long the chain', async () => {
    const [a, b, c] = [await decision(), await decision(), await decision()];
    const [ofA, ofB, ofC] = [await propose(a), await propose(b), await propose(c)];
    await merge(ofA.id, ofB.id);
    await merge(ofB.id, ofC.id);
    expect(await read(ofA.id)).toMatchObject({ state: 'MERGED', mergedInto: { id: ofC.id } });
    expect(await followerOf(a)).toEqual({ id: ofC.id, state: 'PROPOSED' });

    await reject(ofC.id);

    expect(await read(ofA.id)).toMatchObject({ state: 'PROPOSED', mergedInto: null });
    expect(await read(ofB.id)).toMatchObject({ state: 'PROPOSED', mergedInto: null });
    expect(await followerOf(a)).toEqual({ id: ofA.id, state: 'PROPOSED' });
    expect(await followerOf(c)).toBeNull();
  });

  it('what is merged into a merged item becomes part of the end of its chain, never of itself', async () => {
    const [ofA, ofB, ofC] = [await propose(await decision()), await propose(await decision()), await s.registered()];
    await merge(ofB.id, ofC.id);
    await merge(ofA.id, ofB.id);

    expect(await read(ofA.id)).toMatchObject({ mergedInto: { id: ofC.id } });
    const [ofD, ofE] = [await s.proposed(), await s.proposed()];
    await merge(ofE.id, ofD.id);
    await expect(merge(ofD.id, ofE.id)).rejects.toThrow('GUARD_FAILED item.merge');
  });

  it('a decision merged into a registered item is followed by it from then on, and held by it (SUP-1, MTG-6)', async () => {
    s.office.clock.set('2026-09-25T02:00:00Z');
    const id = await decision();
    const { id: itemId } = await propose(id);
    const into = await s.registered();
    expect(await orphans(later)).toContain(id);
    s.office.clock.set('2026-09-25T03:00:00Z');
    await merge(itemId, into.id);

    expect(await orphans(later)).not.toContain(id);
    expect(await orphans('2026-09-25T02:30:00Z')).toContain(id);
    expect(await followerOf(id)).toEqual({ id: into.id, state: 'REGISTERED' });
    await expect(propose(id)).rejects.toThrow('DUPLICATE');
    expect(await followedBy(into.id)).toEqual([id]);
    // 20 September is a make-up working day: the limit is Monday 24:00.
    expect((await decisionsOf(into.id)).filter(({ decision: of }) => of.id === id)).toEqual([
      {
        ...{ itemId: into.id, decision: { type: 'Resolution', id } },
        ...{ followedAt: '2026-09-25T03:00:00.000Z', followBy: '2026-09-21T16:00:00.000Z' },
      },
    ]);
  });

  it('what is merged before the registration is followed with it', async () => {
    const [a, b] = [await decision(), await decision()];
    const [ofA, ofB] = [await propose(a), await propose(b)];
    await merge(ofA.id, ofB.id);
    expect(await orphans(later)).toContain(a);
    await register(ofB.id);

    expect(await orphans(later)).not.toContain(a);
    expect(await followedBy(ofB.id)).toEqual([a]);
    expect((await decisionsOf(ofB.id)).map(({ decision: of }) => of.id).sort()).toEqual([a, b].sort());
  });

  it('MTG-6: a decision is followed too when the hazard’s proposal that it is part of becomes part of a registered item', async () => {
    const { supervisor } = s.county.people;
    const hazardId = await s.reported();
    await s.confirmed(hazardId, 'GENERAL');
    const ofHazard = await propose(hazardId, 'HAZARD');
    const id = await decision();
    await merge((await propose(id)).id, ofHazard.id);
    const into = await s.started();
    expect(await orphans(later)).toContain(id);

    await s.act(supervisor, 'requireRectification', { itemId: into.id, hazardId });

    expect(await read(ofHazard.id)).toMatchObject({ state: 'MERGED', mergedInto: { id: into.id } });
    expect(await orphans(later)).not.toContain(id);
    expect((await decisionsOf(into.id)).map(({ decision: of }) => of.id)).toContain(id);
  });

  it('an item that is struck off frees all it carried, and takes it back unless another one has it', async () => {
    const [a, b] = [await decision(), await decision()];
    const [ofA, ofB] = [await propose(a), await propose(b)];
    await merge(ofA.id, ofB.id);
    await register(ofB.id);
    await strikeOff(ofB.id);
    expect(await followerOf(a)).toEqual({ id: ofB.id, state: 'STRUCK_OFF' });
    const again = await propose(a);
    expect(await followerOf(a)).toEqual({ id: again.id, state: 'PROPOSED' });

    await expect(reopen(ofB.id)).rejects.toThrow('DUPLICATE');
    await reject(again.id);
    await reopen(ofB.id);
    await expect(propose(a)).rejects.toThrow('DUPLICATE');
  });

  it('a hazard returns to the proposal that it caused', async () => {
    const hazardId = await s.reported();
    await s.confirmed(hazardId, 'GENERAL');
    const ofHazard = await propose(hazardId, 'HAZARD');
    const other = await s.proposed();
    await merge(ofHazard.id, other.id);
    expect(await followerOf(hazardId, 'Hazard')).toEqual({ id: other.id, state: 'PROPOSED' });
    await expect(propose(hazardId, 'HAZARD')).rejects.toThrow('DUPLICATE');

    await reject(other.id);

    expect((await read(ofHazard.id)).hazards).toEqual([{ role: 'CAUSE', hazard: { id: hazardId } }]);
    expect((await read(other.id)).hazards).toEqual([]);
    expect(await followerOf(hazardId, 'Hazard')).toEqual({ id: ofHazard.id, state: 'PROPOSED' });
  });

  it('a waiver turns down the item of its decision, also one that was part of another; what others asked for stays', async () => {
    const [a, b, c] = [await decision(), await decision(), await decision()];
    const [ofA, ofB, ofC] = [await propose(a), await propose(b), await propose(c)];
    await merge(ofA.id, ofC.id);
    await merge(ofB.id, ofC.id);
    for (const id of [a, c]) await s.office.deliver(supervisionWaived, id, { resolutionId: id, reason: null });

    expect((await read(ofC.id)).state).toBe('REJECTED');
    expect((await read(ofA.id)).state).toBe('REJECTED');
    expect((await read(ofB.id)).state).toBe('PROPOSED');
  });

  /** What the rule says of items, kept beside the office: who is merged into whom, link by link. */
  interface Told {
    readonly id: string;
    readonly sourceId: string;
    state: 'PROPOSED' | 'REGISTERED' | 'WORKED' | 'STRUCK_OFF' | 'REJECTED' | 'MERGED';
    into: Told | null;
    wasRegistered: boolean;
  }
  const endOf = (item: Told): Told => (item.into === null ? item : endOf(item.into));
  const isOpen = ({ state }: Told) => state === 'PROPOSED' || state === 'REGISTERED' || state === 'WORKED';

  it('no source is lost or counted twice, whatever is proposed, merged, turned down, registered, struck off and reopened', async () => {
    const chance = new Chance();
    let sources: string[] = [];
    let told: Told[] = [];
    const reached = { chains: 0, givenBack: 0, mergedIntoRegistered: 0, freed: 0, takenBack: 0, refused: 0 };
    const partsOf = (item: Told) => told.filter((each) => each !== item && endOf(each) === item);
    /** One in these states; two times of three the one that carries most. */
    const oneOf = (...states: Told['state'][]): Told | undefined => {
      const found = told.filter(({ state }) => states.includes(state));
      const most = [...found].sort((a, b) => partsOf(b).length - partsOf(a).length)[0];
      return chance.pick([most, most, chance.pick(found)]);
    };
    const holds = (sourceId: string, except: Told | null = null) =>
      told.some((item) => item.sourceId === sourceId && isOpen(endOf(item)) && endOf(item) !== except);

    const acts = {
      async propose(sourceId = chance.pick(sources) ?? '') {
        if (!holds(sourceId)) {
          const { id } = await propose(sourceId);
          told.push({ id, sourceId, state: 'PROPOSED', into: null, wasRegistered: false });
          return;
        }
        await expect(propose(sourceId)).rejects.toThrow('DUPLICATE');
        reached.refused += 1;
      },
      async merge(
        item = oneOf('PROPOSED'),
        into = chance.pick([oneOf('REGISTERED'), chance.pick(told.filter((each) => each !== item))]),
      ) {
        if (!item || !into) return;
        const end = endOf(into);
        if (end === item || !isOpen(end)) {
          await expect(merge(item.id, into.id)).rejects.toThrow('GUARD_FAILED item.merge');
          return;
        }
        if (partsOf(item).length > 0 || into.into) reached.chains += 1;
        if (end.wasRegistered) reached.mergedIntoRegistered += 1;
        await merge(item.id, into.id);
        Object.assign(item, { state: 'MERGED', into });
      },
      async reject(item = oneOf('PROPOSED')) {
        if (!item) return;
        const parts = partsOf(item);
        await reject(item.id);
        item.state = 'REJECTED';
        for (const part of parts) Object.assign(part, { state: 'PROPOSED', into: null });
        reached.givenBack += parts.length;
      },
      async register(item = oneOf('PROPOSED')) {
        if (!item) return;
        await register(item.id);
        Object.assign(item, { state: 'REGISTERED', wasRegistered: true });
      },
      async strikeOff(item = oneOf('REGISTERED', 'WORKED')) {
        if (!item) return;
        reached.freed += partsOf(item).length;
        await (item.state === 'REGISTERED' ? strikeOff(item.id) : finish(item.id));
        item.state = 'STRUCK_OFF';
      },
      async reopen(item = oneOf('STRUCK_OFF')) {
        if (!item) return;
        if ([item, ...partsOf(item)].some(({ sourceId }) => holds(sourceId, item))) {
          await expect(reopen(item.id)).rejects.toThrow('DUPLICATE');
          reached.refused += 1;
          return;
        }
        reached.takenBack += partsOf(item).length;
        await reopen(item.id);
        item.state = 'WORKED';
      },
    };

    async function holdsTrue() {
      const unfollowed = await orphans(later);
      for (const sourceId of sources) {
        const ends = new Set(told.filter((item) => item.sourceId === sourceId).map(endOf));
        const open = [...ends].filter(isOpen);
        expect(open.length).toBeLessThanOrEqual(1);
        const follower = await followerOf(sourceId);
        if (open[0]) expect(follower?.id).toBe(open[0].id);
        else expect(follower === null || follower.state === 'STRUCK_OFF').toBe(true);
        expect(unfollowed.has(sourceId)).toBe(![...ends].some(({ wasRegistered }) => wasRegistered));
      }
      for (const item of told.filter(({ state }) => state === 'MERGED'))
        expect(await read(item.id)).toMatchObject({ state: 'MERGED', mergedInto: { id: endOf(item).id } });
    }

    const often = ['propose', 'propose', 'merge', 'merge', 'reject', 'register', 'strikeOff', 'reopen'] as const;
    /** What each round is to reach whatever chance does after it; of five items the third carries the first two. */
    const endings = [
      (carrier: Told) => acts.reject(carrier),
      async (carrier: Told, other: Told) => {
        await acts.register(carrier);
        await acts.merge(other, carrier);
      },
      async (carrier: Told) => {
        await acts.register(carrier);
        await acts.strikeOff(carrier);
        await acts.reopen(carrier);
      },
    ];
    for (let round = 0; round < 9; round += 1) {
      sources = await Promise.all(Array.from({ length: 5 }, decision));
      told = [];
      for (const sourceId of sources) await acts.propose(sourceId);
      const [first, second, third, fourth] = told as [Told, Told, Told, Told];
      await acts.merge(first, second);
      await acts.merge(second, third);
      await acts.propose(first.sourceId);
      await holdsTrue();
      await endings[round % 3]?.(third, fourth);
      await holdsTrue();
      for (let times = 0; times < 12; times += 1) {
        await acts[chance.pick(often) ?? 'propose']();
        await holdsTrue();
      }
    }

    console.log(`mergers, seed ${chance.seed}: ${JSON.stringify(reached)}`);
    for (const times of Object.values(reached)) expect(times).toBeGreaterThan(0);
  });

  it('two mergers at once, and a merger beside a refusal, leave no source without an item', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [a, b] = [await decision(), await decision()];
      const [ofA, ofB] = [await propose(a), await propose(b)];
      await Promise.allSettled(
        round % 2 === 0 ? [merge(ofA.id, ofB.id), merge(ofB.id, ofA.id)] : [merge(ofA.id, ofB.id), reject(ofB.id)],
      );

      expect(await followerOf(a)).toMatchObject({ state: 'PROPOSED' });
    }
  });
});
