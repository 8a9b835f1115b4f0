import { limitsOf } from '@chengqi/office-kernel/testing';
import type { Envelope } from '@chengqi/schemas';
import { itemReopened } from '@chengqi/schemas/events/supervision';
import { Chance, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { analytics } from '../src/service.ts';
import { type Figures, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

const now = on('10-12', '10:00');
const risky = { registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') };

interface Raised {
  readonly warningId: string;
  readonly kind: string;
  readonly score: number;
  readonly orgId: string;
  readonly subject: { readonly type: string; readonly id: string } | null;
}

describe.each(testDialects())('early warnings are told on %s', (dialect) => {
  let office: Figures;
  let tell: ReturnType<typeof tellers>;
  beforeEach(async () => {
    office = await startFigures(dialect, now);
    tell = tellers(office);
  });
  afterEach(() => office.close());

  const look = (dies = false, backlog: Record<string, number> = {}) =>
    limitsOf({ ...office, kit: { ...office.kit, backlog: async () => backlog } }, analytics).run('told-warnings', dies);
  const events = async () => (await office.events('EarlyWarningRaised')) as Envelope<Raised>[];
  const told = async () => (await events()).map(({ data }) => data);
  const ring = async (outcome: 'ANSWERED' | 'MISSED', times: number, orgId = office.orgs.town.id) => {
    for (let time = 0; time < times; time += 1) await tell.call(on('10-11', `1${time % 10}:00`), outcome, { orgId });
  };
  async function losingCalls(): Promise<void> {
    await ring('ANSWERED', 4);
    await ring('MISSED', 1);
  }

  it('each once while its reason lasts, by codes and moments alone (A-6)', async () => {
    const { emergencyBureau, town } = office.orgs;
    await losingCalls();
    const item = await tell.item(risky);
    await tell.item({ ...risky, dueAt: on('10-16', '10:00') });
    await tell.serviceCase(on('10-1'), { kind: 'ACCUSATION', orgId: null, dueAt: on('10-13') });
    await look();
    const at = new Date(now).toISOString();
    const all = await events();
    expect(all.map(({ data }) => data)).toEqual([
      {
        ...{ warningId: expect.stringMatching(/^ewn_/), kind: 'OVERDUE_RISK', score: 0.92 },
        ...{ orgId: emergencyBureau.id, subject: { type: 'SupervisionItem', id: item }, detail: null },
        ...{ dueAt: '2026-10-13T02:00:00.000Z', at },
      },
      {
        ...{ warningId: expect.stringMatching(/^ewn_/), kind: 'CALL_LOSS', score: 0.2, orgId: town.id },
        ...{ subject: null, detail: 'A', dueAt: null, at },
      },
    ]);
    expect(all.map(({ subject, orgid, actorrole }) => [subject, orgid, actorrole])).toEqual(
      all.map(({ data }) => [data.warningId, data.orgId, 'SYSTEM']),
    );
    await ring('MISSED', 1);
    await look();
    expect(await told()).toHaveLength(2);
  });

  it('by the id under which the unit answers for it', async () => {
    await losingCalls();
    await look();
    const head = viewerOf(office, ['ORG_HEAD'], office.orgs.town.id);
    const { data } = await office.execute('{ earlyWarnings { id } }', {}, head);
    expect((await told()).map(({ warningId: id }) => ({ id }))).toEqual(data.earlyWarnings);
  });

  it('again only when its reason was gone and came back', async () => {
    await losingCalls();
    const item = await tell.item(risky);
    await look();
    const [first] = await told();
    await ring('ANSWERED', 20);
    await tell.strikeOff(item, on('10-12', '09:00'));
    await look();
    expect(await told()).toHaveLength(2);
    await ring('MISSED', 5);
    await look();
    await look();
    const [, second, third, ...more] = await told();
    expect([first?.kind, third?.kind, third?.warningId, more]).toEqual([
      ...['OVERDUE_RISK', 'CALL_LOSS', second?.warningId],
      [],
    ]);
  });

  it('as secret as what it is about', async () => {
    const item = await tell.item({ ...risky, secrecyLevel: 'WORK_SECRET' });
    await look();
    expect((await events()).map(({ secrecylevel, data }) => [secrecylevel, data.subject?.id])).toEqual([
      ['WORK_SECRET', item],
    ]);
  });

  it('not while topics are still being read: what was put right long ago would look as if it stood', async () => {
    await losingCalls();
    await look(false, { 'chengqi.reception.v1': 5000 });
    await look(false, { 'chengqi.reception.v1': -1 });
    expect(await told()).toEqual([]);
    await look(false, { 'chengqi.reception.v1': 3, 'chengqi.security.v1': 0 });
    expect(await told()).toHaveLength(1);
  });

  it('after a crash as if nothing had been', async () => {
    await losingCalls();
    await look(true);
    expect(await told()).toEqual([]);
    await look();
    expect(await told()).toHaveLength(1);
  });

  it('two hundred at a time and the most pressing first, by as many statements as few', async () => {
    await tell.item(risky);
    const few = await statementsOf(() => look(true));
    await office.db.write(async () => {
      for (let more = 0; more < 220; more += 1)
        await tell.item({ ...risky, registeredAt: on('10-1', `10:${String(more % 60).padStart(2, '0')}`) });
    });
    expect(await statementsOf(() => look(true))).toBe(few);
    await losingCalls();
    await look();
    const first = await told();
    expect([first.length, Math.min(...first.map(({ score }) => score)) > 0.2]).toEqual([200, true]);
    await look();
    const all = await told();
    expect([all.length, new Set(all.map(({ warningId }) => warningId)).size]).toEqual([222, 222]);
    await look();
    expect(await told()).toHaveLength(222);
  });

  it('by chance: each beginning of a reason that a look meets is told once, and nothing else', async () => {
    const chance = new Chance();
    const begun = ['open', 'look', 'close', 'look', 'reopen', 'look'] as const;
    const acts = [...begun, ...Array.from({ length: 24 }, () => chance.pick([...begun, 'open', 'look'] as const))];
    const items = new Map<string, { stands: boolean; told: boolean }>();
    const expected: string[] = [];
    const oneThat = (stands: boolean) =>
      chance.pick([...items].flatMap(([id, item]) => (item.stands === stands ? [id] : [])));
    for (const act of acts) {
      if (act === 'open') items.set(await tell.item(risky), { stands: true, told: false });
      const turned = act === 'close' || act === 'reopen' ? oneThat(act === 'close') : undefined;
      if (turned) {
        if (act === 'close') await tell.strikeOff(turned, on('10-12', '09:00'));
        else await office.told(itemReopened, turned, { itemId: turned, source: null });
        items.set(turned, { stands: act === 'reopen', told: items.get(turned)?.told ?? false });
      }
      if (act !== 'look') continue;
      await look();
      for (const [id, { stands, told: before }] of items) {
        if (stands && !before) expected.push(id);
        items.set(id, { stands, told: stands });
      }
      expect((await told()).map(({ subject }) => subject?.id).sort()).toEqual(expected.toSorted());
    }
    console.log(`told warnings, seed ${chance.seed}: ${items.size} items, ${expected.length} told`);
    expect(expected.length).toBeGreaterThan(new Set(expected).size);
  });
});
