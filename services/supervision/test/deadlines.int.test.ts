import { deliverDays } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

interface Limit {
  readonly rule: string;
  readonly partId: string | null;
  readonly clock: string;
  readonly dueOn: string;
  readonly originalDueOn: string;
  readonly basis: string;
  readonly extensions: number;
}

const fields =
  'rule partId clock startAt dueAt dueOn originalDueOn warnAt pausedAt extensions amount unit basis basisText provisional';

describe.each(testDialects())('limits of items on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function runTimer(name: string): Promise<void> {
    const timer = supervision.start(s.office.kit).timers?.find((known) => known.name === name);
    if (!timer) throw new Error(`no timer ${name}`);
    await s.office.kit.transact(timer.run);
  }

  async function limitsOf(id: string): Promise<Map<string, Limit>> {
    const query = `query ($id: ID!) { supervisionItem(id: $id) { deadlines { ${fields} } } }`;
    const { data, errors } = await s.office.execute(query, { id }, s.county.people.supervisor);
    expect(errors).toBeUndefined();
    return new Map(data.supervisionItem.deadlines.map((limit: Limit) => [limit.rule, limit]));
  }

  /** What was told of the item's limits, each with what it tells of. */
  async function toldOf(itemId: string): Promise<string[]> {
    const events = await s.office.events();
    return events.flatMap(({ type, data }) => {
      const limit = data as { itemId?: string; rule?: string };
      if (!/Deadline(Warned|Breached)/.test(type) || limit.itemId !== itemId) return [];
      return [`${type.split('.')[1]} ${limit.rule}`];
    });
  }

  it('DOMAIN 7: two working days to register, one to accept, as laid down to finish, each with its basis', async () => {
    const proposed = await s.proposed();
    expect([...(await limitsOf(proposed.id)).values()]).toMatchObject([
      { rule: 'REGISTER', clock: 'RUNNING', basis: 'POLICY', amount: 2, unit: 'WORKING_DAY' },
    ]);

    const item = await s.started();
    const limits = await limitsOf(item.id);
    expect(limits.get('REGISTER')).toMatchObject({ clock: 'MET' });
    expect(limits.get('ACCEPT')).toMatchObject({ clock: 'MET', partId: item.assignments[0].id });
    expect(limits.get('FINISH')).toMatchObject({ clock: 'RUNNING', dueOn: '2026-10-30', basis: 'AGREED' });
    expect(limits.get('FEEDBACK')).toMatchObject({ clock: 'RUNNING', partId: '1' });
  });

  it('SUP-4: what is granted moves the end and is counted; the end as first set stays', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.started();
    const wish = { itemId, toDueOn: '2026-11-20', reason: '需要时间', progress: '过半' };
    await s.act(people.educationHead, 'requestExtension', wish);
    const asked = await limitsOf(itemId);
    expect(asked.get('EXTENSION')).toMatchObject({ clock: 'RUNNING', amount: 2 });

    await s.act(people.director, 'decideExtension', { extensionId: asked.get('EXTENSION')?.partId, approve: true });
    const granted = await limitsOf(itemId);
    expect(granted.get('EXTENSION')).toMatchObject({ clock: 'MET' });
    expect(granted.get('FINISH')).toMatchObject({ extensions: 1, originalDueOn: '2026-10-30' });
    expect(granted.get('FINISH')?.dueOn).not.toBe('2026-10-30');
  });

  it('pauses to finish while it is suspended, and runs on for the days that were left', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.started();
    await s.act(people.leader, 'suspendItem', { itemId, reason: '等待批复' });
    expect((await limitsOf(itemId)).get('FINISH')).toMatchObject({ clock: 'PAUSED' });

    s.office.clock.advance({ days: 4 });
    await s.act(people.leader, 'resumeItem', { itemId });
    expect((await limitsOf(itemId)).get('FINISH')).toMatchObject({ clock: 'RUNNING', dueOn: '2026-11-03' });
  });

  it('warns of each threshold once and tells of each end once, whatever the clock jumps and however often it runs', async () => {
    const { id } = await s.proposed();
    s.office.clock.advance({ days: 30 });
    for (const name of ['deadlines', 'lights', 'deadlines', 'deadlines']) await runTimer(name);

    expect(await toldOf(id)).toEqual(['DeadlineWarned REGISTER', 'DeadlineBreached REGISTER']);
    expect((await limitsOf(id)).get('REGISTER')).toMatchObject({ clock: 'BREACHED' });
  });

  it('a period without feedback ends as a breach of its own, one with feedback as met', async () => {
    const { people } = s.county;
    const item = await s.started({ dueOn: '2027-06-30' });
    const report = () =>
      s.act(people.educationHandler, 'reportProgress', {
        assignmentId: item.assignments[0].id,
        percent: 10,
        text: '进展',
      });
    s.office.clock.advance({ days: 2 });
    await report();
    expect((await limitsOf(item.id)).get('FEEDBACK')).toMatchObject({ clock: 'MET', partId: '1' });

    s.office.clock.advance({ days: 14 });
    for (const name of ['lights', 'deadlines']) await runTimer(name);
    expect(await toldOf(item.id)).toEqual(expect.arrayContaining(['DeadlineBreached FEEDBACK']));
    expect((await toldOf(item.id)).filter((told) => told === 'DeadlineBreached FEEDBACK')).toHaveLength(1);
  });

  it('what is turned down, and what is struck off, asks nothing more', async () => {
    const rejected = await s.proposed();
    await s.act(s.county.people.director, 'rejectItem', { itemId: rejected.id, reason: '不属督办范围' });
    expect((await limitsOf(rejected.id)).get('REGISTER')).toMatchObject({ clock: 'CANCELLED' });

    const passed = await s.pass((await s.verifying({ dueOn: '2027-06-30' })).id);
    expect((await limitsOf(passed.id)).get('FINISH')).toMatchObject({ clock: 'MET' });
  });

  it('is counted again when other days are published; the end as first set stays', async () => {
    s.office.clock.set('2027-03-01T01:00:00Z');
    const { id } = await s.proposed();
    const before = (await limitsOf(id)).get('REGISTER');
    await deliverDays(s.office, { '2027-03-02': 'HOLIDAY' });
    await runTimer('recount-deadlines');

    expect((await limitsOf(id)).get('REGISTER')).toMatchObject({
      dueOn: '2027-03-04',
      originalDueOn: before?.dueOn,
    });
  });

  it('lists limits by end and state to who may read their items, and to nobody else', async () => {
    const { people, orgs } = s.county;
    const list = async (where: object, as = people.supervisor) => {
      const query = `query ($where: DeadlineFilter) { supervisionDeadlines(where: $where, first: 100) { totalCount nodes { rule clock dueAt subjectId } } }`;
      const { data, errors } = await s.office.execute(query, { where }, as);
      expect(errors).toBeUndefined();
      return data.supervisionDeadlines;
    };
    const all = await list({});
    expect(all.totalCount).toBe(all.nodes.length);
    expect(all.nodes.map(({ dueAt }: { dueAt: string }) => dueAt)).toEqual(
      all.nodes.map(({ dueAt }: { dueAt: string }) => dueAt).toSorted(),
    );
    const breached = await list({ clocks: ['BREACHED'], rules: ['REGISTER'], orgId: orgs.county.id });
    expect(breached.totalCount).toBeGreaterThan(0);
    for (const limit of breached.nodes) expect(limit).toMatchObject({ clock: 'BREACHED', rule: 'REGISTER' });

    await s.adopted({ code: 'CW2026-01-09', level: 'WORK_SECRET', text: null }, { secrecyLevel: 'WORK_SECRET' });
    const [cleared, uncleared] = [await list({}), await list({}, people.uncleared)];
    expect(cleared.totalCount).toBe(all.totalCount + 1);
    expect(uncleared.totalCount).toBe(all.totalCount);
  });
});
