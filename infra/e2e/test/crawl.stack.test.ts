import { readFileSync } from 'node:fs';
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
    opened = await openOfficeOfSecrets();
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

    // Timers go on: a report that is expected since, say, was unknown to the oracle.
    const after = await readRecords(opened.office);
    const born = after.types.flatMap((type) =>
      after.of(type).flatMap(({ id }) => (records.find(type, id) ? [] : [String(id)])),
    );
    print(`${Object.keys(viewers).length} viewers: ${findings.summary()}; ${born.length} things came meanwhile`);
    expect(findings.differences.filter((line) => !born.some((id) => line.includes(id)))).toEqual([]);
  });
});
