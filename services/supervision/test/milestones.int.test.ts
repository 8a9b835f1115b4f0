import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('milestones on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());
  beforeEach(() => s.office.clock.set('2026-09-08T01:00:00Z'));

  const add = (itemId: string, more: Record<string, unknown> = {}, as = s.county.people.supervisor) =>
    s.act(as, 'addMilestone', { itemId, name: '完成排查', plannedOn: '2026-09-14', weightPercent: 40, ...more });
  const read = async (id: string, asOf?: string) => {
    const query = `query ($id: ID!, $asOf: DateTime) { supervisionItem(id: $id) { milestonePercent light(asOf: $asOf)
      lightReason(asOf: $asOf) milestones { id name plannedOn dueOn weightPercent doneAt droppedReason }
      deadlines { rule clock dueOn originalDueOn } } }`;
    return (await s.office.execute(query, { id, asOf }, s.county.people.director)).data.supervisionItem;
  };
  const only = async (id: string): Promise<string> => (await read(id)).milestones[0].id;

  it('are planned within the item’s limit, and their shares come to 100 at most', async () => {
    const { people } = s.county;
    const { id } = await s.started();
    await expect(add(id, {}, people.educationHandler)).rejects.toThrow('FORBIDDEN');
    await expect(add(id, { plannedOn: '2026-09-07' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(add(id, { plannedOn: '2026-10-31' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(add(id, { weightPercent: 0 })).rejects.toThrow('BAD_USER_INPUT');
    await add(id);
    await add(id, { name: '整改完毕', plannedOn: '2026-10-30', weightPercent: 60 }, people.educationHead);
    await expect(add(id, { weightPercent: 1 })).rejects.toThrow('BAD_USER_INPUT');

    expect(await read(id)).toMatchObject({
      milestonePercent: 0,
      milestones: [{ plannedOn: '2026-09-14' }, { plannedOn: '2026-10-30' }],
    });
  });

  it('the lead unit says that one is reached, once, and shows it; it counts by its share', async () => {
    const { people } = s.county;
    const { id } = await s.started();
    await add(id);
    await add(id, { plannedOn: '2026-10-30', weightPercent: 40 });
    const milestoneId = await only(id);
    const complete = (as = people.educationHandler) =>
      s.act(as, 'completeMilestone', { milestoneId, evidence: [{ text: '排查台账' }] });
    await expect(complete(people.supervisor)).rejects.toThrow('FORBIDDEN');
    await complete();
    await expect(complete()).rejects.toThrow('GUARD_FAILED milestone.open');

    expect(await read(id)).toMatchObject({ milestonePercent: 50 });
    const told = (await s.office.events('MilestoneReached')).filter(({ subject }) => subject === id);
    expect(told.map(({ data }) => data)).toMatchObject([{ milestoneId, weightPercent: 40 }]);
  });

  it('a late one makes the light red after five working days, until it is reached or dropped', async () => {
    const { people } = s.county;
    const { id } = await s.started({ feedbackCycle: 'NONE' });
    await add(id);
    const milestoneId = await only(id);
    // Sunday the 20th is made a working day: it is the fifth after the 14th.
    expect(await read(id, '2026-09-20T16:00:00Z')).not.toMatchObject({ lightReason: 'MILESTONE_LATE' });
    expect(await read(id, '2026-09-20T16:00:00.001Z')).toMatchObject({ light: 'RED', lightReason: 'MILESTONE_LATE' });
    s.office.clock.set('2026-09-21T01:00:00Z');
    await s.act(people.supervisor, 'dropMilestone', { milestoneId, reason: '并入整改阶段' });
    await expect(s.act(people.supervisor, 'dropMilestone', { milestoneId, reason: '再取消' })).rejects.toThrow(
      'GUARD_FAILED milestone.open',
    );

    expect(await read(id)).toMatchObject({ milestonePercent: null, milestones: [{ droppedReason: '并入整改阶段' }] });
    expect((await read(id)).lightReason).not.toBe('MILESTONE_LATE');
    expect(await read(id, '2026-09-20T16:00:00.001Z')).toMatchObject({ lightReason: 'MILESTONE_LATE' });
  });

  it('a suspension moves it by its days, and the plan stays', async () => {
    const { people } = s.county;
    const { id } = await s.started();
    await add(id);
    await s.act(people.leader, 'suspendItem', { itemId: id, reason: '等待批复' });
    s.office.clock.advance({ days: 3 });
    const limitOf = async () => (await read(id)).deadlines.filter(({ rule }: { rule: string }) => rule === 'MILESTONE');
    expect(await limitOf()).toMatchObject([{ clock: 'PAUSED' }]);
    await s.act(people.leader, 'resumeItem', { itemId: id });

    expect((await read(id)).milestones).toMatchObject([{ plannedOn: '2026-09-14', dueOn: '2026-09-17' }]);
    expect(await limitOf()).toMatchObject([{ clock: 'RUNNING', dueOn: '2026-09-17', originalDueOn: '2026-09-14' }]);
  });
});
