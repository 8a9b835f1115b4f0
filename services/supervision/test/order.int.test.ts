import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSupervision, type Supervision } from './supervision.ts';

/** Takes from the streams in the order drawn; each stream keeps its own order, as a topic does. */
function interleaved<T>(streams: readonly (readonly T[])[], draws: readonly number[]): T[] {
  const rest = streams.map((stream) => [...stream]);
  const order: T[] = [];
  for (const draw of [...draws, ...Array<number>(100).fill(0)]) {
    const open = rest.filter((stream) => stream.length > 0);
    const next = open[draw % open.length]?.shift();
    if (next !== undefined) order.push(next);
  }
  return order;
}

describe.each(testDialects())('events in any order across aggregates on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  it('SUP-1, SUP-5: two demanded hazards, told twice and interleaved, end closed and propose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { minLength: 8, maxLength: 8 }), async (draws) => {
        const { people, sites, orgs } = s.county;
        const { id: itemId } = await s.started();
        const known = await s.reported();
        const fresh = systemIds.next('haz');
        const demand = (more: Record<string, unknown>) =>
          s.act(people.supervisor, 'requireRectification', { itemId, ...more });
        const first = await demand({ hazardId: known });
        const draft = {
          siteId: sites.school.id,
          description: '裂缝',
          level: 'MAJOR',
          category: 'STRUCTURE',
          responsibleOrgId: orgs.educationBureau.id,
        };
        const both = await demand({ hazardDraft: draft });
        const [draftLink] = both.hazards.filter(({ id }: { id: string }) => id !== first.hazards[0].id);
        const source = { type: 'SupervisionItem' as const, id: itemId };
        const twice = { times: 2 };

        const streams = [
          [
            () => s.confirmed(known, 'MAJOR', twice),
            () => s.linked(itemId, known, first.hazards[0].id),
            () => s.closed(known, twice),
          ],
          [
            () => s.reported(fresh, source),
            () => s.linked(itemId, fresh, draftLink.id),
            () => s.confirmed(fresh, 'MAJOR', twice, source),
            () => s.closed(fresh, twice),
          ],
        ];
        for (const deliver of interleaved<() => Promise<unknown>>(streams, draws)) await deliver();

        const submitted = await s.act(people.educationHead, 'submitCompletion', { itemId, result: '完成' });
        expect(
          submitted.hazards.map(({ id, state, hazard }: { id: string; state: string; hazard: { id: string } }) => [
            id,
            state,
            hazard.id,
          ]),
        ).toEqual([
          [first.hazards[0].id, 'CLOSED', known],
          [draftLink.id, 'CLOSED', fresh],
        ]);
        expect(await s.pass(itemId)).toMatchObject({ state: 'COMPLETED' });
        const proposals = (await s.office.events('ItemProposed')).map(
          ({ data }) => (data as { source: { id: string } | null }).source?.id,
        );
        expect(proposals).not.toContain(known);
        expect(proposals).not.toContain(fresh);
      }),
      { numRuns: 8 },
    );
  });

  it('SUP-1: a hazard that is confirmed while an item demands it ends in that one item', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.started();
    const hazardId = await s.reported();

    const [demanded] = await Promise.all([
      s.act(people.supervisor, 'requireRectification', { itemId, hazardId }),
      s.confirmed(hazardId),
    ]);
    await s.linked(itemId, hazardId, demanded.hazards[0].id, 'CONFIRMED');

    const query = 'query { supervisionItems(where: { states: [PROPOSED], categories: [HAZARD] }) { nodes { id } } }';
    expect((await s.office.execute(query, {}, people.director)).data.supervisionItems.nodes).toEqual([]);
  });
});
