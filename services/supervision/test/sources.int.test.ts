import { hazardReopened } from '@chengqi/schemas/events/security';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('items and what they were opened for on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const propose = (type: 'RESOLUTION' | 'HAZARD', id: string, as: Viewer = s.county.people.supervisor) =>
    s.act(as, 'proposeItem', { source: { type, id } });
  const correlationsOf = async (itemId: string) =>
    new Set(
      (await s.office.events()).flatMap(({ subject, correlationid }) => (subject === itemId ? [correlationid] : [])),
    );
  const reopened = (hazardId: string) =>
    s.office.deliver(hazardReopened, hazardId, { hazardId, code: '隐〔2026〕1号' });

  it('what a person opens for an imported resolution or a hazard continues the chain of its source', async () => {
    const { people } = s.county;
    const correlationId = systemIds.next('cor');
    const resolutionId = await s.adopted({}, { provenance: 'imported', correlationId });
    const { id: itemId } = await propose('RESOLUTION', resolutionId);
    await s.act(people.director, 'registerItem', { itemId, feedbackCycle: 'WEEKLY' });
    expect(await correlationsOf(itemId)).toEqual(new Set([correlationId]));

    const hazardId = systemIds.next('haz');
    const ofHazard = systemIds.next('cor');
    await s.confirmed(hazardId, 'GENERAL', { correlationId: ofHazard });
    const { id: hazardItem } = await propose('HAZARD', hazardId);
    expect(await correlationsOf(hazardItem)).toEqual(new Set([ofHazard]));
  });

  it('what the system opens for a resolution has its correlation as well', async () => {
    const correlationId = systemIds.next('cor');
    const id = await s.adopted({}, { correlationId });
    const proposed = (await s.office.events('ItemProposed')).find(
      ({ data }) => (data as { source: { id: string } | null }).source?.id === id,
    );

    expect(proposed).toMatchObject({ correlationid: correlationId });
  });

  async function struckOff(itemId: string) {
    const { people } = s.county;
    await s.act(people.director, 'registerItem', { itemId, feedbackCycle: 'WEEKLY' });
    const { assignments } = await s.act(people.supervisor, 'assignItem', { itemId });
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: assignments[0].id });
    await s.act(people.educationHead, 'submitCompletion', { itemId, result: '完成' });
    await s.pass(itemId);
    await s.act(people.director, 'strikeOffItem', { itemId });
  }

  it('SUP-1: an item is not reopened while another one is open for its source', async () => {
    const { people } = s.county;
    const resolutionId = await s.adopted({}, { provenance: 'imported' });
    const first = await propose('RESOLUTION', resolutionId);
    await struckOff(first.id);
    const second = await propose('RESOLUTION', resolutionId);
    const reopen = () => s.act(people.leader, 'reopenItem', { itemId: first.id, reason: '回头看发现反弹' });

    await expect(reopen()).rejects.toThrow('DUPLICATE');
    await s.act(people.director, 'rejectItem', { itemId: second.id, reason: '重启原事项' });
    expect(await reopen()).toMatchObject({ state: 'IN_PROGRESS' });
  });

  it('SUP-1: who may not propose for the source is not told that it has an item', async () => {
    const hazardId = await s.reported();
    await s.confirmed(hazardId, 'MAJOR');
    const elsewhere: Viewer = {
      ...s.county.people.townHead,
      posts: [
        ...s.county.people.townHead.posts,
        { orgId: s.county.orgs.town.id, scopeOrgId: s.county.orgs.town.id, roles: ['SUPERVISOR'] },
      ],
    };

    await expect(propose('HAZARD', hazardId)).rejects.toThrow('DUPLICATE');
    await expect(propose('HAZARD', hazardId, elsewhere)).rejects.toThrow('FORBIDDEN');
  });

  it('a major proposal is the signer’s to register and to strike off, also when it becomes less than major', async () => {
    const { orgs, people } = s.county;
    const { id: itemId } = await s.act(people.supervisor, 'proposeItem', {
      ownerOrgId: orgs.county.id,
      title: '危化品排查',
      requirement: '全部排查',
      weight: 'MAJOR',
    });
    const register = (as: Viewer) =>
      s.act(as, 'registerItem', { itemId, ...s.registration, weight: 'NORMAL', leadOrgId: orgs.educationBureau.id });

    await expect(register(people.director)).rejects.toThrow('FORBIDDEN');
    expect(await register(people.leader)).toMatchObject({ weight: 'NORMAL' });
    const { assignments } = await s.act(people.supervisor, 'assignItem', { itemId });
    await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: assignments[0].id });
    await s.act(people.educationHead, 'submitCompletion', { itemId, result: '完成' });
    await s.pass(itemId);
    await expect(s.act(people.director, 'strikeOffItem', { itemId })).rejects.toThrow('FORBIDDEN');
    expect(await s.act(people.leader, 'strikeOffItem', { itemId })).toMatchObject({ state: 'STRUCK_OFF' });
  });

  it('a work secret does not become part of what everybody in the office reads', async () => {
    const { people } = s.county;
    const secret = await s.adopted(
      { level: 'WORK_SECRET', text: null },
      { provenance: 'imported', secrecyLevel: 'WORK_SECRET' },
    );
    const { id: itemId } = await propose('RESOLUTION', secret);
    const merge = (intoItemId: string) => s.act(people.director, 'mergeItem', { itemId, intoItemId, reason: '并案' });
    const open = await s.proposed();

    await expect(merge(open.id)).rejects.toThrow('GUARD_FAILED item.merge');
    const other = await s.adopted(
      { level: 'WORK_SECRET', text: null },
      { provenance: 'imported', secrecyLevel: 'WORK_SECRET' },
    );
    expect(await merge((await propose('RESOLUTION', other)).id)).toMatchObject({ state: 'MERGED' });
  });

  it('names at most fifty units', async () => {
    const { people } = s.county;
    const many = Array.from({ length: 51 }, () => systemIds.next('org'));
    const { id: itemId } = await s.proposed();
    const register = s.act(people.director, 'registerItem', { itemId, ...s.registration, coOrgIds: many });
    await expect(register).rejects.toThrow('BAD_USER_INPUT');

    const started = await s.started();
    const obstacle = { itemId: started.id, kind: 'FUNDS', description: '缺资金', proposal: '申请' };
    await expect(s.act(people.supervisor, 'raiseObstacle', { ...obstacle, affectedOrgIds: many })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
  });

  it('SUP-5: a hazard that relapses while its item is verified leaves no item completed', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id: itemId } = await s.started();
      const hazardId = await s.reported();
      const { hazards } = await s.act(s.county.people.supervisor, 'requireRectification', { itemId, hazardId });
      await s.linked(itemId, hazardId, hazards[0].id);
      await s.closed(hazardId);
      await s.act(s.county.people.educationHead, 'submitCompletion', { itemId, result: '完成' });

      const [verified] = await Promise.allSettled([s.pass(itemId), reopened(hazardId)]);

      const query = 'query ($id: ID!) { supervisionItem(id: $id) { state } }';
      const { data } = await s.office.execute(query, { id: itemId }, s.county.people.director);
      expect(data.supervisionItem.state).toBe(verified.status === 'fulfilled' ? 'IN_PROGRESS' : 'VERIFYING');
    }
  });
});
