import { createOffice } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineageEdges } from '../src/lineage/edges.ts';
import { LineageEdgeEntity, LineageNodeEntity } from '../src/lineage/lineage.entity.ts';
import { lineageNodes } from '../src/lineage/nodes.ts';
import { createProjector } from '../src/projection/projector.consumers.ts';
import { aLoop, type Loop } from './a-loop.ts';
import { type Figures, startFigures, viewerOf } from './figures.ts';

const fields = `root { id type } complete nodes { id type state at entity { __typename } } edges { from to kind }`;

describe.each(testDialects())('lineage on %s', (dialect) => {
  let office: Figures;
  let loop: Loop;
  let director: Viewer;
  const parts = () => ({ officeId: office.orgs.governmentOffice.id, unitId: office.orgs.emergencyBureau.id });

  beforeAll(async () => {
    office = await startFigures(dialect);
    loop = aLoop(parts());
    director = viewerOf(office, ['OFFICE_DIRECTOR', 'SUPERVISOR'], office.orgs.county.id);
    await hear(loop.histories().flat());
  });
  afterAll(() => office.close());

  async function hear(events: readonly Envelope[]) {
    for (const event of events) await office.redeliver(event);
  }

  async function lineage(id: string, as: Viewer | null = director) {
    const { data, errors } = await office.execute(`query ($id: ID!) { lineage(id: $id) { ${fields} } }`, { id }, as);
    return errors ? errors[0].extensions : data.lineage;
  }
  interface Chain {
    readonly nodes: readonly { readonly id: string; readonly type: string }[];
    readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
  }
  const idsOf = ({ nodes }: Chain) => nodes.map(({ id }) => id).sort();
  const edgesOf = ({ edges }: Chain) =>
    edges.map(({ from, to, kind }) => `${from.slice(0, 3)} ${kind} ${to.slice(0, 3)}`).sort();

  it('tells the whole loop from a missed call to a rating and two records', async () => {
    const chain = await lineage(loop.id.hazard);
    const { otherResolution, ...all } = loop.id;
    expect(chain.root).toEqual({ id: loop.id.hazard, type: 'HAZARD' });
    expect(chain.complete).toBe(true);
    expect(idsOf(chain)).toEqual(Object.values(all).sort());
    expect(chain.nodes[0].id).toBe(loop.id.hazard);
    expect(edgesOf(chain)).toEqual(
      [
        'cal CAUSED cas',
        'cas ANSWERS rat',
        'cas CAUSED haz',
        'haz FILED_AS arc',
        'min DOCUMENTS doc',
        'mtg CAUSED res',
        'mtg DOCUMENTS min',
        'res CAUSED sup',
        'res IMPLEMENTS sup',
        'sup CLOSES haz',
        'sup FILED_AS arc',
      ].sort(),
    );
    const states = Object.fromEntries(
      chain.nodes.map(({ type, state }: { type: string; state: string }) => [type, state]),
    );
    expect(states).toMatchObject({
      CALL: 'MISSED',
      SERVICE_CASE: 'CLOSED',
      HAZARD: 'CLOSED',
      SUPERVISION_ITEM: 'STRUCK_OFF',
    });
  });

  it('tells the same chain from each of its members, and a meeting with all its decisions', async () => {
    const { otherResolution, meeting, minutes, document, ...members } = loop.id;
    const whole = idsOf(await lineage(loop.id.call));
    for (const id of Object.values(members)) expect(idsOf(await lineage(id))).toEqual(whole);
    for (const id of [meeting, minutes, document]) {
      expect(idsOf(await lineage(id))).toEqual([...whole, otherResolution].sort());
    }
    expect(idsOf(await lineage(otherResolution))).toEqual([otherResolution, meeting, minutes, document].sort());
  });

  it('is not complete while anything of it is missing', async () => {
    const open = aLoop(parts());
    const told = open.histories();
    await hear(told.slice(0, 10).flat());
    expect((await lineage(open.id.item)).complete).toBe(false);
    await hear(told[10] ?? []);
    expect((await lineage(open.id.item)).complete).toBe(true);
  });

  it('answers nothing for what it does not know, to nobody, and to those who only count or administer', async () => {
    expect(await lineage('haz_00000000000000000000000000')).toBeNull();
    expect(await lineage('nonsense')).toBeNull();
    expect(await lineage(loop.id.item, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const role of ['ANALYST', 'AUDITOR', 'ADMIN', 'IMPORTER']) {
      expect(await lineage(loop.id.item, viewerOf(office, [role], office.orgs.county.id))).toBeNull();
    }
  });

  it('leaves out what the viewer may not see, and what hangs on it alone', async () => {
    const told = { secrecyLevel: 'CONFIDENTIAL' as const };
    const secret = aLoop({ ...parts(), toldOfHazard: told });
    await hear(secret.histories().flat());
    const chain = await lineage(secret.id.item);
    const hidden = [secret.id.hazard, secret.id.hazardRecord, secret.id.case, secret.id.call, secret.id.rating];
    for (const id of hidden) expect(idsOf(chain)).not.toContain(id);
    expect(JSON.stringify(chain)).not.toContain(secret.id.hazard);
    expect(chain.complete).toBe(false);
    expect(await lineage(secret.id.hazard)).toBeNull();
    const cleared = {
      ...director,
      posts: [{ ...director.posts[0], roles: ['OFFICE_DIRECTOR', 'SUPERVISOR', 'SAFETY_OFFICER', 'ARCHIVIST'] }],
      clearance: 'CONFIDENTIAL',
    } as Viewer;
    expect(idsOf(await lineage(secret.id.item, cleared))).toEqual(expect.arrayContaining(hidden));
  });

  it('is for those below whose unit was named, and not for those beside', async () => {
    const named = viewerOf(office, ['HANDLER'], office.orgs.emergencyBureau.id);
    expect(idsOf(await lineage(loop.id.item, named))).toEqual(expect.arrayContaining([loop.id.item, loop.id.hazard]));
    const beside = viewerOf(office, ['HANDLER'], office.orgs.educationBureau.id);
    expect(await lineage(loop.id.item, beside)).toBeNull();
  });

  it('R-7: an accusation is nowhere in it, nor the call it came by, whatever is told of it and in whatever order', async () => {
    const accusation = aLoop({ ...parts(), kind: 'ACCUSATION' });
    const [call = [], serviceCase = []] = accusation.histories();
    const rating = accusation.histories().at(-1) ?? [];
    for (const events of [
      [rating, serviceCase, call],
      [call, serviceCase, rating],
    ])
      await hear(events.flat());
    for (const id of [accusation.id.case, accusation.id.rating, accusation.id.call])
      expect(await lineage(id)).toBeNull();
    const nodes = await office.db.read.getRepository(LineageNodeEntity).find();
    const edges = await office.db.read.getRepository(LineageEdgeEntity).find();
    expect(JSON.stringify([nodes, edges])).not.toContain(accusation.id.case);
    expect(JSON.stringify([nodes, edges])).not.toContain(accusation.id.rating);
  });

  it('goes round a circle once', async () => {
    const round = aLoop(parts());
    const events = round.histories();
    const hazard = (events[2] ?? []).map((event) =>
      event.type.includes('HazardLinked') ? { ...event, data: { ...(event.data as object), role: 'CAUSE' } } : event,
    );
    await hear([...hazard, ...(events[8] ?? [])]);
    const chain = await lineage(round.id.item);
    expect(idsOf(chain)).toEqual([round.id.hazard, round.id.item].sort());
    expect(edgesOf(chain)).toEqual(['haz CAUSED sup', 'sup CLOSES haz']);
  });

  it('A-1: comes to the same in any order, in any batches and told twice', async () => {
    const events = aLoop(parts());
    const stored = async () => {
      const ids = Object.values(events.id);
      const nodes = await office.db.read.getRepository(LineageNodeEntity).find({ order: { id: 'ASC' } });
      const edges = await office.db.read.getRepository(LineageEdgeEntity).find({ order: { id: 'ASC' } });
      return {
        nodes: nodes.filter(({ id }) => ids.includes(id)),
        edges: edges.filter(({ id }) => ids.some((one) => id.includes(one))),
      };
    };
    await handle(events.histories().flat());
    const inOrder = await stored();
    expect(inOrder.nodes).toHaveLength(Object.keys(events.id).length);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (draws, size) => {
          await forget(Object.values(events.id));
          const mixed = interleave(events.histories(), draws);
          for (let from = 0; from < mixed.length; from += size) {
            const batch = mixed.slice(from, from + size);
            await handle(batch);
          }
          expect(await stored()).toEqual(inOrder);
        },
      ),
      { numRuns: 12 },
    );
  });

  /** As the kit hands a batch over. */
  const handle = (events: readonly Envelope[]) =>
    office.db.write(async (manager) => {
      for (const consumer of createProjector({ kit: office.kit, office: createOffice(office.kit) }, [
        lineageNodes,
        lineageEdges,
      ]).consumers) {
        const own = events.filter(({ type }) => consumer.contracts.some((contract) => contract.type === type));
        if (own.length > 0) await consumer.handleAll(own, manager);
      }
    });

  const forget = (ids: readonly string[]) =>
    office.db.write(async (manager) => {
      for (const id of ids) {
        await manager.query('DELETE FROM lineage_nodes WHERE id = ?', [id]);
        await manager.query('DELETE FROM lineage_edges WHERE from_id = ? OR to_id = ?', [id, id]);
      }
    });

  it('asks as many statements of eight roots as of one', async () => {
    const more = [aLoop(parts()), aLoop(parts()), aLoop(parts())];
    for (const one of more) await hear(one.histories().flat());
    const representations = (loops: readonly Loop[]) =>
      loops.flatMap(({ id }) => [
        { __typename: 'Hazard', id: id.hazard },
        { __typename: 'SupervisionItem', id: id.item },
        { __typename: 'Resolution', id: id.resolution },
      ]);
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Hazard { lineage { ${fields} } } ... on SupervisionItem { lineage { ${fields} } } ... on Resolution { lineage { ${fields} } } } }`;
    const once = async (loops: readonly Loop[]) => {
      const { data, errors } = await office.execute(query, { r: representations(loops) }, director);
      expect(errors).toBeUndefined();
      for (const { lineage: chain } of data._entities) expect(chain.complete).toBe(true);
    };
    expect(await statementsOf(() => once([loop, ...more]))).toBe(await statementsOf(() => once([loop])));
  });

  const chainFields = `totalCount nodes { meetingNo resolutionCode itemCode struckOffAt hazardCode itemArchivalCode hazardArchivalCode
    item { id } hazard { id } meeting { id } itemRecord { id } }`;
  async function complete(as: Viewer, args = '') {
    const { data, errors } = await office.execute(`{ completeChains${args} { ${chainFields} } }`, {}, as);
    return errors ? errors[0].extensions : data.completeChains;
  }

  it('lists the complete chains of a part of the house, the newest first', async () => {
    const under = aLoop({ ...parts(), officeId: office.orgs.supervisionDivision.id });
    await hear(under.histories().flat());
    const found = await complete(director, `(orgId: "${office.orgs.supervisionDivision.id}")`);
    expect(found).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          meetingNo: 'XT1',
          resolutionCode: 'XT1-01',
          itemCode: '督1',
          struckOffAt: '2026-09-14T16:00:00.000Z',
          hazardCode: '隐1',
          itemArchivalCode: 'J-SupervisionItem',
          hazardArchivalCode: 'J-Hazard',
          item: { id: under.id.item },
          hazard: { id: under.id.hazard },
          meeting: { id: under.id.meeting },
          itemRecord: { id: under.id.itemRecord },
        },
      ],
    });
    const all = await complete(director, '(first: 2)');
    expect(all.nodes[0].item.id).toBe(under.id.item);
    expect(all.totalCount).toBeGreaterThan(2);
    expect((await complete(viewerOf(office, ['HANDLER'], office.orgs.educationBureau.id))).nodes).toEqual([]);
  });

  it('gives importers the codes of the history they loaded, however secret, and of nothing else', async () => {
    const told = { provenance: 'imported', secrecyLevel: 'WORK_SECRET' } as const;
    const imported = aLoop({ ...parts(), officeId: office.orgs.town.id, told });
    await hear(imported.histories().flat());
    const importer = viewerOf(office, ['IMPORTER'], office.orgs.county.id);
    const found = await complete(importer);
    expect(found.nodes.map(({ item }: { item: { id: string } }) => item.id)).toEqual([imported.id.item]);
    expect((await complete(viewerOf(office, ['ANALYST'], null))).nodes).toEqual([]);
    expect((await complete(viewerOf(office, ['ADMIN'], null))).nodes).toEqual([]);
  });
});

/** Takes from the histories as drawn; each keeps its own order. */
function interleave(histories: readonly (readonly Envelope[])[], draws: readonly number[]): Envelope[] {
  const left = histories.map((history) => [...history]);
  const mixed: Envelope[] = [];
  for (let step = 0; left.some((history) => history.length > 0); step += 1) {
    const open = left.filter((history) => history.length > 0);
    const event = open[(draws[step % draws.length] ?? 0) % open.length]?.shift();
    if (event) mixed.push(event);
  }
  return mixed;
}
