import { deliverDays } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('the work on an item on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  it('SUP-2: exactly one unit leads', async () => {
    const { orgs, people } = s.county;
    const { id: itemId } = await s.registered();
    const part = (orgId: string, lead: boolean) => ({ orgId, lead });

    const none = s.act(people.supervisor, 'assignItem', { itemId, assignments: [part(orgs.town.id, false)] });
    await expect(none).rejects.toThrow('GUARD_FAILED SUP-2');
    const two = s.act(people.supervisor, 'assignItem', {
      itemId,
      assignments: [part(orgs.town.id, true), part(orgs.educationBureau.id, true)],
    });
    await expect(two).rejects.toThrow('GUARD_FAILED SUP-2');
  });

  it('co-units accept and finish their parts before the lead unit may submit', async () => {
    const { orgs, people } = s.county;
    const item = await s.started({ coOrgIds: [orgs.town.id] });
    const part = item.assignments.find(({ lead }: { lead: boolean }) => !lead);
    const submit = () => s.act(people.educationHead, 'submitCompletion', { itemId: item.id, result: '完成' });

    await expect(submit()).rejects.toThrow('GUARD_FAILED SUP-2');
    await expect(s.act(people.educationHandler, 'acceptAssignment', { assignmentId: part.id })).rejects.toThrow(
      'FORBIDDEN',
    );
    await s.act(people.townHandler, 'acceptAssignment', { assignmentId: part.id });
    await expect(s.act(people.townHandler, 'acceptAssignment', { assignmentId: part.id })).rejects.toThrow(
      'GUARD_FAILED SUP-2',
    );
    await s.act(people.townHead, 'finishAssignment', { assignmentId: part.id });
    expect(await submit()).toMatchObject({ state: 'VERIFYING' });
  });

  it('progress falls only with a reason and ends only with evidence', async () => {
    const { people } = s.county;
    const item = await s.started();
    const report = (more: Record<string, unknown>) =>
      s.act(people.educationHandler, 'reportProgress', { assignmentId: item.assignments[0].id, text: '进展', ...more });

    expect(await report({ percent: 60 })).toMatchObject({ progressPercent: 60 });
    await expect(report({ percent: 40 })).rejects.toThrow('BAD_USER_INPUT');
    expect(await report({ percent: 40, fallReason: '复核发现漏查' })).toMatchObject({ progressPercent: 40 });
    await expect(report({ percent: 100 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(report({ percent: 101 })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('notices climb the ladder, red by the office director, and are answered once', async () => {
    const { orgs, people } = s.county;
    const { id: itemId } = await s.started();
    const urge = (as: Viewer, color: string) =>
      s.act(as, 'issueNotice', { itemId, color, toOrgId: orgs.educationBureau.id, reason: '进展缓慢' });

    await expect(urge(people.supervisor, 'YELLOW')).rejects.toThrow('GUARD_FAILED notice.ladder');
    const { notices } = await urge(people.supervisor, 'BLUE');
    await urge(people.supervisor, 'ORANGE');
    await expect(urge(people.supervisor, 'RED')).rejects.toThrow('FORBIDDEN');
    await urge(people.director, 'RED');
    const answer = (as: Viewer) => s.act(as, 'answerNotice', { noticeId: notices[0].id, answer: '加快推进' });
    await expect(answer(people.townHead)).rejects.toThrow('FORBIDDEN');
    expect((await answer(people.educationHead)).notices[0]).toMatchObject({ answer: '加快推进' });
    await expect(answer(people.educationHead)).rejects.toThrow('GUARD_FAILED notice.once');
  });

  it('obstacles are raised with a way out and resolved once', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.started();
    const raised = await s.act(people.educationHandler, 'raiseObstacle', {
      itemId,
      kind: 'FUNDS',
      description: '缺资金',
      proposal: '申请专项',
    });
    const [obstacle] = raised.obstacles;
    const resolve = () =>
      s.act(people.supervisor, 'resolveObstacle', { obstacleId: obstacle.id, resolution: '已拨付' });

    expect((await resolve()).obstacles).toMatchObject([{ state: 'RESOLVED' }]);
    await expect(resolve()).rejects.toThrow('GUARD_FAILED obstacle.open');
  });

  it('SUP-4: suspension moves the limit by its days and never the original one', async () => {
    const { people } = s.county;
    const item = await s.started();
    await s.act(people.leader, 'suspendItem', { itemId: item.id, reason: '等待上级批复' });
    s.office.clock.advance({ days: 3 });

    const resumed = await s.act(people.leader, 'resumeItem', { itemId: item.id });

    expect(resumed).toMatchObject({
      state: 'IN_PROGRESS',
      dueAt: '2026-11-02T16:00:00.000Z',
      originalDueAt: '2026-10-30T16:00:00.000Z',
    });
  });

  it('15-5.2: a notice or a coordination at the end of the year names the calendar that is missing', async () => {
    const { orgs, people } = s.county;
    const { id: itemId } = await s.started();
    const before = s.office.clock.now().toISOString();
    s.office.clock.set('2026-12-30T02:00:00Z');
    const input = { itemId, color: 'BLUE', toOrgId: orgs.educationBureau.id, reason: '进展缓慢' };
    const query = 'mutation ($input: IssueNoticeInput!) { issueNotice(input: $input) { item { id } } }';
    const { errors } = await s.office.execute(query, { input }, people.supervisor);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('2027'),
      extensions: { code: 'GUARD_FAILED', rule: 'O-6' },
    });

    await deliverDays(s.office, { '2027-01-01': 'HOLIDAY' });
    await s.act(people.supervisor, 'issueNotice', input);
    const read = 'query ($id: ID!) { supervisionItem(id: $id) { light notices { answerDueOn } } }';
    expect((await s.office.execute(read, { id: itemId }, people.supervisor)).data.supervisionItem.notices).toEqual([
      { answerDueOn: '2027-01-05' },
    ]);
    s.office.clock.set('2029-12-31T02:00:00Z');
    expect((await s.office.execute(read, { id: itemId }, people.supervisor)).errors).toBeUndefined();
    s.office.clock.set(before);
  });
});
