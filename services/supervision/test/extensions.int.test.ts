import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('more time on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const wish = { reason: '招标流标', progress: '已完成一半' };
  const ask = (itemId: string, toDueOn: string, as = s.county.people.educationHead) =>
    s.act(as, 'requestExtension', { itemId, toDueOn, ...wish });
  const read = async (itemId: string, asOf?: string) => {
    const query = `query ($id: ID!, $asOf: DateTime) { supervisionItem(id: $id) { extendedDays lightReason(asOf: $asOf) extensions { id decision decideBy refusal } } }`;
    return (await s.office.execute(query, { id: itemId, asOf }, s.county.people.director)).data.supervisionItem;
  };
  const decide = async (itemId: string, more: Record<string, unknown>, as = s.county.people.director) =>
    s.act(as, 'decideExtension', { extensionId: (await read(itemId)).extensions.at(-1).id, ...more });

  it('SUP-4: the head of the lead unit asks, who registers grants, and the original limit stays', async () => {
    const { people } = s.county;
    const { id } = await s.started();
    await expect(ask(id, '2026-11-09', people.educationHandler)).rejects.toThrow('FORBIDDEN');
    await expect(ask(id, '2026-10-30')).rejects.toThrow('BAD_USER_INPUT');
    await ask(id, '2026-11-09');
    await expect(ask(id, '2026-11-19')).rejects.toThrow('GUARD_FAILED SUP-4');
    expect((await read(id)).extensions).toMatchObject([{ decision: 'PENDING', decideBy: '2026-09-16T16:00:00.000Z' }]);
    await expect(decide(id, { approve: true }, people.educationHead)).rejects.toThrow('FORBIDDEN');
    await expect(decide(id, { approve: false })).rejects.toThrow('BAD_USER_INPUT');

    expect(await decide(id, { approve: true })).toMatchObject({
      dueAt: '2026-11-09T16:00:00.000Z',
      originalDueAt: '2026-10-30T16:00:00.000Z',
    });
    await expect(decide(id, { approve: true })).rejects.toThrow('GUARD_FAILED SUP-4');
    expect(await read(id)).toMatchObject({ extendedDays: 10 });
    const decided = (await s.office.events('ExtensionDecided')).filter(({ subject }) => subject === id);
    expect(decided.map(({ data }) => data)).toMatchObject([
      { itemId: id, decision: 'APPROVED', dueAt: '2026-11-09T16:00:00.000Z' },
    ]);
  });

  it('SUP-4: at most two are granted; refused ones say why and do not count', async () => {
    const { id } = await s.started();
    for (const day of ['2026-11-05', '2026-11-10']) {
      await ask(id, day);
      await decide(id, { approve: true });
      if (day === '2026-11-05') {
        await ask(id, '2026-12-31');
        await decide(id, { approve: false, reason: '理由不充分' });
      }
    }
    await expect(ask(id, '2026-11-15')).rejects.toThrow('LIMIT_EXCEEDED');
    expect((await read(id)).extensions.map(({ decision }: { decision: string }) => decision)).toEqual([
      'APPROVED',
      'REFUSED',
      'APPROVED',
    ]);
  });

  it('is not asked for after the limit, and a suspension in between keeps the days asked for', async () => {
    const { people } = s.county;
    const { id } = await s.started({ dueOn: '2026-09-18' });
    await ask(id, '2026-09-23');
    await s.act(people.leader, 'suspendItem', { itemId: id, reason: '等待批复' });
    await expect(decide(id, { approve: true })).rejects.toThrow('ILLEGAL_TRANSITION');
    s.office.clock.advance({ days: 2 });
    await s.act(people.leader, 'resumeItem', { itemId: id });
    expect(await decide(id, { approve: true })).toMatchObject({ dueAt: '2026-09-25T16:00:00.000Z' });
    s.office.clock.set('2026-09-25T16:00:00Z');
    await expect(ask(id, '2026-09-30')).rejects.toThrow('DEADLINE_PASSED');
  });

  it('a leader says once how content they are with what was struck off', async () => {
    const { people } = s.county;
    s.office.clock.set('2026-09-26T01:00:00Z');
    const { id } = await s.verifying();
    const judge = (as: typeof people.leader, score: number) => s.act(as, 'giveLeaderFeedback', { itemId: id, score });
    await expect(judge(people.leader, 5)).rejects.toThrow('ILLEGAL_TRANSITION');
    await s.pass(id);
    await s.act(people.director, 'strikeOffItem', { itemId: id });
    await expect(judge(people.director, 5)).rejects.toThrow('FORBIDDEN');
    await expect(judge(people.leader, 6)).rejects.toThrow('BAD_USER_INPUT');
    await judge(people.leader, 4);
    await expect(judge(people.leader, 4)).rejects.toThrow('GUARD_FAILED feedback.once');
  });
});
