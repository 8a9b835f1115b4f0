import { DeadlineEntity } from '@chengqi/office-kernel';
import { deliverDays, limitsOf } from '@chengqi/office-kernel/testing';
import { Chance, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HazardEntity } from '../src/hazards/hazard.entity.ts';
import { security } from '../src/service.ts';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { closedRow, takeHazards } from './rows.ts';

interface Limit {
  readonly rule: string;
  readonly partId: string | null;
  readonly clock: string;
  readonly dueAt: string;
  readonly dueOn: string;
  readonly originalDueOn: string;
  readonly extensions: number;
}

const fields = 'rule partId clock startAt dueAt dueOn originalDueOn warnAt extensions amount unit basis basisText';

describe.each(testDialects())('limits of hazards on %s', (dialect) => {
  let office: SecurityOffice;
  let limits: ReturnType<typeof limitsOf>;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect);
    limits = limitsOf(office, security);
  });
  afterAll(() => office.close());

  async function read(id: string): Promise<Limit[]> {
    const query = `query ($id: ID!) { hazard(id: $id) { deadlines { ${fields} } } }`;
    const { data, errors } = await office.execute(query, { id }, office.people.safetyOfficer);
    expect(errors).toBeUndefined();
    return data.hazard.deadlines;
  }
  const one = async (id: string, rule: string, part: string | null = null) =>
    (await read(id)).find((limit) => limit.rule === rule && limit.partId === part);
  const toldOf = async (id: string) => {
    const { warned, breached } = await limits.told();
    const rules = (told: string[]) => told.filter((each) => each.startsWith(id)).map((each) => each.split(' ')[1]);
    return { warned: rules(warned), breached: rules(breached) };
  };
  const extend = (hazardId: string, dueOn: string) =>
    office.act('extendDeadline', { hazardId, dueOn, explanation: '配件未到' }, office.people.safetyOfficer);

  it('DOMAIN 7: a hazard is confirmed within one working day, one reported as MAJOR within two hours', async () => {
    office.clock.set('2026-09-14T01:00:00Z');
    const [general, major] = [await office.report(), await office.report({ level: 'MAJOR' })];
    expect(await one(general.id, 'CONFIRM')).toMatchObject({
      ...{ clock: 'RUNNING', amount: 1, unit: 'WORKING_DAY', basis: 'POLICY', dueOn: '2026-09-15' },
    });
    expect(await one(major.id, 'CONFIRM')).toMatchObject({
      ...{ amount: 2, unit: 'HOUR', dueAt: '2026-09-14T03:00:00.000Z', warnAt: ['2026-09-14T02:00:00.000Z'] },
    });

    const { safetyOfficer } = office.people;
    await office.act('dismissHazard', { hazardId: general.id, reason: '已修复' }, safetyOfficer);
    expect(await one(general.id, 'CONFIRM')).toMatchObject({ clock: 'MET' });
    office.clock.advance({ hours: 3 });
    const responsibleOrgId = office.orgs.educationBureau.id;
    await office.act('confirmHazard', { hazardId: major.id, level: 'GENERAL', responsibleOrgId }, safetyOfficer);
    expect(await one(major.id, 'CONFIRM')).toMatchObject({ clock: 'BREACHED', unit: 'HOUR' });
    expect(await one(major.id, 'RECTIFY')).toMatchObject({ clock: 'RUNNING', amount: 7, unit: 'CALENDAR_DAY' });
  });

  it('DOMAIN 7: MAJOR is put right by its approved plan, which comes within the outermost limit, and told within 24 hours', async () => {
    office.clock.set('2026-09-14T01:00:00Z');
    const { id } = await office.confirmed('MAJOR');
    expect(await one(id, 'RECTIFY')).toBeUndefined();
    expect(await one(id, 'PLAN')).toMatchObject({ clock: 'RUNNING', amount: 90, dueOn: '2026-12-13' });
    expect(await one(id, 'REPORT_REGULATOR')).toMatchObject({ dueAt: '2026-09-15T01:00:00.000Z', unit: 'HOUR' });

    await office.plan(id, { deadline: '2026-09-24' });
    await office.approve(id);
    await office.tell(id);
    expect((await read(id)).map(({ rule, clock }) => [rule, clock])).toEqual([
      ['REPORT_REGULATOR', 'MET'],
      ['CONFIRM', 'MET'],
      ['RECTIFY', 'RUNNING'],
      ['PLAN', 'MET'],
    ]);
    expect(await one(id, 'RECTIFY')).toMatchObject({
      ...{ amount: 10, dueOn: '2026-09-24' },
      // Half of the ten days, and the last two.
      warnAt: ['2026-09-19T16:00:00.000Z', '2026-09-22T16:00:00.000Z'],
    });
    await extend(id, '2026-10-08');
    expect(await one(id, 'RECTIFY')).toMatchObject({ extensions: 1, dueOn: '2026-10-08', originalDueOn: '2026-09-24' });
  });

  it('is met by the passed recheck alone, and a relapse has a limit of its own', async () => {
    office.clock.set('2026-09-14T01:00:00Z');
    const { id } = await office.confirmed('GENERAL');
    await office.plan(id);
    await office.approve(id);
    await office.rectify(id);
    expect(await one(id, 'RECTIFY')).toMatchObject({ clock: 'RUNNING' });
    await office.recheck(id, 'PASS');
    expect(await one(id, 'RECTIFY')).toMatchObject({ clock: 'MET' });

    office.clock.advance({ days: 20 });
    await office.act('reopenHazard', { hazardId: id, reason: '复发' }, office.people.safetyOfficer);
    expect(await one(id, 'RECTIFY')).toMatchObject({ clock: 'MET', dueOn: '2026-09-21' });
    expect(await one(id, 'RECTIFY', '1')).toMatchObject({ clock: 'RUNNING', dueOn: '2026-10-11' });
    await limits.run();
    expect((await toldOf(id)).breached).toEqual([]);
  });

  it('warns of each threshold once and tells of each end once, whatever the clock jumps and however often it runs', async () => {
    office.clock.set('2026-09-14T01:00:00Z');
    const { id } = await office.confirmed('GENERAL');
    office.clock.advance({ days: 5 });
    await limits.run();
    expect(await toldOf(id)).toEqual({ warned: ['RECTIFY'], breached: [] });
    office.clock.advance({ days: 30 });
    for (let times = 0; times < 3; times += 1) await limits.run();
    expect(await toldOf(id)).toEqual({ warned: ['RECTIFY', 'RECTIFY'], breached: ['RECTIFY'] });
    expect(await one(id, 'RECTIFY')).toMatchObject({ clock: 'BREACHED' });
  });

  it('history stands under no limit, and what was reported before limits were kept gets them once', async () => {
    office.clock.set('2026-09-14T01:00:00Z');
    await takeHazards(office, [closedRow(office, 701, { state: 'RECTIFYING', closed_at: '' })]);
    const { id } = await office.confirmed('GENERAL');
    const first = await read(id);
    await office.db.write((manager) => manager.getRepository(DeadlineEntity).delete({ subjectId: id }));
    await limits.run('older-hazards');
    expect(await read(id)).toEqual(first);

    const imported = await office.db.read.getRepository(HazardEntity).findOneByOrFail({ code: '隐〔2026〕701号' });
    expect(imported.status).toBe('RECTIFYING');
    expect(await read(imported.id)).toEqual([]);
  });

  it('is counted again when other days are published; the end as first set stays', async () => {
    office.clock.set('2027-03-01T01:00:00Z');
    const { id } = await office.report();
    expect(await one(id, 'CONFIRM')).toMatchObject({ dueOn: '2027-03-02' });
    await deliverDays(office, { '2027-03-02': 'HOLIDAY' });
    await limits.run('recount-deadlines');
    expect(await one(id, 'CONFIRM')).toMatchObject({ dueOn: '2027-03-03', originalDueOn: '2027-03-02' });
  });

  it('lists limits by end, state and rule to who may read their hazards, and to nobody else', async () => {
    const { people, orgs } = office;
    const list = async (where: object, as = people.safetyOfficer, first = 100) => {
      const query = `query ($where: DeadlineFilter, $first: Int) { securityDeadlines(where: $where, first: $first) {
        totalCount nodes { rule clock dueAt subjectId } } }`;
      const { data, errors } = await office.execute(query, { where, first }, as);
      expect(errors).toBeUndefined();
      return data.securityDeadlines as {
        totalCount: number;
        nodes: { rule: string; clock: string; dueAt: string; subjectId: string }[];
      };
    };
    const all = await list({});
    expect(all.totalCount).toBe(all.nodes.length);
    const ends = all.nodes.map(({ dueAt }) => dueAt);
    expect(ends).toEqual(ends.toSorted());
    const late = await list({ clocks: ['BREACHED'], rules: ['RECTIFY'], orgId: orgs.county.id });
    expect(late.nodes.length).toBeGreaterThan(0);
    for (const limit of late.nodes) expect(limit).toMatchObject({ clock: 'BREACHED', rule: 'RECTIFY' });
    expect(await statementsOf(() => list({}, people.safetyOfficer, 1))).toBe(await statementsOf(() => list({})));

    await office.report({ secrecyLevel: 'WORK_SECRET' }, people.director);
    const [cleared, barred] = [await list({}, people.director), await list({}, people.safetyOfficer)];
    expect(cleared.totalCount).toBe(all.totalCount + 1);
    expect(barred.totalCount).toBe(all.totalCount);
  });

  it('whatever is done and whenever a process dies, each threshold and end is told once, and nothing of what was met', async () => {
    const chance = new Chance();
    const { people, orgs } = office;
    office.clock.set('2028-03-06T01:00:00Z');
    const { safetyOfficer } = people;
    const reached = new Map<string, number>();
    const day = (after: number) =>
      new Date(office.clock.now().getTime() + after * 86_400_000).toISOString().slice(0, 10);
    const acts = {
      confirmGeneral: (hazardId: string) =>
        office.act(
          'confirmHazard',
          { hazardId, level: 'GENERAL', responsibleOrgId: orgs.educationBureau.id },
          safetyOfficer,
        ),
      confirmMajor: (hazardId: string) =>
        office.act(
          'confirmHazard',
          { hazardId, level: 'MAJOR', responsibleOrgId: orgs.educationBureau.id },
          safetyOfficer,
        ),
      plan: (hazardId: string) => office.plan(hazardId, { deadline: day(3) }),
      approve: (hazardId: string) => office.approve(hazardId),
      tell: (hazardId: string) => office.tell(hazardId),
      extend: (hazardId: string) => extend(hazardId, day(20)),
      rectify: (hazardId: string) => office.rectify(hazardId),
      fail: (hazardId: string) => office.recheck(hazardId, 'FAIL'),
      pass: (hazardId: string) => office.recheck(hazardId, 'PASS'),
      reopen: (hazardId: string) => office.act('reopenHazard', { hazardId, reason: '复发' }, safetyOfficer),
    };
    type Name = keyof typeof acts;
    const names = Object.keys(acts) as Name[];
    const ways: readonly Name[][] = [
      ['confirmGeneral', 'plan', 'approve', 'extend', 'rectify', 'fail', 'rectify', 'pass', 'reopen', 'plan'],
      ['confirmMajor', 'plan', 'approve', 'tell', 'extend', 'rectify', 'pass', 'reopen', 'plan', 'approve'],
      [],
    ];
    for (const way of ways) {
      const { id } = await office.report({ level: chance.pick(['MAJOR', null]) ?? null });
      for (const name of [...way, ...Array.from({ length: 4 }, () => chance.pick(names) ?? 'tell')]) {
        office.clock.advance({ hours: chance.pick([0, 1, 20, 50]) ?? 0 });
        await limits.run('deadlines', chance.pick([true, false]));
        const { code } = await acts[name](id);
        const done = code?.startsWith('隐') ? name : 'refused';
        reached.set(done, (reached.get(done) ?? 0) + 1);
      }
    }
    office.clock.advance({ days: 120 });
    for (let times = 0; times < 3; times += 1) await limits.run();

    console.log(`hazards, seed ${chance.seed}: ${JSON.stringify(Object.fromEntries(reached))}`);
    expect(await limits.faults(office.clock.now())).toEqual([]);
    const { warned, breached } = await limits.told();
    expect(Math.min(warned.length, breached.length)).toBeGreaterThan(0);
    for (const name of ['confirmGeneral', 'confirmMajor', 'plan', 'approve', 'rectify', 'fail', 'pass', 'reopen'])
      expect(reached.get(name)).toBeGreaterThan(0);
  });
});
