import { secrecyLevels } from '@chengqi/schemas';
import { anonymousViewer, countBy, type Request, systemIds, systemViewer, type Viewer } from '@chengqi/service-kit';
import { Chance, schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Among } from '../src/index.ts';
import { TallyChangeEntity, TallyEntity } from '../src/tallies/tally.entity.ts';
import { type County, seedCounty } from '../src/testing/index.ts';
import { type Note, NoteEntity, startNotes } from './note.service.ts';

const options = { type: 'Note', roles: ['SUPERVISOR'] };
const levels = ['MAJOR', 'GENERAL', 'MINOR'];

describe.each(testDialects())('tallies on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  beforeAll(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
    notes.office.tallies.keep(NoteEntity, ['level']);
  });
  beforeEach(async () => {
    for (const table of ['notes', 'tallies', 'tally_changes', 'tally_checks'])
      await notes.kit.db.write((manager) => manager.query(`DELETE FROM ${table}`));
    await addUp();
  });
  afterAll(() => notes.service.close());

  const { addUp, all, requestOf, aNote, insert, told, read } = {
    /** As the clock would run it. */
    addUp: () => notes.kit.transact(notes.office.tallies.timer.run),
    all: () => notes.kit.db.read.getRepository<Note>(NoteEntity).createQueryBuilder('n'),
    requestOf: async (viewer: Viewer): Promise<Request> => ({
      viewer,
      actor: await notes.office.actorOf(viewer),
      requestId: systemIds.next('req'),
      language: 'en',
      traceparent: null,
    }),
    aNote: (facts: Partial<Note> = {}): Note => ({
      id: systemIds.next('sup'),
      ...{ ownerOrgId: county.orgs.town.id, secrecyLevel: 'INTERNAL', level: 'MAJOR', version: 1, text: null },
      ...facts,
    }),
    insert: (...rows: Note[]) => notes.kit.transact((tx) => tx.insertAll(NoteEntity, rows)),
    told: (viewer: Viewer, by: 'level' | 'ownerOrgId' = 'level', among: Among<Note> = {}) =>
      notes.office.tallies.count(viewer, narrowed(among), options, { by, among }),
    read: async (viewer: Viewer, by: 'level' | 'ownerOrgId' = 'level', among: Among<Note> = {}) =>
      countBy(await notes.office.counted(await requestOf(viewer), narrowed(among), options, 'visible'), by),
  };

  function narrowed(among: Among<Note>) {
    const query = all();
    for (const [property, values] of Object.entries(among))
      if (values)
        query.andWhere(values.length > 0 ? `n.${property} IN (:...${property})` : '1 = 0', { [property]: values });
    return query;
  }

  const inOrder = (parts: readonly { value: unknown; count: number }[] | null) =>
    parts?.map(({ value, count }) => `${value}: ${count}`).sort();

  it('have the tables that their entities say', async () => {
    expect((await schemaDrift(notes.kit.db)).filter((statement) => /tall(y|ies)/.test(statement))).toEqual([]);
  });

  it('15-6: where many rows are left that none tells of, each value is counted up to a thousand, exactly below', async () => {
    const many = (count: number, level: string, text: string, secrecyLevel: Note['secrecyLevel'] = 'INTERNAL') =>
      Array.from({ length: count }, () => aNote({ level, text, secrecyLevel }));
    await insert(
      ...many(30_000, 'MAJOR', '汛期通知'),
      ...many(16_000, 'MAJOR', '防汛演练'),
      ...many(700, 'GENERAL', '汛期通知'),
      ...many(400, 'MINOR', '汛期通知', 'SECRET'),
      ...many(300, 'GENERAL', '防火通知'),
      ...many(5, 'OTHER', '防火'),
    );
    await addUp();
    const request = await requestOf(county.people.supervisor);
    const counts = async (search: string | null, among: Among<Note> | null, text: string | null = null) =>
      inOrder(
        await notes.office.countBy(request, text === null ? all() : all().where('n.text = :text', { text }), options, {
          by: 'level',
          among,
          search,
        }),
      );

    expect(await counts(null, {})).toEqual(['GENERAL: 1000', 'MAJOR: 46000', 'OTHER: 5']);
    expect(await counts('汛期', {})).toEqual(['GENERAL: 700', 'MAJOR: 1000']);
    expect(await counts('汛期通知', null)).toEqual(['GENERAL: 700', 'MAJOR: 1000']);
    expect(await counts(null, null, '汛期通知')).toEqual(['GENERAL: 700', 'MAJOR: 1000']);
    // Of a word that fewer than 30,000 have all are read.
    expect(await counts('演练', {})).toEqual(['MAJOR: 16000']);
    expect(await counts('防火', {})).toEqual(['GENERAL: 300', 'OTHER: 5']);
    expect(await counts('防火 通知', {})).toEqual(['GENERAL: 300']);
    expect(await statementsOf(() => counts('汛期', {}))).toBeLessThanOrEqual(7);
  });

  it('15-6: tell every viewer what reading all rows tells, whatever was stored, changed, related and added up', async () => {
    const chance = new Chance();
    const orgs = Object.values(county.orgs);
    const viewers: Viewer[] = [...Object.values(county.people), systemViewer, anonymousViewer];
    const rows: Note[] = [];
    const facts = () => ({
      ownerOrgId: chance.pick(orgs)?.id ?? '',
      secrecyLevel: chance.pick(secrecyLevels) ?? 'PUBLIC',
      level: chance.pick(levels) ?? '',
    });
    const steps = {
      insert: () => {
        const some = Array.from({ length: chance.pick([1, 2, 5]) ?? 1 }, () => aNote(facts()));
        rows.push(...some);
        return insert(...some);
      },
      update: async () => {
        const at = rows.indexOf(chance.pick(rows) as Note);
        if (at >= 0) rows[at] = await notes.kit.transact((tx) => tx.update(NoteEntity, rows[at] as Note, facts()));
      },
      relate: async () => {
        const row = chance.pick(rows);
        const partyId = chance.pick([
          ...orgs.map(({ id }) => id),
          ...viewers.flatMap(({ personId }) => personId ?? []),
        ]);
        const parties = [{ partyId: partyId ?? '', relation: 'RECIPIENT' }];
        if (row) await notes.kit.transact((tx) => notes.office.parties.add(tx, row.id, parties));
      },
      addUp,
    };
    for (let step = 0; step < 60; step += 1) {
      await steps[
        chance.pick(['insert', 'insert', 'update', 'update', 'relate', 'relate', 'addUp'] as const) ?? 'addUp'
      ]();
      if (step % 6 !== 5) continue;
      for (const viewer of viewers) {
        const by = chance.pick(['level', 'ownerOrgId'] as const);
        const among: Among<Note> = {
          level: chance.pick([null, ['MAJOR'], ['MAJOR', 'MINOR'], []]),
          ownerOrgId: chance.pick([null, null, [orgs[0]?.id ?? '', orgs[1]?.id ?? '']]),
        };
        const asked = [chance.seed, step, viewer.staffNo ?? viewer.kind, by, among];
        expect([asked, inOrder(await told(viewer, by, among))]).toEqual([
          asked,
          inOrder(await read(viewer, by, among)),
        ]);
      }
    }
  });

  it('15-6: count each row once while many write and several add up', async () => {
    const rows = Array.from({ length: 24 }, () => aNote());
    const writing = rows.map(async (row) => {
      await insert(row);
      await notes.kit.transact((tx) => tx.update(NoteEntity, row, { level: 'MINOR' }));
    });
    await Promise.all([...writing, addUp(), addUp(), addUp()]);

    expect(await told(systemViewer)).toEqual([{ value: 'MINOR', count: 24 }]);
    await Promise.all([addUp(), addUp()]);
    expect(await told(systemViewer)).toEqual([{ value: 'MINOR', count: 24 }]);
    expect(await notes.kit.db.read.getRepository(TallyChangeEntity).count()).toBe(0);
  });

  it('take nothing of a transaction that failed', async () => {
    const failing = notes.kit.transact(async (tx) => {
      await tx.insert(NoteEntity, aNote());
      throw new Error('refused');
    });

    await expect(failing).rejects.toThrow('refused');
    expect(await told(systemViewer)).toEqual([]);
  });

  it('know rows that were there before them, and tell nothing until these are counted', async () => {
    await notes.kit.db.write((manager) => manager.query('DELETE FROM tally_checks'));
    await notes.kit.db.write((manager) => manager.getRepository(NoteEntity).insert([aNote(), aNote()]));
    const restarted = await startedAgain();
    await insert(aNote());

    expect(await restarted.count(systemViewer, all(), options, { by: 'level', among: {} })).toBeNull();
    await notes.kit.transact(restarted.timer.run);
    expect(await restarted.count(systemViewer, all(), options, { by: 'level', among: {} })).toEqual([
      { value: 'MAJOR', count: 3 },
    ]);
  });

  it('are set right after a day where somebody wrote past them', async () => {
    await insert(aNote());
    await notes.kit.db.write((manager) => manager.getRepository(NoteEntity).insert(aNote({ level: 'MINOR' })));
    await addUp();
    expect(await told(systemViewer)).toEqual([{ value: 'MAJOR', count: 1 }]);

    notes.service.clock.advance({ days: 1, seconds: 1 });
    await addUp();

    expect(inOrder(await told(systemViewer))).toEqual(['MAJOR: 1', 'MINOR: 1']);
  });

  it('are asked for who may see much, with one statement, and not for a word or what they do not know', async () => {
    await insert(aNote(), aNote({ text: '汛期' }));
    const { supervisor } = county.people;
    const everywhere = { ...supervisor, posts: supervisor.posts.map((post) => ({ ...post, scopeOrgId: null })) };
    const request = await requestOf(everywhere);
    const count = (among: Among<Note> | null, search: string | null = null) =>
      notes.office.countBy(request, all(), options, { by: 'level', among, search });
    await addUp();
    await notes.kit.db.write((manager) => manager.getRepository(TallyEntity).update({ subject: 'notes' }, { n: 7 }));

    expect(await count({})).toEqual([{ value: 'MAJOR', count: 7 }]);
    expect(await count(null)).toEqual([{ value: 'MAJOR', count: 2 }]);
    expect(await count({}, '汛期')).toEqual([{ value: 'MAJOR', count: 1 }]);
    expect(await count({ text: [null] })).toEqual([{ value: 'MAJOR', count: 2 }]);
    expect(await statementsOf(() => count({}))).toBe(1);
  });

  /** Tallies as another process of the service has them. */
  async function startedAgain() {
    const { createTallies } = await import('../src/tallies/tallies.ts');
    const again = createTallies(notes.kit, () => notes.office.orgs.tree);
    again.keep(NoteEntity, ['level']);
    return again;
  }
});
