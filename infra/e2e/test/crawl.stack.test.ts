import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createClock } from '@chengqi/service-kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { crawl, everyManner } from './crawl/crawl.ts';
import { createFindings } from './crawl/findings.ts';
import { openOfficeOfSecrets } from './crawl/office-of-secrets.ts';
import { createOracle } from './crawl/oracle.ts';
import { readRecords } from './crawl/records.ts';
import type { OpenedOffice } from './open-office.ts';

const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));

/** People who read different things of the same office. */
const viewers = {
  head: 'YX0001',
  director: 'YX0004',
  archivist: 'YX0011',
  uncleared: 'YX0013',
  accused: 'YX0021',
  elsewhere: 'YX0026',
  competent: 'YX0029',
  analyst: 'YX0032',
  auditor: 'YX0033',
  importer: 'YX0034',
  administrator: 'admin',
};

/** Who reads things that lead to others above their reach. */
const betweenLevels = [viewers.archivist, viewers.uncleared, viewers.accused];

describe('every list and reference, asked by people of different clearance', () => {
  const print = console.log;
  let opened: OpenedOffice;

  beforeAll(async () => {
    console.log = () => {};
    let stopped: number | null = null;
    opened = await openOfficeOfSecrets({
      clock: createClock('Asia/Shanghai', () => new Date(stopped ?? Date.now())),
    });
    // Nothing falls due while the oracle is compared with the office.
    stopped = Date.now();
  });
  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
  });

  it('15-1: shows what an oracle over the databases opens, and nothing else', async () => {
    const records = await readRecords(opened.office);
    const oracle = createOracle(records, new Date().toISOString().slice(0, 10));
    const findings = createFindings();

    await Promise.all(
      Object.values(viewers).map((who) =>
        crawl(
          { schema, records, oracle, findings },
          {
            desk: opened.client.as(who),
            reader: oracle.readerOf(who),
            manners: betweenLevels.includes(who) ? everyManner : undefined,
          },
        ),
      ),
    );

    // What was due before the clock stopped may be told meanwhile: of that the oracle has read an earlier state.
    const after = await readRecords(opened.office);
    const moved = after.types.flatMap((type) =>
      after.of(type).flatMap((row) => (isDeepStrictEqual(row, records.find(type, row.id)) ? [] : [row.id])),
    );
    print(`${Object.keys(viewers).length} viewers: ${findings.summary()}; ${moved.length} things moved meanwhile`);
    expect(moved.length).toBeLessThan(20);
    expect(findings.differences.filter((line) => !moved.some((id) => line.includes(id)))).toEqual([]);
  });
});
