import type { SecrecyLevel } from '@chengqi/schemas';
import { type Request, systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { termsOf } from '../src/search/terms.ts';
import { type County, seedCounty } from '../src/testing/index.ts';
import { type Note, NoteEntity, startNotes } from './note.service.ts';

const options = { type: 'Note', roles: ['SUPERVISOR'] };

describe.each(testDialects())('text search on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  beforeAll(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
  });
  afterAll(() => notes.service.close());

  const requestOf = async (viewer: Viewer): Promise<Request> => ({
    viewer,
    actor: await notes.office.actorOf(viewer),
    requestId: systemIds.next('req'),
    language: 'en',
    traceparent: null,
  });

  async function aNote(text: string | null, secrecyLevel: SecrecyLevel = 'INTERNAL', org = county.orgs.town) {
    const note = { id: systemIds.next('sup'), ownerOrgId: org.id, secrecyLevel, level: 'MAJOR', version: 1, text };
    await notes.kit.transact((tx) => tx.insert(NoteEntity, note));
    return note;
  }

  const change = (note: Note, changes: Partial<Note>) =>
    notes.kit.transact((tx) => tx.update(NoteEntity, note, changes));

  const all = () => notes.kit.db.read.getRepository<Note>(NoteEntity).createQueryBuilder('n');

  /** What a viewer finds, which has to be what is counted in both ways. */
  async function found(search: string, viewer: Viewer = county.people.supervisor): Promise<string[]> {
    const request = await requestOf(viewer);
    const page = await notes.office.page(request, all(), options, { first: 100, orderBy: { level: 'ASC' }, search });
    expect(await page.totalCount()).toBe(page.nodes.length);
    for (const rule of ['visible', 'countable'] as const)
      expect(await (await notes.office.counted(request, all(), options, rule, search)).getCount()).toBe(
        page.nodes.length,
      );
    return page.nodes.map(({ id }) => id);
  }

  async function kept(id: string): Promise<string[]> {
    const rows: { term: string }[] = await notes.kit.db.read.query(
      'SELECT term FROM search_term WHERE subject_id = ?',
      [id],
    );
    return rows.map(({ term }) => term).sort();
  }

  it('has the tables that its entities say', async () => {
    expect((await schemaDrift(notes.kit.db)).filter((statement) => statement.includes('search_'))).toEqual([]);
  });

  it('finds a note by a word of two characters, by a longer one, and by several that all stand in it', async () => {
    const { id } = await aNote('关于做好汛期安全生产工作的通知');

    for (const search of ['汛期', '安全生产', '汛期 通知', '通知，汛期']) expect(await found(search)).toEqual([id]);
    for (const search of ['产安', '生产安全', '汛期 会议', '通知关于']) expect(await found(search)).toEqual([]);
  });

  it('finds a note by its whole long title, and not by one that differs in its middle', async () => {
    const words = '关于进一步做好全县农村住房安全隐患排查整治和危房改造动态监测工作有关事项的通知如下各项要求';
    const { id } = await aNote(words);

    expect(words).toHaveLength(45);
    expect(await found(words)).toEqual([id]);
    expect(await found(words.replace('隐患排查', '排查隐患'))).toEqual([]);
  });

  it('finds a number in every width, and words in every case', async () => {
    const { id } = await aNote('霁政办发〔2026〕1号 Fire Drill');
    await aNote('霁政办发〔2026〕11号');

    for (const search of ['霁政办发〔2026〕1号', '霁政办发[２０２６]１号', 'FIRE', 'ｆｉｒｅ　drill'])
      expect(await found(search)).toEqual([id]);
  });

  it('shows where the words stand in the row, and nothing without a search', async () => {
    await aNote('校车安全检查');
    const request = await requestOf(county.people.supervisor);
    const page = (search: string | null) =>
      notes.office.page(request, all(), options, { orderBy: { level: 'ASC' }, search });

    expect((await page('校车')).edges.map(({ highlights }) => highlights)).toEqual([
      [
        {
          field: 'text',
          parts: [
            { text: '校车', found: true },
            { text: '安全检查', found: false },
          ],
        },
      ],
    ]);
    expect((await page(null)).edges.flatMap(({ highlights }) => highlights)).toEqual([]);
  });

  it('keeps no word of what is above INTERNAL, whatever becomes of its level', async () => {
    const secret = await aNote('涉密会议安排', 'WORK_SECRET');
    const open = await aNote('涉密载体清点');
    const { people } = county;

    expect(await kept(secret.id)).toEqual([]);
    expect(await found('涉密', people.supervisor)).toEqual([open.id]);
    const raised = await change(open, { secrecyLevel: 'WORK_SECRET' });
    expect(await kept(open.id)).toEqual([]);
    expect(await found('涉密', people.supervisor)).toEqual([]);
    await change(raised, { secrecyLevel: 'INTERNAL' });
    expect(await found('清点', people.supervisor)).toEqual([open.id]);
  });

  it('finds a changed note by its new words and no longer by the old ones', async () => {
    const note = await aNote('消防通道堵塞');
    const changed = await change(note, { text: '消防水带破损' });

    expect(await found('消防')).toEqual([note.id]);
    expect(await found('水带破损')).toEqual([note.id]);
    expect(await found('通道')).toEqual([]);
    await change(changed, { text: null });
    expect(await kept(note.id)).toEqual([]);
  });

  it('finds and counts for nobody what the read rule hides', async () => {
    const theirs = await aNote('锅炉检验', 'INTERNAL', county.orgs.educationBureau);
    const open = await aNote('锅炉公示', 'PUBLIC', county.orgs.educationBureau);
    const { people } = county;

    expect(await found('锅炉', people.educationHandler)).toEqual([theirs.id, open.id]);
    expect(await found('锅炉', people.townHandler)).toEqual([open.id]);
    expect(await found('检验', people.townHandler)).toEqual([]);
  });

  it('keeps exactly the words of the text after any changes of text and level', async () => {
    const text = fc.option(fc.string({ unit: fc.constantFrom(...'安全生产档案 ab1'), maxLength: 12 }));
    const level = fc.constantFrom<SecrecyLevel>('PUBLIC', 'INTERNAL', 'WORK_SECRET', 'CONFIDENTIAL');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, level), { minLength: 1, maxLength: 6 }), async (versions) => {
        let note: Note = await aNote('起始');
        for (const [words, secrecyLevel] of versions) {
          note = await change(note, { text: words, secrecyLevel });
          const open = secrecyLevel === 'PUBLIC' || secrecyLevel === 'INTERNAL';
          expect(await kept(note.id)).toEqual(open ? [...termsOf([words])].sort() : []);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('looks up the words of notes that were there before them, some at a time, and of none twice', async () => {
    const before = Array.from({ length: 1001 }, (_, n) => ({
      ...{ id: systemIds.next('sup'), ownerOrgId: county.orgs.town.id, level: 'MAJOR', version: 1 },
      secrecyLevel: n === 7 ? ('SECRET' as const) : ('INTERNAL' as const),
      text: `旧账${n}号`,
    }));
    await notes.kit.transact((tx) => tx.insertAll(NoteEntity, before));
    await notes.kit.transact(async ({ manager }) => {
      await manager.query('DELETE FROM search_term');
      await manager.query('DELETE FROM search_progress');
    });
    expect(await found('旧账')).toEqual([]);
    const { timer } = notes.office.search;
    let runs = 0;
    while (timer.isDue()) {
      await notes.kit.transact((tx) => timer.run(tx));
      runs += 1;
    }

    expect(runs).toBeGreaterThan(2);
    expect(await kept(before[3]?.id ?? '')).toEqual(['3', '号', '旧账']);
    expect(await kept(before[7]?.id ?? '')).toEqual([]);
    expect(await found('旧账 1000号')).toEqual([before[1000]?.id]);
    const request = await requestOf(county.people.supervisor);
    const page = await notes.office.page(request, all(), options, { orderBy: { level: 'ASC' }, search: '旧账' });
    expect(await page.totalCount()).toBe(1000);
  });

  it('asks as many statements of many rows and words as of few', async () => {
    const request = await requestOf(county.people.supervisor);
    const cost = (search: string | null) =>
      statementsOf(async () => {
        // Classified ones cost their entry in the audit.
        const open = all().where('n.secrecyLevel = :open', { open: 'INTERNAL' });
        const page = await notes.office.page(request, open, options, { orderBy: { level: 'ASC' }, search });
        await page.totalCount();
      });

    expect(await cost('旧账')).toBe((await cost(null)) + 1);
    expect(await cost('霁政办发〔2026〕1号 安全生产 汛期')).toBe((await cost(null)) + 1);
  });

  it('refuses a search by which nothing could be found', async () => {
    const request = await requestOf(county.people.supervisor);
    for (const search of ['', '水', '，', '安'.repeat(51)])
      await expect(
        notes.office.page(request, all(), options, { orderBy: { level: 'ASC' }, search }),
      ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
