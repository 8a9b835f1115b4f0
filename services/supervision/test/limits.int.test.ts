import { Chance, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

interface Extension {
  readonly id: string;
  readonly decision: 'PENDING' | 'APPROVED' | 'REFUSED';
  readonly fromDueOn: string;
  readonly toDueOn: string;
}
interface Seen {
  readonly state: string;
  readonly dueAt: string;
  readonly originalDueAt: string;
  readonly extendedDays: number;
  readonly extensions: readonly Extension[];
  readonly deadlines: readonly {
    rule: string;
    partId: string | null;
    clock: string;
    dueAt: string;
    originalDueAt: string;
  }[];
}

const killed = 'the process was killed';

describe.each(testDialects())('limits over time on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const read = async (id: string): Promise<Seen> => {
    const query = `query ($id: ID!) { supervisionItem(id: $id) { state dueAt originalDueAt extendedDays
      extensions { id decision fromDueOn toDueOn } deadlines { rule partId clock dueAt originalDueAt } } }`;
    return (await s.office.execute(query, { id }, s.county.people.director)).data.supervisionItem;
  };
  /** As the clock would run it; killed, it leaves nothing behind. */
  async function runTimer(dies: boolean): Promise<void> {
    const timer = supervision.start(s.office.kit).timers?.find(({ name }) => name === 'deadlines');
    if (!timer) throw new Error('no timer');
    const run = s.office.kit.transact(async (tx) => {
      await timer.run(tx);
      if (dies) throw new Error(killed);
    });
    if (dies) await expect(run).rejects.toThrow(killed);
    else await run;
  }
  const later = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

  it('SUP-4: whatever is asked, decided, suspended and resumed, the original limit stays and at most two extensions are granted', async () => {
    const chance = new Chance();
    const { people } = s.county;
    const reached = { asked: 0, granted: 0, turnedDown: 0, suspended: 0, resumed: 0, refused: 0, full: 0 };
    for (let round = 0; round < 4; round += 1) {
      s.office.clock.set('2026-09-14T01:00:00Z');
      const { id } = await s.started({ dueOn: '2026-11-30', feedbackCycle: 'NONE' });
      const first = await read(id);
      const ask = async () => {
        const toDueOn = later((await read(id)).dueAt, chance.pick([3, 5, 9]) ?? 3);
        await s.act(people.educationHead, 'requestExtension', {
          itemId: id,
          toDueOn,
          reason: '流标',
          progress: '过半',
        });
      };
      const decide = async (approve: boolean) => {
        const pending = (await read(id)).extensions.find(({ decision }) => decision === 'PENDING');
        await s.act(people.director, 'decideExtension', { extensionId: pending?.id, approve, reason: '已审' });
      };
      const acts = {
        asked: ask,
        granted: () => decide(true),
        turnedDown: () => decide(false),
        suspended: () => s.act(people.leader, 'suspendItem', { itemId: id, reason: '等待批复' }),
        resumed: () => s.act(people.leader, 'resumeItem', { itemId: id }),
      };
      const names = Object.keys(acts) as (keyof typeof acts)[];
      const begun: (keyof typeof acts)[] = [
        'asked',
        'turnedDown',
        'suspended',
        'resumed',
        'asked',
        'granted',
        'asked',
        'granted',
        'asked',
      ];
      for (const name of [...begun, ...Array.from({ length: 8 }, () => chance.pick(names) ?? 'asked')]) {
        s.office.clock.advance({ hours: chance.pick([0, 1, 30]) ?? 0 });
        const before = await read(id);
        const outcome = await acts[name]().then(
          () => name,
          (error: Error) => (error.message.startsWith('LIMIT_EXCEEDED') ? 'full' : 'refused'),
        );
        reached[outcome] += 1;
        const after = await read(id);
        const granted = after.extensions.filter(({ decision }) => decision === 'APPROVED');

        expect(after.originalDueAt).toBe(first.originalDueAt);
        expect(granted.length).toBeLessThanOrEqual(2);
        if (name !== outcome) expect(after).toEqual(before);
        if (!['granted', 'resumed'].includes(outcome)) expect(after.dueAt).toBe(before.dueAt);
        const days = granted.map(
          ({ fromDueOn, toDueOn }) => (Date.parse(toDueOn) - Date.parse(fromDueOn)) / 86_400_000,
        );
        expect(after.extendedDays).toBe(days.reduce((sum, each) => sum + each, 0));
        const finish = after.deadlines.find(({ rule }) => rule === 'FINISH');
        expect([finish?.dueAt, finish?.originalDueAt]).toEqual([after.dueAt, first.originalDueAt]);
      }
    }
    console.log(`extensions, seed ${chance.seed}: ${JSON.stringify(reached)}`);
    for (const times of Object.values(reached)) expect(times).toBeGreaterThan(0);
  });

  it('every threshold is told of once and every end once, however the clock jumps and whenever the process is killed', async () => {
    const chance = new Chance();
    const { people } = s.county;
    s.office.clock.set('2026-09-14T01:00:00Z');
    const ids = [
      (await s.started({ dueOn: '2026-09-30' })).id,
      (await s.started({ dueOn: '2026-10-12', feedbackCycle: 'NONE' })).id,
      (await s.registered({ dueOn: '2026-10-20' })).id,
      (await s.proposed()).id,
    ];
    let kills = 0;
    for (let step = 0; step < 30; step += 1) {
      s.office.clock.advance({ hours: chance.pick([1, 5, 24, 40]) ?? 1 });
      const dies = step % 3 === 0;
      if (dies) kills += 1;
      await runTimer(dies);
      if (step === 9) await s.act(people.leader, 'suspendItem', { itemId: ids[1], reason: '等待批复' });
      if (step === 15) await s.act(people.leader, 'resumeItem', { itemId: ids[1] });
    }
    // Every limit has passed by now, whatever chance did, and the year has not.
    s.office.clock.advance({ days: 40 });
    const seen = new Map<string, Seen['deadlines']>();
    for (const id of ids) seen.set(id, (await read(id)).deadlines);
    for (let times = 0; times < 3; times += 1) await runTimer(false);

    type Told = { itemId: string; rule: string; partId: string | null; dueAt: string; thresholdAt?: string };
    const told = async (name: string): Promise<string[]> =>
      (await s.office.events(name))
        .map(({ data }) => data as Told)
        .filter(({ itemId }) => ids.includes(itemId))
        .map(({ itemId, rule, partId, dueAt, thresholdAt = '' }) =>
          [itemId, rule, partId, dueAt, thresholdAt].join(' '),
        );
    const [warned, breached] = [await told('DeadlineWarned'), await told('DeadlineBreached')];

    expect(new Set(warned).size).toBe(warned.length);
    expect(new Set(breached).size).toBe(breached.length);
    for (const id of ids) {
      // Periods of feedback come and go with the timer of lights, which runs beside by the time of the machine.
      const asked = (seen.get(id) ?? []).filter(({ rule }) => rule !== 'FEEDBACK');
      const passed = asked.filter(({ clock }) => clock === 'BREACHED' || clock === 'RUNNING');
      const over = passed.filter(({ dueAt }) => Date.parse(dueAt) < s.office.clock.now().getTime());
      expect(over.length).toBeGreaterThan(0);
      for (const { rule, partId, dueAt } of over) expect(breached).toContain([id, rule, partId, dueAt, ''].join(' '));
    }
    console.log(`limits, seed ${chance.seed}: ${warned.length} warned, ${breached.length} breached, ${kills} kills`);
    expect(warned.length).toBeGreaterThan(0);
  });
});
