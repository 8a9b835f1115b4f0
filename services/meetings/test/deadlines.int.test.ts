import { DeadlineEntity } from '@chengqi/office-kernel';
import { deliverDays, limitsOf } from '@chengqi/office-kernel/testing';
import { documentIssued } from '@chengqi/schemas/events/documents';
import { itemRegistered, itemRejected } from '@chengqi/schemas/events/supervision';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { Chance, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingEntity } from '../src/meetings/meeting.entity.ts';
import { ResolutionEntity } from '../src/resolutions/resolution.entity.ts';
import { meetings } from '../src/service.ts';
import { anOpenMeeting, aResolution, aSealedMeeting, type House, monday, openHouse, signedMinutes } from './house.ts';

interface Limit {
  readonly rule: string;
  readonly clock: string;
  readonly dueOn: string;
  readonly originalDueOn: string;
}

const fields = 'rule partId clock startAt dueAt dueOn originalDueOn warnAt amount unit basis basisText';

describe.each(testDialects())('limits of meetings and resolutions on %s', (dialect) => {
  let house: House;
  let limits: ReturnType<typeof limitsOf>;
  beforeAll(async () => {
    house = await openHouse(dialect);
    limits = limitsOf(house.service, meetings);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const subject = async (id: string, as = house.people.director): Promise<{ deadlines: Limit[] } | null> => {
    const name = id.startsWith('mtg_') ? 'meeting' : 'resolution';
    return (await house.ask(`query ($id: ID!) { ${name}(id: $id) { deadlines { ${fields} } } }`, { id }, as))[name];
  };
  const read = async (id: string): Promise<Limit[]> => (await subject(id))?.deadlines ?? [];
  const toldOf = async (id: string) => {
    const { warned, breached } = await limits.told();
    return [warned, breached].map((told) => told.filter((each) => each.startsWith(id)).length);
  };
  const issue = (minutesId: string, times = 1) => {
    const documentId = systemIds.next('doc');
    const issued = { documentId, kind: 'MINUTES', docNumber: '霁政纪要〔2026〕1号', mainOrgIds: [], ccOrgIds: [] };
    const origin = { type: 'Minutes', id: minutesId };
    const event = { ...issued, level: 'INTERNAL', urgency: 'NONE', origin };
    return house.service.deliver(documentIssued, documentId, event as never, { times });
  };
  const source = (id: string) => ({ type: 'Resolution', id }) as const;
  const registered = (itemId: string, id: string, times = 1) => {
    const item = { itemId, code: '督〔2026〕1号', leadOrgId: house.orgs.emergencyBureau.id, weight: 'NORMAL' as const };
    const event = { ...item, source: source(id), dueAt: '2026-10-14T16:00:00Z' };
    return house.service.deliver(itemRegistered, itemId, event, { times });
  };
  const rejected = (itemId: string, id: string) =>
    house.service.deliver(itemRejected, itemId, { itemId, source: source(id), reason: null });
  const waive = (resolutionId: string) =>
    house.act('waiveSupervision', { resolutionId, reason: '纳入年度台账' }, house.people.director, 'resolution { id }');
  /** A resolution that the chair adopted at the meeting. */
  async function adopted(input: Record<string, unknown> = {}) {
    house.service.clock.set(monday);
    const meeting = await anOpenMeeting(house);
    const { id } = await aResolution(house, meeting.agenda[0].id, input);
    await house.act('adoptResolution', { resolutionId: id }, house.people.leader, 'resolution { id }');
    return id;
  }

  it('DOMAIN 7: minutes are issued within five working days after the meeting really ended', async () => {
    house.service.clock.set(monday);
    const meeting = await aSealedMeeting(house);
    // It was planned until half past ten of a Tuesday; the week after has a working Sunday and a holiday.
    expect(await read(meeting.id)).toMatchObject([
      {
        rule: 'MINUTES',
        clock: 'RUNNING',
        amount: 5,
        unit: 'WORKING_DAY',
        basis: 'POLICY',
        startAt: '2026-09-15T01:00:00.000Z',
      },
    ]);
    const minutes = await signedMinutes(house, meeting.id);
    expect(await read(meeting.id)).toMatchObject([{ clock: 'RUNNING' }]);
    await issue(minutes.id, 2);
    expect(await read(meeting.id)).toMatchObject([{ clock: 'MET' }]);
    house.service.clock.advance({ days: 30 });
    await limits.run();
    expect(await toldOf(meeting.id)).toEqual([0, 0]);
    expect(await minutedOf(meeting.id)).toEqual([
      { meetingId: meeting.id, minutedAt: '2026-09-15T01:00:00.000Z', dueAt: '2026-09-21T16:00:00.000Z' },
    ]);
  });
  const minutedOf = async (id: string) =>
    (await house.service.events('MeetingMinuted')).filter(({ subject: of }) => of === id).map(({ data }) => data);

  it('A-7: counts minutes by their limit once it is over, those that are missing too', async () => {
    const { director } = house.people;
    const system: Viewer = { ...director, kind: 'system', personId: null, staffNo: null, posts: [] };
    const own = async (asOf: string, orgId: string | null = null) => {
      const period = { from: '2026-09-21T00:00:00Z', to: '2026-09-22T00:00:00Z' };
      const input = { metric: 'mtg.minutesOnTime', ...period, asOf, orgId };
      const query = 'query ($input: OwnCountInput!) { meetingsOwnCount(input: $input) { numerator denominator } }';
      const { data } = await house.service.execute(query, { input }, system);
      return [data.meetingsOwnCount.numerator, data.meetingsOwnCount.denominator];
    };
    const once = '2026-09-30T00:00:00Z';
    const [inTimeBefore, before] = await own(once);
    house.service.clock.set(monday);
    const inTime = await aSealedMeeting(house);
    await issue((await signedMinutes(house, inTime.id)).id);
    house.service.clock.set(monday);
    const late = await aSealedMeeting(house);
    house.service.clock.set(monday);
    const never = await aSealedMeeting(house);
    expect(await own(once)).toEqual([inTimeBefore + 1, before + 1]);
    house.service.clock.advance({ days: 20 });
    for (let times = 0; times < 4; times += 1) await limits.run();
    await issue((await signedMinutes(house, late.id)).id);
    expect(await own(once)).toEqual([inTimeBefore + 1, before + 3]);
    expect(await own('2026-09-21T15:59:59Z')).toEqual([0, 0]);
    expect(await own(once, house.orgs.town.id)).toEqual([0, 0]);
    expect((await toldOf(never.id))[1]).toBe(1);
    expect(await minutedOf(never.id)).toEqual([]);
    expect(await minutedOf(late.id)).toMatchObject([{ minutedAt: '2026-10-05T01:00:00.000Z' }]);
  });

  it('MTG-6: two working days from the adoption to an item, and as before when the item is rejected', async () => {
    const id = await adopted();
    expect(await read(id)).toMatchObject([{ rule: 'SUPERVISE', clock: 'RUNNING', dueOn: '2026-09-17', amount: 2 }]);
    const itemId = systemIds.next('sup');
    await registered(itemId, id, 2);
    expect(await read(id)).toMatchObject([{ clock: 'MET' }]);
    house.service.clock.advance({ days: 3 });
    await limits.run();
    expect(await toldOf(id)).toEqual([0, 0]);

    await rejected(itemId, id);
    await limits.run();
    expect(await read(id)).toMatchObject([{ clock: 'BREACHED' }]);
    expect((await toldOf(id))[1]).toBe(1);
    await registered(systemIds.next('sup'), id);
    for (let times = 0; times < 2; times += 1) await limits.run();
    expect(await read(id)).toMatchObject([{ clock: 'BREACHED' }]);
    expect((await toldOf(id))[1]).toBe(1);
  });

  it('MTG-6: a waiver in time meets it, and where nobody has to act there is none', async () => {
    const id = await adopted();
    await waive(id);
    expect(await read(id)).toMatchObject([{ clock: 'MET' }]);
    expect(await read(await adopted({ requiresAction: false, leadOrgId: null }))).toEqual([]);
  });

  it('warns of each threshold once and tells of each end once, whatever the clock jumps', async () => {
    const id = await adopted();
    house.service.clock.advance({ days: 1, hours: 16 });
    await limits.run();
    expect(await toldOf(id)).toEqual([1, 0]);
    house.service.clock.advance({ days: 30 });
    for (let times = 0; times < 3; times += 1) await limits.run();
    expect(await toldOf(id)).toEqual([1, 1]);
    expect(await read(id)).toMatchObject([{ clock: 'BREACHED' }]);
  });

  it('gets limits once for what was there before limits were kept, and none for history', async () => {
    const id = await adopted();
    const meeting = await aSealedMeeting(house);
    const first = [await read(id), await read(meeting.id)];
    await house.service.db.write(async (manager) => {
      for (const subjectId of [id, meeting.id]) await manager.getRepository(DeadlineEntity).delete({ subjectId });
    });
    for (const name of ['older-meetings', 'older-resolutions']) await limits.run(name);
    expect([await read(id), await read(meeting.id)]).toEqual(first);

    const history = await aSealedMeeting(house);
    const inHistory = history.resolutions[0].id;
    await house.service.db.write(async (manager) => {
      await manager.getRepository(MeetingEntity).update({ id: history.id }, { imported: true });
      await manager
        .getRepository(ResolutionEntity)
        .update({ id: inHistory }, { status: 'ADOPTED', adoptedAt: new Date(monday) });
    });
    await waive(inHistory);
    expect(await read(inHistory)).toEqual([]);
  });

  it('is counted again when other days are published, and with it until when a resolution is no orphan', async () => {
    const id = await adopted();
    await deliverDays(house.service, { '2026-09-16': 'HOLIDAY' });
    await limits.run('recount-deadlines');
    expect(await read(id)).toMatchObject([{ dueOn: '2026-09-18', originalDueOn: '2026-09-17' }]);
    const { superviseBy } = await house.service.db.read.getRepository(ResolutionEntity).findOneByOrFail({ id });
    expect(superviseBy).toEqual(new Date('2026-09-18T16:00:00Z'));
  });

  it('lists limits to who may read their meeting or resolution, and to nobody else, in as many statements for many as for one', async () => {
    const { people, orgs } = house;
    const list = async (where: object, as = people.director, first = 100) => {
      const query = `query ($where: DeadlineFilter, $first: Int) { meetingDeadlines(where: $where, first: $first) {
        totalCount nodes { rule clock dueAt subjectId } } }`;
      return (await house.ask(query, { where, first }, as)).meetingDeadlines as {
        totalCount: number;
        nodes: { rule: string; clock: string; dueAt: string; subjectId: string }[];
      };
    };
    const all = await list({});
    expect(all.totalCount).toBe(all.nodes.length);
    expect(new Set(all.nodes.map(({ rule }) => rule))).toEqual(new Set(['MINUTES', 'SUPERVISE']));
    const ends = all.nodes.map(({ dueAt }) => dueAt);
    expect(ends).toEqual(ends.toSorted());
    const late = await list({ clocks: ['BREACHED'], rules: ['SUPERVISE'], orgId: orgs.county.id });
    expect(late.totalCount).toBeGreaterThan(0);
    for (const limit of late.nodes) expect(limit).toMatchObject({ clock: 'BREACHED', rule: 'SUPERVISE' });
    expect(await statementsOf(() => list({}, people.director, 1))).toBe(await statementsOf(() => list({})));

    // What the education bureau has of a meeting of the government office is the resolution that it works on.
    const lead = await list({}, people.educationHead);
    for (const { subjectId } of lead.nodes) expect(await subject(subjectId, people.educationHead)).not.toBeNull();
    const seen = lead.nodes.map(({ subjectId }) => subjectId);
    for (const { subjectId } of all.nodes)
      if (!seen.includes(subjectId)) expect(await subject(subjectId, people.educationHead)).toBeNull();
    expect(lead.totalCount).toBeGreaterThan(0);
    expect(lead.totalCount).toBeLessThan(all.totalCount);
    expect((await list({}, people.importer)).totalCount).toBe(0);
  });

  it('whatever is done and whenever a process dies, each threshold and end is told once, and nothing of what was met', async () => {
    const chance = new Chance();
    const reached = { registered: 0, rejected: 0, waived: 0, refused: 0 };
    const start = Date.parse(monday);
    const ids = [await adopted(), await adopted(), await adopted()];
    house.service.clock.set(new Date(start + 86_400_000).toISOString());
    const items = new Map<string, string>();
    const acts = {
      registered: async (id: string) => {
        items.set(id, items.get(id) ?? systemIds.next('sup'));
        await registered(items.get(id) ?? '', id, chance.pick([1, 2]));
      },
      rejected: async (id: string) => {
        await rejected(items.get(id) ?? systemIds.next('sup'), id);
        items.delete(id);
      },
      waived: (id: string) => waive(id),
    };
    const names = Object.keys(acts) as (keyof typeof acts)[];
    const [one = '', other = ''] = ids;
    const begun = [
      ['registered', one],
      ['rejected', one],
      ['waived', other],
    ] as const;
    const further = Array.from(
      { length: 12 },
      () => [chance.pick(names) ?? 'registered', chance.pick(ids) ?? ''] as const,
    );
    for (const [name, id] of [...begun, ...further]) {
      house.service.clock.advance({ hours: chance.pick([0, 1, 20, 50]) ?? 0 });
      await limits.run('deadlines', chance.pick([true, false]));
      const done = await acts[name](id).then(
        () => name,
        () => 'refused' as const,
      );
      reached[done] += 1;
    }
    house.service.clock.advance({ days: 60 });
    for (let times = 0; times < 3; times += 1) await limits.run();

    console.log(`resolutions, seed ${chance.seed}: ${JSON.stringify(reached)}`);
    expect(await limits.faults(house.service.clock.now())).toEqual([]);
    for (const name of names) expect(reached[name]).toBeGreaterThan(0);
  });
});
