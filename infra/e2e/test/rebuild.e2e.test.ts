import { createClient, type Data, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const day = 86_400_000;
const query = `query ($from: DateTime!, $to: DateTime!) {
  reconcile(from: $from, to: $to) { metric { name } own { value } projected { value } difference } }`;

describe('the figures made anew while the office is open (DOMAIN 11, 16)', () => {
  let opened: OpenedOffice;
  let print: typeof console.log;
  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    opened = await openOffice();
    await playClosedLoop(opened.office.url, { run: 'first' });
    await createClient(opened.office.url).settled();
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    console.log = print;
  });

  const reconciled = async (): Promise<Data[]> => {
    const [from, to] = [-60, 60].map((days) => new Date(Date.now() + days * day).toISOString());
    return (await createClient(opened.office.url).as('admin').act(query, { from, to })).reconcile;
  };
  const wrong = (figures: Data[]) =>
    figures.filter(({ difference }) => difference !== 0).map(({ metric }) => metric.name);

  /** Whoever asks in the moment of the change is told to ask again. */
  const orLater = (error: { readonly code?: string }): null => {
    if (error.code !== 'SUBGRAPH_UNAVAILABLE') throw error;
    return null;
  };

  it('A-7: the old tables answer until the new ones have read everything, and these come to what owners count', async () => {
    const { office } = opened;
    const { kit } = office.services.get('analytics') ?? {};
    await kit?.db.write((manager) => manager.query('DELETE FROM item_fact'));
    await kit?.db.write((manager) => manager.query('DELETE FROM rollup_day'));
    expect(wrong(await reconciled())).toContain('sup.registered');

    const lines: string[] = [];
    let finished = false;
    const rebuilt = office
      .rebuild('analytics', (line) => lines.push(line))
      .finally(() => {
        finished = true;
      });
    const answers = new Set<boolean>();
    while (!finished && lines.length === 0) {
      const figures = await reconciled().catch(orLater);
      if (figures) answers.add(wrong(figures).includes('sup.registered'));
    }
    await rebuilt;

    expect([...answers]).toEqual([true]);
    expect(wrong(await reconciled())).toEqual([]);
    expect(lines[0]).toBe('analytics: reading the topics into new tables');
    expect(lines).toContainEqual(expect.stringMatching(/^analytics: is sup\.registered 1 /));
    expect(lines.at(-1)).toBe('analytics: the new tables answer');
  });

  it('goes on with what comes afterwards, and refuses what keeps more than events tell', async () => {
    await playClosedLoop(opened.office.url, { run: 'second' });
    await createClient(opened.office.url).settled();
    expect(wrong(await reconciled())).toEqual([]);
    await expect(opened.office.rebuild('meetings', () => {})).rejects.toThrow('cannot be rebuilt');
  });
});
