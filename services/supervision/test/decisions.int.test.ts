import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const ORPHANS =
  'query ($asOf: DateTime, $where: OrphanDecisionFilter) { orphanDecisions(asOf: $asOf, where: $where) { totalCount nodes { id registerBy } } }';

describe.each(testDialects())('orphan decisions on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const orphans = async (asOf: string) => {
    const { data } = await s.office.execute(ORPHANS, { asOf }, s.county.people.director);
    return data.orphanDecisions.nodes.map(({ id }: { id: string }) => id);
  };

  it('MTG-6: a decision without item or waiver is an orphan two working days later, and no more once registered', async () => {
    const { people } = s.county;
    const friday = { adoptedAt: '2026-09-18T02:00:00Z' };
    const live = await s.adopted(friday);
    const imported = await s.adopted(friday, { provenance: 'imported' });
    const waived = await s.adopted(friday);
    await s.office.deliver(supervisionWaived, waived, { resolutionId: waived, reason: null });
    await s.adopted({ ...friday, requiresAction: false });

    // 20 September is a make-up working day: the limit is Monday 24:00.
    expect(await orphans('2026-09-21T15:59:00Z')).toEqual([]);
    expect(await orphans('2026-09-21T16:01:00Z')).toEqual([live, imported].sort());
    s.office.clock.set('2026-09-22T01:00:00Z');
    const item = await s.act(people.supervisor, 'proposeItem', { source: { type: 'RESOLUTION', id: imported } });
    await s.act(people.director, 'registerItem', { itemId: item.id, feedbackCycle: 'NONE' });
    expect(await orphans('2026-09-22T02:00:00Z')).toEqual([live]);
    expect(await orphans('2026-09-22T00:30:00Z')).toEqual([live, imported].sort());
  });

  it('counts for others only what they may see', async () => {
    await s.adopted(
      { level: 'WORK_SECRET', text: null, adoptedAt: '2026-09-01T02:00:00Z' },
      { secrecyLevel: 'WORK_SECRET', provenance: 'imported' },
    );
    const count = async (as: Parameters<typeof s.office.execute>[2]) =>
      (await s.office.execute(ORPHANS, { asOf: '2026-09-10T00:00:00Z' }, as)).data.orphanDecisions.totalCount;

    expect(await count(s.county.people.director)).toBe(1);
    expect(await count(s.county.people.uncleared)).toBe(0);
    expect(await count(s.county.people.townHead)).toBe(0);
  });
});
