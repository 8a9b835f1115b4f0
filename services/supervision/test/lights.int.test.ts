import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const moments = 40;
const itemsAtOnce = 5;

describe.each(testDialects())('lights over time on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  /** As the clock would run it. */
  async function runTimer(): Promise<void> {
    const timer = supervision.start(s.office.kit).timers?.find(({ name }) => name === 'lights');
    if (!timer) throw new Error('no timer');
    await s.office.kit.transact(timer.run);
  }

  interface Shown {
    readonly light: string;
    readonly lightReason: string | null;
  }

  async function lightsOf(ids: readonly string[], asOf: Date | null): Promise<Shown[]> {
    const given = asOf ? `(asOf: "${asOf.toISOString()}")` : '';
    const fields = `{ light${given} lightReason${given} }`;
    const asked = ids.map((id, at) => `i${at}: supervisionItem(id: "${id}") ${fields}`).join(' ');
    const { data, errors } = await s.office.execute(`{ ${asked} }`, {}, s.county.people.supervisor);
    expect(errors ?? []).toEqual([]);
    return ids.map((_, at) => data[`i${at}`]);
  }

  /** What may happen to an item; what its state does not permit is refused and changes nothing. */
  async function happen(chance: Chance, itemId: string): Promise<string> {
    const { people, orgs } = s.county;
    const query = `query ($id: ID!) { supervisionItem(id: $id) { assignments { id lead } extensions { id decision }
      notices { id answer } obstacles { id state } dueAt } }`;
    const { data } = await s.office.execute(query, { id: itemId }, people.supervisor);
    const { assignments, extensions, notices, obstacles, dueAt } = data.supervisionItem;
    const lead = assignments.find((part: { lead: boolean }) => part.lead);
    const pending = extensions.find((one: { decision: string }) => one.decision === 'PENDING');
    const unanswered = notices.find((one: { answer: string | null }) => one.answer === null);
    const obstacleIn = (...states: string[]): string | undefined =>
      obstacles.find(({ state }: { state: string }) => states.includes(state))?.id;
    const percent = chance.pick([0, 20, 40, 60, 80, 100]);
    const toDueOn = new Date(Date.parse(dueAt) + 20 * 86_400_000).toISOString().slice(0, 10);
    const notice = { itemId, toOrgId: orgs.educationBureau.id, reason: '进展缓慢' };
    const text = { reason: '需要时间', progress: '过半' };
    const acts: Record<string, () => Promise<unknown>> = {
      report: () =>
        s.act(people.educationHandler, 'reportProgress', {
          assignmentId: lead.id,
          percent,
          text: '进展',
          fallReason: '核减',
        }),
      urge: () => s.act(people.supervisor, 'issueNotice', { ...notice, color: 'BLUE' }),
      warn: () => s.act(people.supervisor, 'issueNotice', { ...notice, color: 'ORANGE' }),
      red: () => s.act(people.director, 'issueNotice', { ...notice, color: 'RED' }),
      answer: () => s.act(people.educationHead, 'answerNotice', { noticeId: unanswered?.id, answer: '加快' }),
      block: () =>
        s.act(people.educationHandler, 'raiseObstacle', {
          itemId,
          kind: 'FUNDS',
          description: '缺资金',
          proposal: '申请',
        }),
      analyse: () => {
        const obstacleId = obstacleIn('OPEN', 'ESCALATED');
        return s.act(people.supervisor, 'analyseObstacle', { obstacleId, rootCause: '未列预算', wayOut: '调剂' });
      },
      escalate: () =>
        s.act(people.supervisor, 'escalateObstacle', { obstacleId: obstacleIn('ANALYSED'), reason: '须领导协调' }),
      accept: () => s.act(people.director, 'acceptRisk', { obstacleId: obstacleIn('ESCALATED'), reason: '明年列支' }),
      unblock: () => {
        const obstacleId = obstacleIn('OPEN', 'ANALYSED', 'ESCALATED');
        return s.act(people.supervisor, 'resolveObstacle', { obstacleId, resolution: '已拨付' });
      },
      suspend: () => s.act(people.leader, 'suspendItem', { itemId, reason: '等待批复' }),
      resume: () => s.act(people.leader, 'resumeItem', { itemId }),
      ask: () => s.act(people.educationHead, 'requestExtension', { itemId, toDueOn, ...text }),
      grant: () => s.act(people.director, 'decideExtension', { extensionId: pending?.id, approve: true }),
      submit: () => s.act(people.educationHead, 'submitCompletion', { itemId, result: '已全部排查' }),
      fail: () => s.pass(itemId, { result: 'FAIL', findings: '仍有裂缝' }),
      pass: () => s.pass(itemId),
      reopen: () => s.act(people.leader, 'reopenItem', { itemId, reason: '反弹' }),
    };
    const name = chance.pick(Object.keys(acts)) ?? '';
    const outcome = await (acts[name]?.() ?? Promise.resolve()).then(
      () => 'done',
      (error: Error) => error.message,
    );
    return `${name} ${outcome}`;
  }

  it('the stored light is the computed one at each of 40 moments, and as of each of them ever after', async () => {
    const chance = new Chance();
    const told: string[] = [`SEED=${chance.seed}`];
    const ids: string[] = [];
    const cycles = ['WEEKLY', 'NONE', 'DAILY', 'BIWEEKLY', 'WEEKLY'];
    const inTwoDays = new Date(s.office.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    const days = [inTwoDays, '2026-10-16', '2026-10-30', '2026-11-13', '2026-12-30'];
    for (let at = 0; at < itemsAtOnce; at += 1)
      ids.push((await s.started({ feedbackCycle: cycles[at], dueOn: days[at] })).id);
    const { people, orgs } = s.county;
    const notice = { itemId: ids[1], toOrgId: orgs.educationBureau.id, reason: '进展缓慢' };
    await s.act(people.supervisor, 'issueNotice', { ...notice, color: 'BLUE' });
    await s.act(people.supervisor, 'issueNotice', { ...notice, color: 'ORANGE' });
    await s.act(people.director, 'issueNotice', { ...notice, color: 'RED' });
    await s.act(people.leader, 'suspendItem', { itemId: ids[2], reason: '等待批复' });
    const begun = await lightsOf(ids, null);
    expect(begun.map(({ light }) => light)).toEqual(['YELLOW', 'RED', 'NONE', 'GREEN', 'GREEN']);
    const seen: { at: Date; shown: Shown[] }[] = [];
    for (let at = 0; at < moments; at += 1) {
      s.office.clock.advance({ hours: chance.pick([1, 7, 16, 24, 49, 90]) ?? 1 });
      await runTimer();
      for (let acts = 0; acts < 3; acts += 1) told.push(await happen(chance, chance.pick(ids) ?? ''));
      const now = s.office.clock.now();
      const shown = await lightsOf(ids, null);
      expect([told, shown]).toEqual([told, await lightsOf(ids, now)]);
      seen.push({ at: now, shown });
    }

    for (const { at, shown } of seen) expect([told, at, await lightsOf(ids, at)]).toEqual([told, at, shown]);
  });
});
